package io.mcpgateway.app;

import io.mcpgateway.app.admin.RouteStatus;
import io.mcpgateway.app.audit.AuditSink;
import io.mcpgateway.app.audit.sink.SinkStatus;
import io.mcpgateway.app.metrics.GatewayMetrics;
import io.mcpgateway.app.metrics.Reading;
import io.mcpgateway.app.metrics.Reading.Gauge;
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
    readings.add(new Reading(Gauge.CONFIG, Map.of("version", now.config().version()), 1));
    listeners
        .all()
        .forEach(
            (name, listener) -> {
              Map<String, String> label = Map.of("listener", name);
              readings.add(new Reading(Gauge.OPEN_STREAMS, label, listener.openStreams()));
              readings.add(new Reading(Gauge.OPEN_CONNECTIONS, label, listener.openConnections()));
            });
    listeners
        .expiries()
        .forEach(
            (name, expiry) ->
                readings.add(
                    new Reading(
                        Gauge.CERTIFICATE_EXPIRY,
                        Map.of("listener", name),
                        expiry.getEpochSecond())));
    now.parts().credentials().forEachStatus((name, status) -> credential(name, status, readings));
    now.parts().upstreams().forEach((name, edge) -> upstream(name, edge.stats(), readings));
    now.parts().issuers().forEach((name, issuer) -> issuer(name, issuer, readings));
    for (RouteStatus route : routes.now()) {
      readings.add(
          new Reading(Gauge.ROUTE_READY, Map.of("route", route.path()), route.ready() ? 1 : 0));
    }
    PolicyReadings.add(now, readings);
    revocations(shared.revocations().status(), readings);
    shared.reviews().forEach((name, review) -> review(name, review, readings));
    AuditSink audit = shared.audit();
    readings.add(new Reading(Gauge.CHECKS_QUEUED, Map.of(), shared.verifier().status().queued()));
    readings.add(
        new Reading(Gauge.PROOFS_REMEMBERED, Map.of(), shared.callers().proofs().remembered()));
    readings.add(new Reading(Gauge.LIMITER_KEYS, Map.of(), shared.limiter().size()));
    readings.add(new Reading(Gauge.REPEATS_REMEMBERED, Map.of(), shared.repeats().size()));
    AuditSink.Counts counts = audit.counts();
    readings.add(new Reading(Gauge.AUDIT_PENDING, Map.of(), counts.pending()));
    readings.add(new Reading(Gauge.AUDIT_SEGMENT, Map.of(), counts.segment()));
    if (counts.checkpointMillis() > 0) {
      readings.add(
          new Reading(Gauge.AUDIT_CHECKPOINT, Map.of(), counts.checkpointMillis() / 1000.0));
    }
    readings.add(new Reading(Gauge.AUDIT_ACCEPTING, Map.of(), audit.accepts() ? 1 : 0));
    shared.sinks().status().forEach(sink -> sink(sink, readings));
    return readings;
  }

  /** Registers what only grows. */
  void register() {
    GatewayMetrics metrics = shared.metrics();
    AuditSink audit = shared.audit();
    metrics.counter(
        "mcpgateway.audit.written", "Audit records written", () -> audit.counts().written());
    metrics.counter(
        "mcpgateway.audit.dropped",
        "Audit records that there was no room for",
        () -> audit.counts().dropped());
    metrics.counter(
        "mcpgateway.audit.failures",
        "Failed attempts to write audit records",
        () -> audit.counts().failures());
    metrics.counter(
        "mcpgateway.state.failures",
        "Failed attempts to save or load what outlives the process",
        () -> shared.keys().failures());
    metrics.counter(
        "mcpgateway.token.signature.checks",
        "Signatures of tokens checked",
        () -> shared.verifier().status().signatureChecks());
    metrics.counter(
        "mcpgateway.token.failures",
        "Tokens and proofs that turned out wrong after they had cost work",
        () -> shared.callers().failures().failures());
    metrics.counter(
        "mcpgateway.token.budget.refusals",
        "Tokens that were not looked at because of their peer's failure budget",
        () -> shared.callers().failures().refusals());
    metrics.counter(
        "mcpgateway.tls.handshakes.failed",
        "TLS handshakes of clients that did not succeed",
        () -> sum(ListenerStatistics::handshakesFailed));
    metrics.counter(
        "mcpgateway.tls.certificates.refused",
        "Client certificates that were not accepted",
        () -> sum(ListenerStatistics::certificatesRefused));
    metrics.counter(
        "mcpgateway.arguments.unusable.schemas",
        "Tool calls whose tool has a schema that cannot be used",
        () -> shared.arguments().unusableSchemas());
    metrics.counter(
        "mcpgateway.arguments.budget.spent",
        "Tool calls whose arguments would have taken too long to check",
        () -> shared.arguments().spentBudgets());
    registerRevocations(metrics);
    SpanExport spans = shared.spans();
    if (spans != null) {
      metrics.counter(
          "mcpgateway.spans.exported", "Spans that the collector has taken", spans::exported);
      metrics.counter(
          "mcpgateway.spans.dropped",
          "Spans that the collector did not take, or that there was no room for",
          spans::dropped);
    }
  }

  private void registerRevocations(GatewayMetrics metrics) {
    metrics.counter(
        "mcpgateway.revocations.cut",
        "Replies under way that a revocation ended",
        shared.live()::endedByRevocation);
    metrics.counter(
        "mcpgateway.streams.expired",
        "Streams that ended with the token they were opened with",
        shared.live()::endedByExpiry);
    metrics.counter(
        "mcpgateway.streams.withdrawn",
        "Streams that ended because a new configuration does not grant them",
        shared.live()::endedByReload);
    metrics.counter(
        "mcpgateway.revocations.failures",
        "Failed attempts to write revocations to disk",
        () -> shared.revocations().status().failedWrites());
    metrics.counter(
        "mcpgateway.revocations.malformed",
        "What other replicas shared and was no revocation",
        () -> shared.revocations().status().malformed());
  }

  private static void sink(SinkStatus sink, List<Reading> readings) {
    Map<String, String> label = Map.of("sink", sink.name());
    readings.add(new Reading(Gauge.SINK_UP, label, sink.up() ? 1 : 0));
    readings.add(new Reading(Gauge.SINK_LAG, label, sink.lagSeconds()));
    readings.add(new Reading(Gauge.SINK_DELIVERED, label, sink.delivered()));
    readings.add(new Reading(Gauge.SINK_FAILURES, label, sink.failures()));
  }

  private static void revocations(RevocationStatus status, List<Reading> readings) {
    readings.add(new Reading(Gauge.REVOCATIONS, Map.of(), status.inForce()));
    readings.add(new Reading(Gauge.REVOCATIONS_KEPT, Map.of(), status.kept() ? 1 : 0));
    if (status.sharing()) {
      readings.add(new Reading(Gauge.REVOCATIONS_SHARED, Map.of(), status.shared() ? 1 : 0));
    }
  }

  private double sum(ToLongFunction<ListenerStatistics> counted) {
    return listeners.all().values().stream().map(Listener::statistics).mapToLong(counted).sum();
  }

  private static void issuer(String name, TrustedIssuer issuer, List<Reading> readings) {
    KeyStatus keys = issuer.status();
    Map<String, String> label = Map.of("issuer", name);
    readings.add(new Reading(Gauge.ISSUER_KEYS, label, keys.keys()));
    readings.add(new Reading(Gauge.ISSUER_FAILURES, label, keys.failuresInRow()));
    IntrospectionStatus introspection = issuer.introspection();
    if (introspection != null) {
      readings.add(new Reading(Gauge.INTROSPECTIONS, label, introspection.requests()));
      readings.add(new Reading(Gauge.INTROSPECTION_FAILURES, label, introspection.failures()));
    }
    Instant fetched = keys.fetchedAt();
    if (fetched != null) {
      readings.add(new Reading(Gauge.ISSUER_FETCHED, label, fetched.getEpochSecond()));
    }
  }

  private static void upstream(String name, UpstreamStats stats, List<Reading> readings) {
    long open = stats.openConnections();
    long idle = stats.idleConnections();
    readings.add(connections(name, "idle", idle));
    readings.add(connections(name, "busy", Math.max(0, open - idle)));
    readings.add(new Reading(Gauge.UPSTREAM_IN_FLIGHT, Map.of("upstream", name), stats.inFlight()));
  }

  private static void review(String upstream, ToolReview review, List<Reading> readings) {
    Map<Finding.Kind, Integer> counts = review.counts();
    for (Finding.Kind kind : Finding.Kind.values()) {
      readings.add(
          new Reading(
              Gauge.TOOL_FINDINGS,
              Map.of("upstream", upstream, "kind", kind.word()),
              counts.getOrDefault(kind, 0)));
    }
  }

  private static void credential(String upstream, CredentialStatus status, List<Reading> readings) {
    Map<String, String> label = Map.of("upstream", upstream);
    readings.add(new Reading(Gauge.TOKEN_REQUESTS, label, status.requests()));
    readings.add(new Reading(Gauge.TOKEN_FAILURES, label, status.failures()));
    readings.add(new Reading(Gauge.TOKENS_HELD, label, status.cached()));
  }

  private static Reading connections(String upstream, String state, long count) {
    return new Reading(
        Gauge.UPSTREAM_CONNECTIONS, Map.of("upstream", upstream, "state", state), count);
  }
}
