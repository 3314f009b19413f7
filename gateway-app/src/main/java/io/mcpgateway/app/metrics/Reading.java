package io.mcpgateway.app.metrics;

import java.util.Map;

/**
 * A number that is read when somebody asks for it.
 *
 * @param labels from the configuration, never from traffic
 */
public record Reading(Gauge gauge, Map<String, String> labels, double value) {

  /** Everything that can be read. */
  public enum Gauge {
    OPEN_STREAMS("mcpgateway.open.streams", "Streams to clients that are open"),
    OPEN_CONNECTIONS("mcpgateway.open.connections", "Connections of clients that are open"),
    UPSTREAM_CONNECTIONS("mcpgateway.upstream.connections", "Connections to upstreams, by state"),
    UPSTREAM_IN_FLIGHT("mcpgateway.upstream.requests.active", "Requests to upstreams under way"),
    TOKEN_REQUESTS(
        "mcpgateway.credential.token.requests",
        "Requests for an upstream's tokens, since its credential was configured"),
    TOKEN_FAILURES(
        "mcpgateway.credential.token.failures", "Those of the requests that brought no token"),
    TOKENS_HELD("mcpgateway.credential.tokens", "Tokens for an upstream that can be used now"),
    ISSUER_KEYS("mcpgateway.issuer.keys", "Keys of an issuer that can be used now"),
    ROUTE_READY(
        "mcpgateway.route.ready", "1 if the route can serve, 0 if no issuer of it has keys"),
    CHECKS_QUEUED("mcpgateway.token.checks.queued", "Signature checks that wait for a thread"),
    PROOFS_REMEMBERED("mcpgateway.dpop.proofs", "DPoP proofs that are remembered"),
    ISSUER_FAILURES(
        "mcpgateway.issuer.fetch.failures",
        "Failed attempts in a row to fetch an issuer's keys; 0 while all is well"),
    ISSUER_FETCHED(
        "mcpgateway.issuer.keys.timestamp.seconds",
        "When an issuer's keys were fetched, in seconds since 1970"),
    INTROSPECTIONS("mcpgateway.issuer.introspections", "Tokens an issuer has been asked about"),
    INTROSPECTION_FAILURES(
        "mcpgateway.issuer.introspection.failures",
        "Tokens an issuer has been asked about without an answer"),
    LIMITER_KEYS("mcpgateway.limiter.keys", "Callers that a limiter keeps count of"),
    REPEATS_REMEMBERED(
        "mcpgateway.repeats.remembered", "Different calls that repeats keep count of"),
    REVOCATIONS("mcpgateway.revocations", "Revocations in force"),
    REVOCATIONS_KEPT("mcpgateway.revocations.kept", "1 while all of them are on disk, else 0"),
    REVOCATIONS_SHARED(
        "mcpgateway.revocations.shared", "1 while they are shared with other replicas, else 0"),
    TOOL_FINDINGS(
        "mcpgateway.tool.findings",
        "What was found about an upstream's tools since its pins were loaded, by kind"),
    AUDIT_PENDING("mcpgateway.audit.pending", "Audit records that wait to be written"),
    AUDIT_SEGMENT("mcpgateway.audit.segment", "The number of the segment that is written to"),
    AUDIT_CHECKPOINT(
        "mcpgateway.audit.checkpoint.timestamp.seconds",
        "When the last checkpoint was signed and kept, in seconds since 1970"),
    AUDIT_ACCEPTING("mcpgateway.audit.accepting", "1 while audit records can be written, else 0"),
    SINK_UP("mcpgateway.audit.sink.up", "1 while a sink takes audit records, else 0"),
    SINK_LAG(
        "mcpgateway.audit.sink.lag.seconds",
        "Age of the oldest record that a sink does not have; 0 if it has all of them"),
    SINK_DELIVERED("mcpgateway.audit.sink.delivered", "Records a sink took since the start"),
    SINK_FAILURES("mcpgateway.audit.sink.failures", "Failed attempts to send records to a sink"),
    CERTIFICATE_EXPIRY(
        "mcpgateway.certificate.expiry.timestamp.seconds",
        "When a listener's certificate ends, in seconds since 1970"),
    POLICY_INFO("mcpgateway.policy.info", "1 for the version of a route's policy in force"),
    POLICY_RULES("mcpgateway.policy.rules", "Rules of a route's policies, by what becomes of them"),
    POLICY_ENFORCED(
        "mcpgateway.policy.enforced", "1 if a route's own policy is enforced, 0 if it is observed"),
    CONFIG("mcpgateway.config.info", "1 for the version of the configuration in force");

    private final String meter;
    private final String description;

    Gauge(String meter, String description) {
      this.meter = meter;
      this.description = description;
    }

    String meter() {
      return meter;
    }

    String description() {
      return description;
    }
  }
}
