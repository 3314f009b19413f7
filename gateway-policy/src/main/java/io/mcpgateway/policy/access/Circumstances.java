package io.mcpgateway.policy.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.core.exchange.ToolDefinition;
import io.mcpgateway.core.protocol.Era;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What conditions may look at, beside the caller and what is asked for.
 *
 * @param route its path
 * @param upstream its name
 * @param client what the client calls itself, untrusted; null if it does not say
 * @param era the client's
 * @param method the JSON-RPC method of the call, also when a list is filtered for what may be
 *     called
 * @param tool the definition of the tool, or null if it is not known or not a tool
 * @param arguments what the call brings
 * @param now what time it is
 */
public record Circumstances(
    String route,
    String upstream,
    @Nullable String client,
    Era era,
    String method,
    @Nullable ToolDefinition tool,
    Arguments arguments,
    Instant now) {

  /** The arguments of a call. */
  public sealed interface Arguments {
    /** For lists: what could be permitted with some arguments is permitted. */
    record Unknown() implements Arguments {}

    /**
     * Read only when a condition asks for them.
     *
     * @param object answers the {@code arguments} as they came, an empty object if there are none
     */
    record Known(Supplier<JsonNode> object) implements Arguments {}
  }
}
