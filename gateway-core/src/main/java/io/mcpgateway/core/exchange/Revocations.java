package io.mcpgateway.core.exchange;

import org.jspecify.annotations.Nullable;

/**
 * What operators have taken back, as far as it concerns one route. Asked when a caller is known,
 * again just before an exchange goes upstream, for what lists show, and for replies that are under
 * way. Thread-safe, never blocks.
 */
public interface Revocations {
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
      };

  /** Grows with every change, so that who knows the version need not ask again. */
  long version();

  /** Why the exchange must not go on, or null. */
  Refusal.@Nullable Revoked objection(Exchange exchange);

  /** Whether a call of {@code tool} by the same caller would meet an objection. */
  boolean closes(Exchange exchange, String tool);
}
