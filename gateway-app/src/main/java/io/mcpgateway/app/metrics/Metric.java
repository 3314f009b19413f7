package io.mcpgateway.app.metrics;

import java.util.List;

/**
 * Every metric of the gateway's own. What is not here cannot be counted; the page in {@code
 * docs/metrics.md} is made from it.
 */
public enum Metric {
  SERVER_OPERATIONS(
      "mcp_server_operation_duration_seconds",
      Type.HISTOGRAM,
      "From the arrival of a message to the end of its answer",
      "error_type",
      "gen_ai_tool_name",
      "mcp_method_name",
      "mcp_protocol_version",
      "network_transport",
      "route"),
  CLIENT_OPERATIONS(
      "mcp_client_operation_duration_seconds",
      Type.HISTOGRAM,
      "From the decision to send a message to its upstream to the end of the answer",
      "error_type",
      "gen_ai_tool_name",
      "mcp_method_name",
      "network_transport",
      "route",
      "upstream"),
  SERVER_SESSIONS(
      "mcp_server_session_duration_seconds",
      Type.HISTOGRAM,
      "How long legacy sessions of clients lasted that ended here or whose time was over",
      "network_transport",
      "route"),
  CLIENT_SESSIONS(
      "mcp_client_session_duration_seconds",
      Type.HISTOGRAM,
      "How long the sessions with upstreams lasted behind those that clients ended",
      "network_transport",
      "route",
      "upstream"),
  EXCHANGES(
      "mcpgateway_exchanges_total",
      Type.COUNTER,
      "Exchanges, by how they ended: answered, failed, abandoned, or the reason of a refusal",
      "method",
      "outcome",
      "route"),
  REFUSALS(
      "mcpgateway_refusals_total",
      Type.COUNTER,
      "Exchanges that the gateway refused; the route is none if they reached none",
      "reason",
      "route"),
  TOOL_CALLS(
      "mcpgateway_tool_calls_total",
      Type.COUNTER,
      "Calls of tools; tools that policy does not name are other",
      "outcome",
      "route",
      "tool"),
  POLICY_DECISIONS(
      "mcpgateway_policy_decisions_total",
      Type.COUNTER,
      "What the policy decided (permit or deny), by rule as in audit records",
      "decision",
      "route",
      "rule"),
  POLICY_OBSERVED(
      "mcpgateway_policy_observed_total",
      Type.COUNTER,
      "What would have been decided, had what is only observed been enforced",
      "effect",
      "route",
      "rule"),
  POLICY_RULES(
      "mcpgateway_policy_rules",
      Type.GAUGE,
      "Rules of a route's policies, by what becomes of them: enforce or observe",
      "mode",
      "route"),
  POLICY_ENFORCED(
      "mcpgateway_policy_enforced",
      Type.GAUGE,
      "1 if a route's own policy is enforced, 0 if it is observed",
      "route"),
  POLICY_INFO(
      "mcpgateway_policy_info",
      Type.GAUGE,
      "1 for the version of a route's policy in force, as in audit records",
      "route",
      "version"),
  MASKED(
      "mcpgateway_masked_total",
      Type.COUNTER,
      "What masks, the list filter (list-filter) and pins (pins) took out of messages, and what"
          + " masks put back, by rule as in audit records",
      "route",
      "rule"),
  OPEN_STREAMS(
      "mcpgateway_open_streams", Type.GAUGE, "Streams to clients that are open", "listener"),
  LOOP_LAG(
      "mcpgateway_event_loop_lag_seconds",
      Type.GAUGE,
      "The longest that something had to wait for an event loop in the last half minute"),
  OPEN_CONNECTIONS(
      "mcpgateway_open_connections",
      Type.GAUGE,
      "Connections of clients that are open",
      "listener"),
  STREAMS_EXPIRED(
      "mcpgateway_streams_expired_total",
      Type.COUNTER,
      "Streams that ended with the token they were opened with"),
  STREAMS_WITHDRAWN(
      "mcpgateway_streams_withdrawn_total",
      Type.COUNTER,
      "Streams that ended because a new configuration does not grant them"),
  UPSTREAM_CONNECTIONS(
      "mcpgateway_upstream_connections",
      Type.GAUGE,
      "Connections to upstreams, by state: idle or busy",
      "state",
      "upstream"),
  UPSTREAM_IN_FLIGHT(
      "mcpgateway_upstream_requests_active",
      Type.GAUGE,
      "Requests to upstreams under way",
      "upstream"),
  TOKEN_REQUESTS(
      "mcpgateway_credential_token_requests",
      Type.GAUGE,
      "Requests for an upstream's tokens, since its credential was configured",
      "upstream"),
  TOKEN_REQUEST_FAILURES(
      "mcpgateway_credential_token_failures",
      Type.GAUGE,
      "Those of the requests that brought no token",
      "upstream"),
  TOKENS_HELD(
      "mcpgateway_credential_tokens",
      Type.GAUGE,
      "Tokens for an upstream that can be used now",
      "upstream"),
  ROUTE_READY(
      "mcpgateway_route_ready",
      Type.GAUGE,
      "1 if the route can serve, 0 if no issuer of it has keys",
      "route"),
  ISSUER_KEYS(
      "mcpgateway_issuer_keys",
      Type.GAUGE,
      "Keys of an issuer that can be used now; 0 means that its tokens are refused",
      "issuer"),
  ISSUER_FAILURES(
      "mcpgateway_issuer_fetch_failures",
      Type.GAUGE,
      "Failed attempts in a row to fetch an issuer's keys; 0 while all is well",
      "issuer"),
  ISSUER_FETCHED(
      "mcpgateway_issuer_keys_timestamp_seconds",
      Type.GAUGE,
      "When an issuer's keys were fetched, in seconds since 1970; absent if never",
      "issuer"),
  INTROSPECTIONS(
      "mcpgateway_issuer_introspections",
      Type.GAUGE,
      "Tokens an issuer has been asked about since the last change of its settings",
      "issuer"),
  INTROSPECTION_FAILURES(
      "mcpgateway_issuer_introspection_failures",
      Type.GAUGE,
      "Tokens an issuer has been asked about without an answer that could be believed",
      "issuer"),
  SIGNATURE_CHECKS(
      "mcpgateway_token_signature_checks_total", Type.COUNTER, "Signatures of tokens checked"),
  CHECKS_QUEUED(
      "mcpgateway_token_checks_queued", Type.GAUGE, "Signature checks that wait for a thread"),
  TOKEN_FAILURES(
      "mcpgateway_token_failures_total",
      Type.COUNTER,
      "Tokens and proofs that turned out wrong after they had cost work"),
  TOKEN_BUDGET_REFUSALS(
      "mcpgateway_token_budget_refusals_total",
      Type.COUNTER,
      "Tokens that were not looked at because of their peer's failure budget"),
  PROOFS_REMEMBERED("mcpgateway_dpop_proofs", Type.GAUGE, "DPoP proofs that are remembered"),
  TLS_HANDSHAKES_FAILED(
      "mcpgateway_tls_handshakes_failed_total",
      Type.COUNTER,
      "TLS handshakes of clients that did not succeed"),
  TLS_CERTIFICATES_REFUSED(
      "mcpgateway_tls_certificates_refused_total",
      Type.COUNTER,
      "Client certificates that were not accepted"),
  CERTIFICATE_EXPIRY(
      "mcpgateway_certificate_expiry_timestamp_seconds",
      Type.GAUGE,
      "When a listener's certificate ends, in seconds since 1970",
      "listener"),
  UNUSABLE_SCHEMAS(
      "mcpgateway_arguments_unusable_schemas_total",
      Type.COUNTER,
      "Tool calls whose tool has a schema that cannot be used"),
  ARGUMENT_BUDGETS_SPENT(
      "mcpgateway_arguments_budget_spent_total",
      Type.COUNTER,
      "Tool calls whose arguments would have taken too long to check"),
  TOOL_FINDINGS(
      "mcpgateway_tool_findings",
      Type.GAUGE,
      "What was found about an upstream's tools since its pins were loaded, by kind; only with"
          + " tools",
      "kind",
      "upstream"),
  LIMITER_KEYS("mcpgateway_limiter_keys", Type.GAUGE, "Callers that a limiter keeps count of"),
  REPEATS_REMEMBERED(
      "mcpgateway_repeats_remembered", Type.GAUGE, "Different calls that repeats keep count of"),
  REVOCATIONS("mcpgateway_revocations", Type.GAUGE, "Revocations in force"),
  REVOCATIONS_KEPT(
      "mcpgateway_revocations_kept", Type.GAUGE, "1 while all of them are on disk, else 0"),
  REVOCATIONS_SHARED(
      "mcpgateway_revocations_shared",
      Type.GAUGE,
      "1 while they are shared with other replicas, else 0; only with revocations.redis"),
  REVOCATIONS_CUT(
      "mcpgateway_revocations_cut_total",
      Type.COUNTER,
      "Replies under way that a revocation ended"),
  REVOCATION_FAILURES(
      "mcpgateway_revocations_failures_total",
      Type.COUNTER,
      "Failed attempts to write revocations to disk"),
  REVOCATIONS_MALFORMED(
      "mcpgateway_revocations_malformed_total",
      Type.COUNTER,
      "What other replicas shared and was no revocation"),
  AUDIT_ACCEPTING(
      "mcpgateway_audit_accepting",
      Type.GAUGE,
      "1 while audit records can be written, 0 while everything is refused"),
  AUDIT_PENDING("mcpgateway_audit_pending", Type.GAUGE, "Audit records that wait to be written"),
  AUDIT_LAG(
      "mcpgateway_audit_lag_seconds",
      Type.GAUGE,
      "How long the writer of audit records has had some that are not on disk; 0 if it has none"),
  AUDIT_WRITTEN("mcpgateway_audit_written_total", Type.COUNTER, "Audit records written"),
  AUDIT_FAILURES(
      "mcpgateway_audit_failures_total", Type.COUNTER, "Failed attempts to write audit records"),
  AUDIT_DROPPED(
      "mcpgateway_audit_dropped_total",
      Type.COUNTER,
      "Audit records that there was no room for: of refusals, in mode async of anything"),
  AUDIT_SEGMENT(
      "mcpgateway_audit_segment", Type.GAUGE, "The number of the segment that is written to"),
  AUDIT_CHECKPOINT(
      "mcpgateway_audit_checkpoint_timestamp_seconds",
      Type.GAUGE,
      "When the last checkpoint was signed and kept, in seconds since 1970; absent before the"
          + " first"),
  SINK_UP(
      "mcpgateway_audit_sink_up", Type.GAUGE, "1 while a sink takes audit records, else 0", "sink"),
  SINK_LAG(
      "mcpgateway_audit_sink_lag_seconds",
      Type.GAUGE,
      "Age of the oldest record that a sink does not have; 0 if it has all of them",
      "sink"),
  SINK_DELIVERED(
      "mcpgateway_audit_sink_delivered", Type.GAUGE, "Records a sink took since the start", "sink"),
  SINK_FAILURES(
      "mcpgateway_audit_sink_failures",
      Type.GAUGE,
      "Failed attempts to send records to a sink",
      "sink"),
  SPANS_EXPORTED(
      "mcpgateway_spans_exported_total",
      Type.COUNTER,
      "Spans that the collector has taken; only with tracing"),
  SPANS_DROPPED(
      "mcpgateway_spans_dropped_total",
      Type.COUNTER,
      "Spans that the collector did not take, or that there was no room for; only with tracing"),
  STATE_FAILURES(
      "mcpgateway_state_failures_total",
      Type.COUNTER,
      "Failed attempts to save or load what outlives the process"),
  ADMIN_REFUSED(
      "mcpgateway_admin_refused_total",
      Type.COUNTER,
      "Requests to the admin listener without a credential that permits them"),
  CONFIG(
      "mcpgateway_config_info",
      Type.GAUGE,
      "1 for the version of the configuration in force",
      "version"),
  RELOADS(
      "mcpgateway_config_reloads_total",
      Type.COUNTER,
      "Reloads of the configuration, by result: done, refused, or partial (something takes a"
          + " restart)",
      "result"),
  BUILD(
      "mcpgateway_build_info",
      Type.GAUGE,
      "1 for the gateway that runs, and the Java it runs on",
      "java",
      "version"),
  GC_SECONDS(
      "jvm_gc_collection_seconds_total",
      Type.COUNTER,
      "Time that the collections of a garbage collector took, about",
      "gc"),
  GC_COLLECTIONS(
      "jvm_gc_collections_total", Type.COUNTER, "Collections of a garbage collector", "gc");

  /** What Prometheus makes of it. */
  public enum Type {
    COUNTER,
    GAUGE,
    HISTOGRAM
  }

  private final String exposed;
  private final Type type;
  private final String description;

  @SuppressWarnings("ImmutableEnumChecker") // A copy that nobody can change.
  private final List<String> labels;

  Metric(String exposed, Type type, String description, String... labels) {
    this.exposed = exposed;
    this.type = type;
    this.description = description;
    this.labels = List.of(labels);
  }

  /** The name in the exposition. */
  public String exposed() {
    return exposed;
  }

  public Type type() {
    return type;
  }

  /** A sentence without its full stop. */
  public String description() {
    return description;
  }

  /** The names of its labels, sorted. */
  public List<String> labels() {
    return labels;
  }
}
