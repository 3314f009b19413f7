package io.mcpgateway.app.admin;

import io.mcpgateway.app.audit.AuditEvent;
import io.mcpgateway.app.audit.AuditSink;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps events in memory; can be told to keep none. */
final class RecordingAudit implements AuditSink {
  final List<AuditEvent> events = new CopyOnWriteArrayList<>();
  volatile boolean broken;

  @Override
  public CompletionStage<Void> intend(Exchange exchange) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> note(AuditEvent event) {
    if (broken) {
      return CompletableFuture.failedFuture(new IOException("no space left"));
    }
    events.add(event);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public boolean accepts() {
    return !broken;
  }

  @Override
  public void ended(Outcome outcome) {
    throw new AssertionError("no exchange here");
  }

  @Override
  public Counts counts() {
    return new Counts(events.size(), 0, 0, 0, Duration.ZERO, 1, 0);
  }

  @Override
  public void close() {}
}
