package io.mcpgateway.app;

import io.mcpgateway.app.audit.AuditSink;
import io.mcpgateway.app.metrics.GatewayMetrics;
import io.mcpgateway.app.metrics.Reading;
import io.mcpgateway.app.metrics.Reading.Gauge;
import io.mcpgateway.auth.token.IntrospectionStatus;
import io.mcpgateway.auth.token.KeyStatus;
import io.mcpgateway.auth.token.TrustedIssuer;
import io.mcpgateway.core.upstream.UpstreamStats;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What a scrape reads from the parts of the gateway. */
record Readings(Shared shared, Listeners listeners, Supplier<Snapshot> snapshot)
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
    now.parts().upstreams().forEach((name, edge) -> upstream(name, edge.stats(), readings));
    now.parts().issuers().forEach((name, issuer) -> issuer(name, issuer, readings));
    AuditSink audit = shared.audit();
    readings.add(new Reading(Gauge.LIMITER_KEYS, Map.of(), shared.limiter().size()));
    readings.add(new Reading(Gauge.AUDIT_PENDING, Map.of(), audit.counts().pending()));
    readings.add(new Reading(Gauge.AUDIT_ACCEPTING, Map.of(), audit.accepts() ? 1 : 0));
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
        "Audit records of refusals dropped while none could be written",
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

  private static Reading connections(String upstream, String state, long count) {
    return new Reading(
        Gauge.UPSTREAM_CONNECTIONS, Map.of("upstream", upstream, "state", state), count);
  }
}
