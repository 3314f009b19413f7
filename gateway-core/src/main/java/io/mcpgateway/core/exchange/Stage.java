package io.mcpgateway.core.exchange;

/**
 * One step between a client's message and its upstream.
 *
 * <p>Called on the exchange's event loop; must not block. Stateless or thread-safe: one instance
 * serves every exchange of a route. What it throws ends the exchange as {@link Refusal.Internal}.
 */
@FunctionalInterface
public interface Stage {
  Verdict apply(Exchange exchange);
}
