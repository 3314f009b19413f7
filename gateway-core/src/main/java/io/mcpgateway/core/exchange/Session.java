package io.mcpgateway.core.exchange;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The legacy session of an exchange, from what the client claims to what has been verified. */
public sealed interface Session {
  /** There is none: a modern request, an {@code initialize}, or an upstream without sessions. */
  record None() implements Session {}

  /**
   * What the client sent, not yet opened.
   *
   * @param token the value of {@code Mcp-Session-Id}
   * @param lastEventId the value of {@code Last-Event-ID}, or null
   */
  record Claimed(String token, @Nullable String lastEventId) implements Session {
    @Override
    public String toString() {
      return "Claimed[redacted]";
    }
  }

  /**
   * Opened, and bound to this exchange's principal and route.
   *
   * @param label a short digest of the token that identifies the session in logs and audit records
   * @param upstreamId the upstream's own session id, a secret of the gateway
   * @param resume where a GET stream goes on, or null if it starts afresh
   * @param began when the client got it
   */
  record Open(String label, String upstreamId, @Nullable ResumePoint resume, Instant began)
      implements Session {
    @Override
    public String toString() {
      return "Open[" + label + "]";
    }
  }

  /**
   * A place in an earlier stream of the same session, and which request that stream answered: what
   * is replayed is filtered and masked as it would have been then.
   *
   * @param eventId the upstream's event id
   * @param method the method the stream answered, or {@code GET} for a standalone stream
   * @param target the name of what it acted on, empty if nothing
   */
  record ResumePoint(String eventId, String method, String target) {}
}
