package io.mcpgateway.app.audit;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Stage;
import io.mcpgateway.core.exchange.Verdict;

/** Refuses everything while audit records cannot be kept. The first stage of every route. */
public final class AuditGuardStage implements Stage {
  private final AuditSink sink;

  public AuditGuardStage(AuditSink sink) {
    this.sink = sink;
  }

  @Override
  public Verdict apply(Exchange exchange) {
    return sink.accepts()
        ? new Verdict.Continue(exchange)
        : new Verdict.Refuse(new Refusal.Unavailable("Audit records cannot be written"));
  }
}
