package io.mcpgateway.core.exchange;

import org.jspecify.annotations.Nullable;

/**
 * What operators have taken back, as far as it concerns one route. Asked when a caller is known,
 * again just before an exchange goes upstream, for what lists show, and for replies that are under
 * way. Thread-safe, never blocks.
 */
public interface Revocations {
  /** Says no more than that the token does not hold (RFC 6750 section 3.1). */
  Challenge INVALID_TOKEN = new Challenge("Bearer error=\"invalid_token\"");

  /** Nothing is ever taken back. */
  Revocations NONE =
      new Revocations() {
        @Override
        public long version() {
          return 0;
        }

        @Override
        public Refusal.@Nullable Revoked objection(Exchange exchange) {
          return null;
        }

        @Override
        public boolean closes(Exchange exchange, String tool) {
          return false;
        }

        @Override
        public boolean closeTools() {
          return false;
        }
      };

  /** Grows with every change, so that who knows the version need not ask again. */
  long version();

  /** Why the exchange must not go on, or null. */
  Refusal.@Nullable Revoked objection(Exchange exchange);

  /** Whether a call of {@code tool} by the same caller would meet an objection. */
  boolean closes(Exchange exchange, String tool);

  /** Whether some tool is closed to somebody, so that lists of tools may differ by caller. */
  default boolean closeTools() {
    return true;
  }

  /**
   * Stands for the tools that are closed to the exchange's caller: while it is the same, so are
   * they.
   */
  default long closedTools(Exchange exchange) {
    return 0;
  }

  /** What a client is told whose token ended while a stream was open. */
  default Challenge challenge() {
    return INVALID_TOKEN;
  }
}
