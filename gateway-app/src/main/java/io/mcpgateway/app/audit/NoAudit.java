package io.mcpgateway.app.audit;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps no records, because the configuration says so. */
public final class NoAudit implements AuditSink {
  private static final Counts NOTHING = new Counts(0, 0, 0, 0, Duration.ZERO, 0, 0);

  @Override
  public void ended(Outcome outcome) {}

  @Override
  public boolean accepts() {
    return true;
  }

  @Override
  public CompletionStage<Void> intend(Exchange exchange) {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<Void> note(AuditEvent event) {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public Counts counts() {
    return NOTHING;
  }

  @Override
  public void close() {}
}
