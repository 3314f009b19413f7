package io.mcpgateway.app.revocation;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Stage;
import io.mcpgateway.core.exchange.Verdict;

/**
 * Refuses everything while revocations are shared but have never been seen: somebody may be in
 * them.
 */
public final class RevocationGuardStage implements Stage {
  private static final Verdict UNKNOWN =
      new Verdict.Refuse(new Refusal.Unavailable("Revocations are not known yet"));

  private final RevocationKeeper keeper;

  public RevocationGuardStage(RevocationKeeper keeper) {
    this.keeper = keeper;
  }

  @Override
  public Verdict apply(Exchange exchange) {
    return keeper.known() ? new Verdict.Continue(exchange) : UNKNOWN;
  }
}
