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
    ISSUER_KEYS("mcpgateway.issuer.keys", "Keys of an issuer that can be used now"),
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
    AUDIT_PENDING("mcpgateway.audit.pending", "Audit records that wait to be written"),
    AUDIT_ACCEPTING("mcpgateway.audit.accepting", "1 while audit records can be written, else 0"),
    CERTIFICATE_EXPIRY(
        "mcpgateway.certificate.expiry.timestamp.seconds",
        "When a listener's certificate ends, in seconds since 1970"),
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
