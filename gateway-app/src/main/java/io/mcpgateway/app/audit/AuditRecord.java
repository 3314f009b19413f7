package io.mcpgateway.app.audit;

import io.mcpgateway.app.audit.Ocsf.Activity;
import io.mcpgateway.app.audit.Ocsf.EventClass;
import io.mcpgateway.app.audit.Ocsf.Severity;
import io.mcpgateway.core.exchange.Arrival;
import io.mcpgateway.core.exchange.Attempt;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Grant;
import io.mcpgateway.core.exchange.Observation;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Outcome;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Route;
import io.mcpgateway.core.exchange.Trace;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.RequestId;
import io.mcpgateway.core.protocol.Span;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a record says: an event of OCSF of the class API Activity, and in {@code unmapped.gw} what
 * OCSF has no place for. Never tokens, and no value that a detector knows in what a client or an
 * upstream calls something: see {@link JsonLine#text}.
 *
 * <p>Members may be added, none changes its meaning.
 */
final class AuditRecord {
  /** The type of the record of an exchange of which nothing more is known. */
  static final int TYPE_UID = EventClass.API_ACTIVITY.typeUid(Activity.OTHER.id());

  private static final int MAX_RULES = 32;
  private static final int MAX_WORDS = 32;

  /** Those that OCSF has a name for. */
  private static final Set<String> HTTP_METHODS =
      Set.of("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE");

  private AuditRecord() {}

  /** How an exchange ended. */
  static void write(Outcome outcome, Place place, JsonLine line) {
    write(new Facts("exchange", outcome, outcome.arrival(), outcome.exchange()), place, line);
  }

  /** That an exchange is about to be forwarded, and what let it. */
  static void writeIntent(Exchange exchange, Place place, JsonLine line) {
    write(new Facts("intent", null, exchange.arrival(), exchange), place, line);
  }

  /** That nobody knows how an exchange ended: the gateway did before. */
  static void writeUnknown(String exchangeId, Instant time, Place place, JsonLine line) {
    Activity activity = Activity.OTHER;
    line.begin();
    activity.write("unknown", line);
    line.beginObject("actor");
    line.beginObject("user").exact("name", "unknown").number("type_id", 0).endObject().endObject();
    line.beginObject("api").exact("operation", "unknown").endObject();
    place.attestation(TYPE_UID, line);
    EventClass.API_ACTIVITY.write(line);
    Ocsf.metadata(exchangeId, null, place, line);
    Severity.MEDIUM.write(line);
    Ocsf.endpoint("src_endpoint", "-", line);
    status(0, "Unknown", "unknown_crash", line);
    line.number("time", time.toEpochMilli()).number("type_uid", TYPE_UID);
    line.beginObject("unmapped")
        .beginObject("gw")
        .exact("exchangeId", exchangeId)
        .exact("kind", "exchange")
        .exact("outcome", "unknown_crash")
        .number("schema", Ocsf.SCHEMA)
        .exact("time", time.toString())
        .endObject()
        .endObject()
        .endLine();
  }

  /** That records are missing: what happened while none could be written. */
  static void writeGap(Instant time, long dropped, Place place, JsonLine line) {
    int type = EventClass.APPLICATION_LIFECYCLE.typeUid(Activity.OTHER.id());
    line.begin();
    Activity.OTHER.write("gap", line);
    line.raw("app", Ocsf.PRODUCT);
    place.attestation(type, line);
    EventClass.APPLICATION_LIFECYCLE.write(line);
    Ocsf.metadata(null, null, place, line);
    Severity.HIGH.write(line);
    status(2, "Failure", "gap", line);
    line.number("time", time.toEpochMilli()).number("type_uid", type);
    line.beginObject("unmapped")
        .beginObject("gw")
        .exact("kind", "gap")
        .number("recordsMissing", dropped)
        .number("schema", Ocsf.SCHEMA)
        .exact("time", time.toString())
        .endObject()
        .endObject()
        .endLine();
  }

  /**
   * What a record is made from.
   *
   * @param outcome null if the exchange goes on
   * @param exchange null if the request never became one
   */
  private record Facts(
      String kind, @Nullable Outcome outcome, Arrival arrival, @Nullable Exchange exchange) {

    @Nullable Attempt attempt() {
      return outcome == null ? null : outcome.attempt();
    }

    @Nullable Route route() {
      if (exchange != null) {
        return exchange.route();
      }
      Attempt attempt = attempt();
      return attempt == null ? null : attempt.route();
    }

    @Nullable McpMethod method() {
      if (exchange != null) {
        return exchange.target().method();
      }
      Attempt attempt = attempt();
      return attempt == null ? null : attempt.method();
    }

    /** The word for what the client wants. */
    String operation() {
      if (exchange != null) {
        return exchange.operation().method();
      }
      McpMethod method = method();
      return method == null ? "unknown" : method.wireName();
    }

    @Nullable RequestId requestId() {
      if (exchange != null) {
        return exchange.requestId();
      }
      Attempt attempt = attempt();
      return attempt == null ? null : attempt.requestId();
    }

    @Nullable Era era() {
      if (exchange != null) {
        return exchange.client().era();
      }
      Attempt attempt = attempt();
      return attempt == null ? null : attempt.era();
    }

    Outcome.@Nullable Ruling ruling() {
      if (outcome != null) {
        return outcome.ruling();
      }
      return exchange != null && exchange.grant() instanceof Grant.ByRule(String rule, _)
          ? new Outcome.Ruling(true, rule)
          : null;
    }

    Principal.@Nullable Authenticated caller() {
      return exchange != null && exchange.principal() instanceof Principal.Authenticated known
          ? known
          : null;
    }

    @Nullable Refusal refusal() {
      return outcome != null && outcome.result() instanceof Outcome.Result.Refused(Refusal refusal)
          ? refusal
          : null;
    }
  }

  private static void write(Facts facts, Place place, JsonLine line) {
    Arrival arrival = facts.arrival;
    Exchange exchange = facts.exchange;
    Activity activity = Activity.of(facts.method(), facts.operation());
    int type = EventClass.API_ACTIVITY.typeUid(activity.id());
    Principal.Authenticated caller = facts.caller();
    Route route = facts.route();
    line.begin();
    activity.write(facts.operation(), line);
    RecordActor.write(exchange, facts.ruling(), line);
    api(facts, line);
    place.attestation(type, line);
    EventClass.API_ACTIVITY.write(line);
    if (caller != null && caller.tokenId() != null) {
      line.beginObject("delegation")
          .exact("issuer_uid", caller.issuer())
          .exact("uid", caller.tokenId())
          .endObject();
    }
    if (route != null) {
      destination(route, line);
    }
    http(facts, line);
    Ocsf.metadata(arrival.id(), caller == null ? null : caller.tenant(), place, line);
    if (exchange != null) {
      resources(exchange, line);
    }
    (facts.outcome == null ? Severity.INFORMATIONAL : Severity.of(facts.outcome.result()))
        .write(line);
    Ocsf.endpoint("src_endpoint", arrival.peer(), line);
    status(facts.outcome, line);
    line.number("time", arrival.time().toEpochMilli());
    trace(facts, line);
    line.number("type_uid", type);
    line.beginObject("unmapped").beginObject("gw");
    own(facts, line);
    line.endObject().endObject().endLine();
  }

  private static void destination(Route route, JsonLine line) {
    URI upstream = route.upstreamUrl();
    line.beginObject("dst_endpoint");
    if (upstream != null && upstream.getHost() != null) {
      line.exact("hostname", upstream.getHost());
      int port = upstream.getPort();
      line.number("port", port >= 0 ? port : "https".equals(upstream.getScheme()) ? 443 : 80);
    }
    line.exact("svc_name", route.upstream()).endObject();
  }

  private static void api(Facts facts, JsonLine line) {
    line.beginObject("api").text("operation", facts.operation());
    RequestId id = facts.requestId();
    if (id != null) {
      line.beginObject("request").text("uid", readable(id)).endObject();
    }
    Outcome outcome = facts.outcome;
    if (outcome != null) {
      response(outcome, facts.refusal(), line);
    }
    Route route = facts.route();
    if (route != null) {
      line.beginObject("service").exact("name", route.upstream()).endObject();
    }
    if (facts.exchange != null && facts.exchange.client().protocolVersion() != null) {
      line.text("version", facts.exchange.client().protocolVersion());
    }
    line.endObject();
  }

  private static void response(Outcome outcome, @Nullable Refusal refusal, JsonLine line) {
    line.beginObject("response").number("code", outcome.status());
    if (outcome.result() instanceof Outcome.Result.Failed(int code)) {
      line.exact("error", Integer.toString(code));
    } else if (refusal != null) {
      line.exact("error", refusal.reason());
      String problem = RecordCause.problem(refusal);
      if (problem != null) {
        line.text("error_message", problem);
      }
    }
    line.endObject();
  }

  /** As the client wrote it, unless it may hide something in its escapes. */
  private static String readable(RequestId id) {
    String json = id.json();
    if (json.indexOf('\\') < 0) {
      return json;
    }
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return '"' + Json.string(bytes, new Span(0, bytes.length)) + '"';
  }

  private static void http(Facts facts, JsonLine line) {
    Arrival arrival = facts.arrival;
    line.beginObject("http_request");
    if (HTTP_METHODS.contains(arrival.httpMethod())) {
      line.exact("http_method", arrival.httpMethod());
    }
    line.beginObject("url").text("path", arrival.path()).endObject();
    line.exact("version", arrival.httpVersion()).endObject();
    Outcome outcome = facts.outcome;
    if (outcome != null && outcome.status() > 0) {
      line.beginObject("http_response")
          .number("code", outcome.status())
          .number("latency", outcome.total().toMillis())
          .endObject();
    }
  }

  private static void resources(Exchange exchange, JsonLine line) {
    String name = exchange.target().name();
    if (name.isEmpty()) {
      return;
    }
    line.beginArray("resources").beginElement();
    String upstreams = upstreamTool(exchange);
    if (upstreams != null) {
      line.beginObject("data").text("upstreamTool", upstreams).endObject();
    }
    McpMethod.Primitive primitive = exchange.target().primitive();
    line.text("name", name)
        .exact(
            "type",
            "mcp." + (primitive == null ? "task" : primitive.name().toLowerCase(Locale.ROOT)))
        .endObject()
        .endArray();
  }

  /** What the upstream calls the tool, where that is another name. */
  private static @Nullable String upstreamTool(Exchange exchange) {
    if (exchange.original() != null
        && exchange.operation() instanceof Operation.Send(JsonRpcMessage sent)) {
      String name = sent.params().string("name");
      if (name != null && !name.equals(exchange.target().name())) {
        return name;
      }
    }
    return null;
  }

  private static void status(@Nullable Outcome outcome, JsonLine line) {
    if (outcome == null) {
      return;
    }
    switch (outcome.result()) {
      case Outcome.Result.Answered() -> status(1, "Success", outcome.word(), line);
      case Outcome.Result.Failed _, Outcome.Result.Refused _ ->
          status(2, "Failure", outcome.word(), line);
      case Outcome.Result.Abandoned() -> status(99, "Abandoned", outcome.word(), line);
    }
  }

  static void status(int id, String caption, String detail, JsonLine line) {
    line.exact("status", caption).exact("status_detail", detail).number("status_id", id);
  }

  /** The place of the exchange in its trace: the trace's id, and that of the gateway's span. */
  private static void trace(Facts facts, JsonLine line) {
    Trace trace = facts.arrival.trace();
    Outcome outcome = facts.outcome;
    line.beginObject("trace");
    if (outcome != null) {
      // In OCSF a span has an end.
      long start = facts.arrival.time().toEpochMilli();
      line.beginObject("span").number("end_time", start + outcome.total().toMillis());
      if (trace.parent() != 0) {
        line.exact("parent_uid", Trace.hex(trace.parent()));
      }
      line.number("start_time", start).exact("uid", trace.spanId()).endObject();
    }
    line.exact("uid", trace.traceId()).endObject();
  }

  /** What OCSF has no place for. */
  private static void own(Facts facts, JsonLine line) {
    Outcome outcome = facts.outcome;
    Exchange exchange = facts.exchange;
    Principal.Authenticated caller = facts.caller();
    Route route = facts.route();
    if (caller != null && !caller.actors().isEmpty()) {
      // The whole chain, who acts now first.
      line.exact(
          "actors", caller.actors().stream().map(Principal.Actor::subject).toList(), MAX_WORDS);
    }
    KeptContent content =
        outcome != null && outcome.transcript() instanceof KeptContent kept ? kept : null;
    if (content != null) {
      content.writeArguments(line);
    }
    if (outcome != null) {
      line.number("bytesIn", outcome.bytesIn()).number("bytesOut", outcome.bytesOut());
    }
    Refusal refusal = facts.refusal();
    if (refusal != null) {
      RecordCause.write(refusal, line);
    }
    if (route != null) {
      line.exact("configVersion", route.configVersion());
    }
    Era era = facts.era();
    if (era != null) {
      line.exact("era", era.label());
    }
    if (outcome != null) {
      line.number("events", outcome.events());
    }
    line.exact("exchangeId", facts.arrival.id());
    if (!HTTP_METHODS.contains(facts.arrival.httpMethod())) {
      line.text("httpMethod", facts.arrival.httpMethod());
    }
    line.exact("kind", facts.kind).exact("listener", facts.arrival.listener());
    if (outcome != null) {
      micros(outcome, line);
    }
    if (exchange != null) {
      observations(exchange.observations(), line);
    }
    if (outcome != null) {
      line.exact("outcome", outcome.word());
    }
    if (route != null) {
      line.exact("policyVersion", route.policyVersion());
    }
    line.redacted("redacted");
    if (content != null) {
      content.writeResults(line);
    }
    if (outcome != null) {
      revisions(outcome.revisions(), line);
    }
    if (caller != null) {
      line.exact("roles", sorted(caller.roles()), MAX_WORDS);
    }
    if (route != null) {
      line.exact("route", route.path());
    }
    line.number("schema", Ocsf.SCHEMA);
    if (caller != null) {
      // Also when there are none: what may be replayed has to be told from what is not known.
      line.exact("scopes", sorted(caller.scopes()), MAX_WORDS);
    }
    line.exact("time", facts.arrival.time().toString());
    line.truncated("truncated");
  }

  private static void micros(Outcome outcome, JsonLine line) {
    line.beginObject("micros")
        .number("decided", micros(outcome.decided()))
        .number("firstByte", micros(outcome.firstByte()))
        .number("total", micros(outcome.total()))
        .endObject();
  }

  /** What would have been decided, had it been enforced: {@code deny rule:x}. */
  private static void observations(List<Observation> observations, JsonLine line) {
    if (observations.isEmpty()) {
      return;
    }
    String observed =
        observations.stream()
            .map(each -> each.effect().word() + ' ' + each.rule())
            .collect(Collectors.joining(", "));
    if (observations.stream().allMatch(each -> RecordActor.isConfigured(each.rule()))) {
      line.exact("observed", observed);
    } else {
      line.text("observed", observed);
    }
  }

  private static void revisions(Map<String, Integer> revisions, JsonLine line) {
    if (revisions.isEmpty()) {
      return;
    }
    line.beginObject("revisions");
    int left = MAX_RULES;
    long others = 0;
    // In order, so that the same rules are left out each time.
    for (Map.Entry<String, Integer> each : new TreeMap<>(revisions).entrySet()) {
      if (left > 0) {
        line.number(each.getKey(), each.getValue());
        left--;
      } else {
        others += each.getValue();
      }
    }
    line.endObject();
    if (others > 0) {
      line.number("revisionsOfOthers", others);
    }
  }

  private static List<String> sorted(Set<String> words) {
    return words.size() < 2 ? List.copyOf(words) : words.stream().sorted().toList();
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1000;
  }
}
