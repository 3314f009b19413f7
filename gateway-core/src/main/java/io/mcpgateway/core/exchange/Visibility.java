package io.mcpgateway.core.exchange;

import org.jspecify.annotations.Nullable;

/**
 * What one configuration lets the callers of a route see and do, asked for streams that outlive the
 * configuration that decided them. Thread-safe, never blocks.
 */
public interface Visibility {
  /** That of a route whose configuration never changes. */
  Visibility UNCHANGING =
      new Visibility() {
        @Override
        public Visibility inForce() {
          return this;
        }

        @Override
        public Sight of(Exchange exchange) {
          return new Sight(0, 0, 0);
        }

        @Override
        public @Nullable Refusal objection(Exchange exchange) {
          return null;
        }
      };

  /** That of the configuration in force now: the same object until a reload. */
  Visibility inForce();

  /** What the caller of an exchange sees. */
  Sight of(Exchange exchange);

  /** How an exchange that was granted would be refused by this configuration, or null. */
  @Nullable Refusal objection(Exchange exchange);
}
