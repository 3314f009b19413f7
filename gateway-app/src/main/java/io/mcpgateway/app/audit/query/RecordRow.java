package io.mcpgateway.app.audit.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.app.policy.Shown;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a record says, flat: one cell for each of {@link #COLUMNS}, empty where it says nothing.
 *
 * @param kind {@code exchange}, {@code intent}, {@code event} or {@code gap}
 * @param outcome how an exchange ended; of an event its name
 * @param target what was called, read or asked for
 * @param targetType {@code tool}, {@code resource}, {@code prompt} or {@code task}
 * @param status the HTTP status; 0 if none was sent
 * @param micros from arrival to the end
 * @param id of the exchange
 * @param masked how often each mask applied, by name
 * @param missing of a gap, how many records could not be written
 */
public record RecordRow(
    Instant time,
    String kind,
    String outcome,
    String decision,
    String rule,
    String method,
    String target,
    String targetType,
    String principal,
    String route,
    String upstream,
    int status,
    long micros,
    long bytesIn,
    long bytesOut,
    String error,
    String trace,
    String id,
    Map<String, Long> masked,
    long missing) {

  /** The names of {@link #cells}. */
  public static final List<String> COLUMNS =
      List.of(
          "time",
          "kind",
          "outcome",
          "decision",
          "rule",
          "method",
          "target",
          "principal",
          "route",
          "upstream",
          "status",
          "micros",
          "bytes_in",
          "bytes_out",
          "error",
          "trace",
          "id");

  /** Those of {@link #COLUMNS} that fit on a screen. */
  public static final List<String> SHORT =
      List.of(
          "time",
          "outcome",
          "method",
          "target",
          "principal",
          "route",
          "rule",
          "status",
          "micros",
          "id");

  private static final String TYPE = "mcp.";

  public RecordRow {
    masked = Map.copyOf(masked);
  }

  static RecordRow of(JsonNode json) {
    JsonNode own = json.path("unmapped").path("gw");
    JsonNode actor = json.path("actor");
    JsonNode user = actor.has("user") ? actor.path("user") : json.path("user");
    JsonNode api = json.path("api");
    JsonNode authorization = actor.path("authorizations").path(0);
    JsonNode resource = json.path("resources").path(0);
    String type = text(resource, "type");
    return new RecordRow(
        time(json, own),
        text(own, "kind"),
        own.has("event") ? text(own, "event") : text(own, "outcome"),
        text(authorization, "decision"),
        text(authorization.path("policy"), "uid"),
        text(api, "operation"),
        text(resource, "name"),
        type.startsWith(TYPE) ? type.substring(TYPE.length()) : type,
        user.has("uid") ? text(user, "uid") : text(user, "name"),
        own.has("route") ? text(own, "route") : text(own.path("details"), "route"),
        text(json.path("dst_endpoint"), "svc_name"),
        api.path("response").path("code").asInt(),
        own.path("micros").path("total").asLong(),
        own.path("bytesIn").asLong(),
        own.path("bytesOut").asLong(),
        text(api.path("response"), "error"),
        text(json.path("trace"), "uid"),
        text(json.path("metadata"), "correlation_uid"),
        counts(own.path("revisions")),
        own.path("recordsMissing").asLong());
  }

  private static Instant time(JsonNode json, JsonNode own) {
    try {
      return Instant.parse(text(own, "time"));
    } catch (DateTimeException unreadable) {
      return Instant.ofEpochMilli(json.path("time").asLong());
    }
  }

  private static Map<String, Long> counts(JsonNode revisions) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> mask : revisions.properties()) {
      counts.put(mask.getKey(), mask.getValue().asLong());
    }
    return counts;
  }

  private static String text(JsonNode object, String member) {
    return object.path(member).asText("");
  }

  boolean isExchange() {
    return kind.equals("exchange");
  }

  boolean isIntent() {
    return kind.equals("intent");
  }

  /** In the order of {@code columns}; as safe for a terminal as the record. */
  public List<String> cells(List<String> columns) {
    return columns.stream().map(column -> Shown.of(cell(column))).toList();
  }

  private String cell(String column) {
    return switch (column) {
      case "time" -> time.toString();
      case "kind" -> kind;
      case "outcome" -> outcome;
      case "decision" -> decision;
      case "rule" -> rule;
      case "method" -> method;
      case "target" -> target;
      case "principal" -> principal;
      case "route" -> route;
      case "upstream" -> upstream;
      case "status" -> status == 0 ? "" : Integer.toString(status);
      case "micros" -> isExchange() ? Long.toString(micros) : "";
      case "bytes_in" -> isExchange() ? Long.toString(bytesIn) : "";
      case "bytes_out" -> isExchange() ? Long.toString(bytesOut) : "";
      case "error" -> error;
      case "trace" -> trace;
      case "id" -> id;
      default -> throw new IllegalArgumentException(column);
    };
  }
}
