package io.mcpgateway.core.exchange;

/** Learns how every exchange ended. Called on event loops; must not block and must not throw. */
@FunctionalInterface
public interface OutcomeListener {
  void ended(Outcome outcome);
}
