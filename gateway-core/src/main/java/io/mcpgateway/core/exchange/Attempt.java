package io.mcpgateway.core.exchange;

import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.RequestId;
import org.jspecify.annotations.Nullable;

/**
 * A request that was refused before it became an exchange: as much as had been read of it by then.
 *
 * @param route null if it was refused before its route was known
 * @param era null if nothing of its message was understood
 * @param method null if it is unknown, or no method of MCP
 * @param requestId null if it is unknown, or the message is not a request
 */
public record Attempt(
    @Nullable Route route,
    @Nullable Era era,
    @Nullable McpMethod method,
    @Nullable RequestId requestId) {

  /** A request of whose message nothing was understood. */
  public static Attempt at(@Nullable Route route) {
    return new Attempt(route, null, null, null);
  }
}
