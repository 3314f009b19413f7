package io.mcpgateway.app;

import io.mcpgateway.app.audit.AuditSink;
import io.mcpgateway.app.audit.ExchangeAudit;
import io.mcpgateway.app.audit.sink.AuditSinks;
import io.mcpgateway.app.metrics.GatewayMetrics;
import io.mcpgateway.app.revocation.RevocationKeeper;
import io.mcpgateway.app.state.StoredKeys;
import io.mcpgateway.app.trace.SpanExport;
import io.mcpgateway.auth.resource.CallerChecks;
import io.mcpgateway.auth.token.TokenVerifier;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.LiveExchanges;
import io.mcpgateway.core.exchange.Outcome;
import io.mcpgateway.core.exchange.OutcomeListener;
import io.mcpgateway.core.exchange.Sessions;
import io.mcpgateway.core.exchange.Tracing;
import io.mcpgateway.policy.argument.ArgumentChecks;
import io.mcpgateway.policy.limit.Limiter;
import io.mcpgateway.policy.limit.Repeats;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What lives as long as the process, over every reload.
 *
 * @param spans null if no spans are collected
 */
record Shared(
    AuditSink audit,
    ExchangeAudit began,
    AuditSinks sinks,
    GatewayMetrics metrics,
    Tracing tracing,
    @Nullable SpanExport spans,
    CallerChecks callers,
    Limiter limiter,
    Repeats repeats,
    Sessions sessions,
    RevocationKeeper revocations,
    LiveExchanges live,
    StoredKeys keys,
    ArgumentChecks arguments,
    ToolReviews reviews)
    implements OutcomeListener {

  TokenVerifier verifier() {
    return callers.tokens();
  }

  /** The record comes first: it must be there whatever happens to a meter. */
  @Override
  public void ended(Outcome outcome) {
    audit.ended(outcome);
    count(outcome);
  }

  private void count(Outcome outcome) {
    metrics.ended(outcome);
    if (spans != null) {
      spans.ended(outcome);
    }
  }

  @Override
  public void opened(Exchange exchange) {
    began.streamOpened(exchange);
  }

  @Override
  public boolean holdsReplies() {
    return audit.holdsReplies();
  }

  @Override
  public boolean holdsStreams() {
    return audit.holdsStreams();
  }

  @Override
  public @Nullable CompletionStage<Void> keep(Outcome outcome) {
    CompletionStage<Void> kept = audit.keep(outcome);
    count(outcome);
    return kept;
  }
}
