package io.mcpgateway.policy.mask;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Stage;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.policy.argument.ArgumentChecks;

/**
 * Makes the schemas of a tool usable before it is called, so that its results can be masked without
 * keeping an event loop. Thread-safe.
 */
public final class MaskedToolStage implements Stage {
  private final MaskedTools tools;
  private final ArgumentChecks checks;

  /**
   * @param checks on whose threads it is done
   */
  public MaskedToolStage(MaskedTools tools, ArgumentChecks checks) {
    this.tools = tools;
    this.checks = checks;
  }

  @Override
  public Verdict apply(Exchange exchange) {
    return tools.knows(exchange)
        ? new Verdict.Continue(exchange)
        : checks.later(
            () -> {
              tools.learn(exchange);
              return new Verdict.Continue(exchange);
            });
  }
}
