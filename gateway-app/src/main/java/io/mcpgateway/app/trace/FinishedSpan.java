package io.mcpgateway.app.trace;

import io.mcpgateway.core.exchange.Trace;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway did for an exchange, or asked its upstream to do. Holds nothing of the message.
 *
 * @param method the method of MCP, or {@code other}
 * @param name what the method acts on as the client or the upstream calls it; empty if nothing
 * @param server the address that the span is about: the gateway's, or the upstream's
 * @param startNanos since 1970
 * @param more attributes whose values are not made up by clients
 */
record FinishedSpan(
    Trace trace,
    Side side,
    String method,
    Kind kind,
    String name,
    String requestId,
    @Nullable URI server,
    long startNanos,
    long endNanos,
    @Nullable String error,
    boolean failed,
    Map<String, String> more) {

  /** Which of the two hops. */
  enum Side {
    SERVER,
    CLIENT
  }

  /** What the name is a name of. */
  enum Kind {
    TOOL,
    PROMPT,
    RESOURCE,
    OTHER
  }

  long spanId() {
    return side == Side.SERVER ? trace.span() : trace.upstreamSpan();
  }

  long parentId() {
    return side == Side.SERVER ? trace.parent() : trace.span();
  }
}
