package io.mcpgateway.app.audit;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Stage;
import io.mcpgateway.core.exchange.Verdict;

/**
 * Lets an exchange go on to its upstream once it is on record that it will. The last stage of every
 * route, in mode {@code strict}.
 */
public final class AuditIntentStage implements Stage {
  private final AuditSink sink;

  public AuditIntentStage(AuditSink sink) {
    this.sink = sink;
  }

  @Override
  public Verdict apply(Exchange exchange) {
    return new Verdict.Await(
        sink.intend(exchange)
            .handle(
                (_, lost) ->
                    lost == null
                        ? new Verdict.Continue(exchange)
                        : new Verdict.Refuse(
                            new Refusal.Unavailable("Audit records cannot be written"))));
  }
}
