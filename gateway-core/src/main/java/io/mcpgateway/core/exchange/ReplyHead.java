package io.mcpgateway.core.exchange;

import org.jspecify.annotations.Nullable;

/**
 * The beginning of an upstream's reply.
 *
 * @param shape whether one message follows, or a stream of them
 * @param status the upstream's HTTP status
 * @param upstreamSessionId the session id that a legacy upstream issued with this reply, or null
 */
public record ReplyHead(Shape shape, int status, @Nullable String upstreamSessionId) {
  /** How messages are framed. */
  public enum Shape {
    /** {@code application/json}: exactly one message. */
    JSON,
    /** {@code text/event-stream}. */
    EVENTS
  }
}
