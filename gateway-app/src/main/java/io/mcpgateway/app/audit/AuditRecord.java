package io.mcpgateway.app.audit;

import io.mcpgateway.core.exchange.Arrival;
import io.mcpgateway.core.exchange.Attempt;
import io.mcpgateway.core.exchange.ClientHop;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Observation;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Outcome;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Route;
import io.mcpgateway.core.exchange.Session;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.RequestId;
import io.mcpgateway.core.protocol.Span;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a record says, in the order it says it. Never tokens, arguments or results, and no value
 * that a detector knows in what a client or an upstream calls something: see {@link JsonLine#text}.
 *
 * <p>Version 1 of the schema: members may be added, none changes its meaning. Durations are in
 * microseconds, times in UTC.
 */
final class AuditRecord {
  static final int SCHEMA = 1;
  private static final int MAX_RULES = 32;

  /** What all further rules counted. No rule is called so. */
  private static final String OTHERS = String.valueOf(JsonLine.CUT);

  private static final int MAX_GROUPS = 32;

  /**
   * Kinds of rules behind whose colon a name of the policy stands. Behind that of any other may
   * stand what a client or an upstream calls something.
   */
  private static final Set<String> CONFIGURED =
      Set.of("mask", "platform", "repeats", "role", "rule", "schema");

  private AuditRecord() {}

  static void write(Outcome outcome, Place place, JsonLine line) {
    Arrival arrival = outcome.arrival();
    line.begin();
    place.attestation(line);
    line.number("schema", SCHEMA)
        .exact("kind", "exchange")
        .exact("time", arrival.time().toString())
        .exact("exchangeId", arrival.id())
        .exact("listener", arrival.listener())
        .exact("peer", arrival.peer());
    line.beginObject("http")
        .exact("version", arrival.httpVersion())
        .text("method", arrival.httpMethod())
        .text("path", arrival.path())
        .number("status", outcome.status())
        .endObject();
    Exchange exchange = outcome.exchange();
    if (exchange != null) {
      exchange(exchange, line);
    }
    Attempt attempt = outcome.attempt();
    if (attempt != null) {
      attempt(attempt, line);
    }
    decision(outcome, line);
    if (exchange != null) {
      observations(exchange.observations(), line);
    }
    result(outcome, line);
    line.beginObject("micros")
        .number("decided", micros(outcome.decided()))
        .number("firstByte", micros(outcome.firstByte()))
        .number("total", micros(outcome.total()))
        .endObject();
    line.number("bytesIn", outcome.bytesIn())
        .number("bytesOut", outcome.bytesOut())
        .number("events", outcome.events());
    revisions(outcome.revisions(), line);
    line.endLine();
  }

  /** That records are missing: what happened while none could be written. */
  static void writeGap(Instant time, long dropped, Place place, JsonLine line) {
    line.begin();
    place.attestation(line);
    line.number("schema", SCHEMA)
        .exact("kind", "gap")
        .exact("time", time.toString())
        .number("refusalsNotRecorded", dropped)
        .endLine();
  }

  private static void exchange(Exchange exchange, JsonLine line) {
    route(exchange.route(), line);
    client(exchange.client(), line);
    principal(exchange.principal(), line);
    line.text("method", exchange.operation().method());
    if (exchange.requestId() != null) {
      requestId(exchange.requestId(), line);
    }
    McpMethod.Primitive primitive = exchange.target().primitive();
    if (!exchange.target().name().isEmpty()) {
      line.beginObject("target")
          .exact("type", primitive == null ? "task" : primitive.name().toLowerCase(Locale.ROOT))
          .text("name", exchange.target().name())
          .endObject();
    }
    upstreamTool(exchange, line);
  }

  /** What the upstream calls the tool, where that is another name. */
  private static void upstreamTool(Exchange exchange, JsonLine line) {
    if (exchange.original() != null
        && exchange.operation() instanceof Operation.Send(JsonRpcMessage sent)) {
      String name = sent.params().string("name");
      if (name != null && !name.equals(exchange.target().name())) {
        line.text("upstreamTool", name);
      }
    }
  }

  /** As much of the same as had been read. */
  private static void attempt(Attempt attempt, JsonLine line) {
    if (attempt.route() != null) {
      route(attempt.route(), line);
    }
    if (attempt.era() != null) {
      line.beginObject("client").exact("era", attempt.era().label()).endObject();
    }
    if (attempt.method() != null) {
      line.exact("method", attempt.method().wireName());
    }
    if (attempt.requestId() != null) {
      requestId(attempt.requestId(), line);
    }
  }

  /** As the client wrote it, unless it may hide something in its escapes. */
  private static void requestId(RequestId id, JsonLine line) {
    String json = id.json();
    if (json.indexOf('\\') >= 0) {
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      json = '"' + Json.string(bytes, new Span(0, bytes.length)) + '"';
    }
    line.text("requestId", json);
  }

  private static void route(Route route, JsonLine line) {
    line.exact("route", route.path())
        .exact("upstream", route.upstream())
        .exact("configVersion", route.configVersion())
        .exact("policyVersion", route.policyVersion());
  }

  private static void decision(Outcome outcome, JsonLine line) {
    Outcome.Ruling ruling = outcome.ruling();
    if (ruling != null) {
      line.exact("decision", ruling.word());
      if (isConfigured(ruling.rule())) {
        line.exact("rule", ruling.rule());
      } else {
        line.text("rule", ruling.rule());
      }
    }
  }

  /** Whether all of a rule's words are the gateway's own, or stand in a policy. */
  private static boolean isConfigured(String rule) {
    int colon = rule.indexOf(':');
    return colon < 0 || CONFIGURED.contains(rule.substring(0, colon));
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
    if (observations.stream().allMatch(each -> isConfigured(each.rule()))) {
      line.exact("observed", observed);
    } else {
      line.text("observed", observed);
    }
  }

  private static void client(ClientHop client, JsonLine line) {
    line.beginObject("client").exact("era", client.era().label());
    if (client.protocolVersion() != null) {
      line.text("protocolVersion", client.protocolVersion());
    }
    if (client.clientName() != null) {
      line.text("name", client.clientName());
    }
    if (client.session() instanceof Session.Open(String label, _, _)) {
      line.exact("session", label);
    }
    line.endObject();
  }

  private static void principal(Principal principal, JsonLine line) {
    switch (principal) {
      case Principal.Anonymous() -> line.exact("principal", "anonymous");
      case Principal.Authenticated known -> {
        line.beginObject("principal")
            .exact("issuer", known.issuer())
            .exact("subject", known.subject());
        if (known.clientId() != null) {
          line.exact("clientId", known.clientId());
        }
        if (known.tenant() != null) {
          line.exact("tenant", known.tenant());
        }
        if (!known.actors().isEmpty()) {
          // The whole chain, who acts now first.
          line.exact(
              "actors",
              known.actors().stream()
                  .map(Principal.Actor::subject)
                  .collect(Collectors.joining(" ")));
        }
        if (known.tokenId() != null) {
          line.exact("tokenId", known.tokenId());
        }
        line.exact("roles", String.join(" ", known.roles()))
            // Also when there are none: what may be replayed has to be told from what is not known.
            .exact("scopes", String.join(" ", known.scopes()))
            .exact("groups", known.groups(), MAX_GROUPS)
            .endObject();
      }
    }
  }

  private static void result(Outcome outcome, JsonLine line) {
    line.exact("outcome", outcome.word());
    switch (outcome.result()) {
      case Outcome.Result.Answered(), Outcome.Result.Abandoned() -> {}
      case Outcome.Result.Failed(int code) -> line.number("code", code);
      case Outcome.Result.Refused(Refusal refusal) -> refusal(refusal, line);
    }
  }

  /** Why, as far as the reason alone does not say it. */
  private static void refusal(Refusal refusal, JsonLine line) {
    switch (refusal) {
      case Refusal.RateLimited(String limit, _) -> line.exact("limit", limit);
      case Refusal.InvalidArguments(var problems) ->
          line.text("problem", String.join("; ", problems));
      case Refusal.Repeated(String rule, _, _) -> line.exact("limit", rule);
      case Refusal.UnreviewedTool(String finding) -> line.text("problem", finding);
      case Refusal.DeniedAsk(String ask, _) -> line.exact("ask", ask);
      case Refusal.Unauthenticated(_, String problem) -> line.text("problem", problem);
      case Refusal.Withheld(String rule, String problem) -> {
        line.exact("withheldBy", rule);
        if (problem != null) {
          line.text("problem", problem);
        }
      }
      case Refusal.SensitiveArguments(String rule, _) -> line.exact("withheldBy", rule);
      case Refusal.InsufficientScope missing ->
          line.exact("scope", String.join(" ", missing.scopes()));
      case Refusal.Revoked(_, String revocation) -> line.exact("revocation", revocation);
      case Refusal.CredentialFailed(_, _, String problem) -> line.text("problem", problem);
      case Refusal.UpstreamUnreachable(_, String problem) -> line.text("problem", problem);
      case Refusal.UpstreamTimeout(_, String problem) -> line.text("problem", problem);
      case Refusal.BadUpstreamAnswer(_, String problem) -> line.text("problem", problem);
      case Refusal.Unavailable(String problem) -> line.text("problem", problem);
      case Refusal.BadHttp(String problem) -> line.text("problem", problem);
      case Refusal.UnsupportedMediaType(String problem) -> line.text("problem", problem);
      case Refusal.Unparseable(String problem) -> line.text("problem", problem);
      case Refusal.InvalidMessage(String problem) -> line.text("problem", problem);
      case Refusal.InvalidParams(String problem) -> line.text("problem", problem);
      case Refusal.HeaderMismatch(String problem) -> line.text("problem", problem);
      case Refusal.UnsupportedVersion(String requested) -> line.text("problem", requested);
      case Refusal.EraMismatch(_, String upstream) -> line.text("problem", upstream);
      case Refusal.Hidden _,
          Refusal.Forbidden _,
          Refusal.Misdirected(),
          Refusal.UnknownRoute(),
          Refusal.HttpMethodNotAllowed(_),
          Refusal.NotAcceptable(),
          Refusal.BodyTooLarge(_),
          Refusal.HeadersTooLarge(_),
          Refusal.TargetTooLong(_),
          Refusal.UnknownExpectation(),
          Refusal.RequestTimeout(),
          Refusal.ForbiddenOrigin(),
          Refusal.UnknownMethod(),
          Refusal.UnknownSession(),
          Refusal.Internal() -> {}
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
    if (others > 0) {
      line.number(OTHERS, others);
    }
    line.endObject();
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1000;
  }
}
