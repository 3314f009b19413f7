package io.mcpgateway.core.exchange;

/**
 * Refuses what an operator has taken back. Comes as soon as the caller and the session are known,
 * so that nothing is spent on it: no decision, no credential.
 */
public final class RevocationStage implements Stage {
  private final Revocations revocations;

  public RevocationStage(Revocations revocations) {
    this.revocations = revocations;
  }

  @Override
  public Verdict apply(Exchange exchange) {
    Refusal.Revoked objection = revocations.objection(exchange);
    return objection == null ? new Verdict.Continue(exchange) : new Verdict.Refuse(objection);
  }
}
