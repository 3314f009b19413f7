package io.mcpgateway.app;

import io.mcpgateway.app.admin.RouteStatus;
import io.mcpgateway.app.audit.AuditSink;
import io.mcpgateway.app.audit.sink.SinkStatus;
import io.mcpgateway.app.metrics.GatewayMetrics;
import io.mcpgateway.app.metrics.Metric;
import io.mcpgateway.app.metrics.Reading;
import io.mcpgateway.app.revocation.RevocationStatus;
import io.mcpgateway.app.trace.SpanExport;
import io.mcpgateway.auth.credential.CredentialStatus;
import io.mcpgateway.auth.token.IntrospectionStatus;
import io.mcpgateway.auth.token.KeyStatus;
import io.mcpgateway.auth.token.TrustedIssuer;
import io.mcpgateway.core.transport.Listener;
import io.mcpgateway.core.transport.ListenerStatistics;
import io.mcpgateway.core.upstream.UpstreamStats;
import io.mcpgateway.policy.pin.Finding;
import io.mcpgateway.policy.pin.ToolReview;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** What a scrape reads from the parts of the gateway. */
record Readings(
    Shared shared, Listeners listeners, Supplier<Snapshot> snapshot, RouteReadiness routes)
    implements Supplier<List<Reading>> {

  @Override
  public List<Reading> get() {
    List<Reading> readings = new ArrayList<>();
    Snapshot now = snapshot.get();
    readings.add(new Reading(Metric.CONFIG, Map.of("version", now.config().version()), 1));
    readings.add(
        new Reading(
            Metric.BUILD,
            Map.of("java", Runtime.version().toString(), "version", Version.number()),
            1));
    listeners
        .all()
        .forEach(
            (name, listener) -> {
              Map<String, String> label = Map.of("listener", name);
              readings.add(new Reading(Metric.OPEN_STREAMS, label, listener.openStreams()));
              readings.add(new Reading(Metric.OPEN_CONNECTIONS, label, listener.openConnections()));
            });
    listeners
        .expiries()
        .forEach(
            (name, expiry) ->
                readings.add(
                    new Reading(
                        Metric.CERTIFICATE_EXPIRY,
                        Map.of("listener", name),
                        expiry.getEpochSecond())));
    readings.add(new Reading(Metric.LOOP_LAG, Map.of(), seconds(listeners.loopLag())));
    now.parts().credentials().forEachStatus((name, status) -> credential(name, status, readings));
    now.parts().upstreams().forEach((name, edge) -> upstream(name, edge.stats(), readings));
    now.parts().issuers().forEach((name, issuer) -> issuer(name, issuer, readings));
    for (RouteStatus route : routes.now()) {
      readings.add(
          new Reading(Metric.ROUTE_READY, Map.of("route", route.path()), route.ready() ? 1 : 0));
    }
    PolicyReadings.add(now, readings);
    revocations(shared.revocations().status(), readings);
    shared.reviews().forEach((name, review) -> review(name, review, readings));
    AuditSink audit = shared.audit();
    readings.add(new Reading(Metric.CHECKS_QUEUED, Map.of(), shared.verifier().status().queued()));
    readings.add(
        new Reading(Metric.PROOFS_REMEMBERED, Map.of(), shared.callers().proofs().remembered()));
    readings.add(new Reading(Metric.LIMITER_KEYS, Map.of(), shared.limiter().size()));
    readings.add(new Reading(Metric.REPEATS_REMEMBERED, Map.of(), shared.repeats().size()));
    AuditSink.Counts counts = audit.counts();
    readings.add(new Reading(Metric.AUDIT_PENDING, Map.of(), counts.pending()));
    readings.add(new Reading(Metric.AUDIT_LAG, Map.of(), seconds(counts.lag())));
    readings.add(new Reading(Metric.AUDIT_SEGMENT, Map.of(), counts.segment()));
    if (counts.checkpointMillis() > 0) {
      readings.add(
          new Reading(Metric.AUDIT_CHECKPOINT, Map.of(), counts.checkpointMillis() / 1000.0));
    }
    readings.add(new Reading(Metric.AUDIT_ACCEPTING, Map.of(), audit.accepts() ? 1 : 0));
    shared.sinks().status().forEach(sink -> sink(sink, readings));
    return readings;
  }

  /** Registers what only grows. */
  void register() {
    GatewayMetrics metrics = shared.metrics();
    AuditSink audit = shared.audit();
    metrics.counter(Metric.AUDIT_WRITTEN, () -> audit.counts().written());
    metrics.counter(Metric.AUDIT_DROPPED, () -> audit.counts().dropped());
    metrics.counter(Metric.AUDIT_FAILURES, () -> audit.counts().failures());
    metrics.counter(Metric.STATE_FAILURES, () -> shared.keys().failures());
    metrics.counter(Metric.SIGNATURE_CHECKS, () -> shared.verifier().status().signatureChecks());
    metrics.counter(Metric.TOKEN_FAILURES, () -> shared.callers().failures().failures());
    metrics.counter(Metric.TOKEN_BUDGET_REFUSALS, () -> shared.callers().failures().refusals());
    metrics.counter(Metric.TLS_HANDSHAKES_FAILED, () -> sum(ListenerStatistics::handshakesFailed));
    metrics.counter(
        Metric.TLS_CERTIFICATES_REFUSED, () -> sum(ListenerStatistics::certificatesRefused));
    metrics.counter(Metric.UNUSABLE_SCHEMAS, () -> shared.arguments().unusableSchemas());
    metrics.counter(Metric.ARGUMENT_BUDGETS_SPENT, () -> shared.arguments().spentBudgets());
    registerRevocations(metrics);
    SpanExport spans = shared.spans();
    if (spans != null) {
      metrics.counter(Metric.SPANS_EXPORTED, spans::exported);
      metrics.counter(Metric.SPANS_DROPPED, spans::dropped);
    }
  }

  private void registerRevocations(GatewayMetrics metrics) {
    metrics.counter(Metric.REVOCATIONS_CUT, shared.live()::endedByRevocation);
    metrics.counter(Metric.STREAMS_EXPIRED, shared.live()::endedByExpiry);
    metrics.counter(Metric.STREAMS_WITHDRAWN, shared.live()::endedByReload);
    metrics.counter(Metric.REVOCATION_FAILURES, () -> shared.revocations().status().failedWrites());
    metrics.counter(Metric.REVOCATIONS_MALFORMED, () -> shared.revocations().status().malformed());
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static void sink(SinkStatus sink, List<Reading> readings) {
    Map<String, String> label = Map.of("sink", sink.name());
    readings.add(new Reading(Metric.SINK_UP, label, sink.up() ? 1 : 0));
    readings.add(new Reading(Metric.SINK_LAG, label, sink.lagSeconds()));
    readings.add(new Reading(Metric.SINK_DELIVERED, label, sink.delivered()));
    readings.add(new Reading(Metric.SINK_FAILURES, label, sink.failures()));
  }

  private static void revocations(RevocationStatus status, List<Reading> readings) {
    readings.add(new Reading(Metric.REVOCATIONS, Map.of(), status.inForce()));
    readings.add(new Reading(Metric.REVOCATIONS_KEPT, Map.of(), status.kept() ? 1 : 0));
    if (status.sharing()) {
      readings.add(new Reading(Metric.REVOCATIONS_SHARED, Map.of(), status.shared() ? 1 : 0));
    }
  }

  private double sum(ToLongFunction<ListenerStatistics> counted) {
    return listeners.all().values().stream().map(Listener::statistics).mapToLong(counted).sum();
  }

  private static void issuer(String name, TrustedIssuer issuer, List<Reading> readings) {
    KeyStatus keys = issuer.status();
    Map<String, String> label = Map.of("issuer", name);
    readings.add(new Reading(Metric.ISSUER_KEYS, label, keys.keys()));
    readings.add(new Reading(Metric.ISSUER_FAILURES, label, keys.failuresInRow()));
    IntrospectionStatus introspection = issuer.introspection();
    if (introspection != null) {
      readings.add(new Reading(Metric.INTROSPECTIONS, label, introspection.requests()));
      readings.add(new Reading(Metric.INTROSPECTION_FAILURES, label, introspection.failures()));
    }
    Instant fetched = keys.fetchedAt();
    if (fetched != null) {
      readings.add(new Reading(Metric.ISSUER_FETCHED, label, fetched.getEpochSecond()));
    }
  }

  private static void upstream(String name, UpstreamStats stats, List<Reading> readings) {
    long open = stats.openConnections();
    long idle = stats.idleConnections();
    readings.add(connections(name, "idle", idle));
    readings.add(connections(name, "busy", Math.max(0, open - idle)));
    readings.add(
        new Reading(Metric.UPSTREAM_IN_FLIGHT, Map.of("upstream", name), stats.inFlight()));
  }

  private static void review(String upstream, ToolReview review, List<Reading> readings) {
    Map<Finding.Kind, Integer> counts = review.counts();
    for (Finding.Kind kind : Finding.Kind.values()) {
      readings.add(
          new Reading(
              Metric.TOOL_FINDINGS,
              Map.of("upstream", upstream, "kind", kind.word()),
              counts.getOrDefault(kind, 0)));
    }
  }

  private static void credential(String upstream, CredentialStatus status, List<Reading> readings) {
    Map<String, String> label = Map.of("upstream", upstream);
    readings.add(new Reading(Metric.TOKEN_REQUESTS, label, status.requests()));
    readings.add(new Reading(Metric.TOKEN_REQUEST_FAILURES, label, status.failures()));
    readings.add(new Reading(Metric.TOKENS_HELD, label, status.cached()));
  }

  private static Reading connections(String upstream, String state, long count) {
    return new Reading(
        Metric.UPSTREAM_CONNECTIONS, Map.of("upstream", upstream, "state", state), count);
  }
}
