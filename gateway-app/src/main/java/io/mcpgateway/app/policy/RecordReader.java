package io.mcpgateway.app.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.app.policy.Recorded.Said;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.McpMethod.Primitive;
import io.mcpgateway.policy.access.Question.Subject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes of one audit record what policy was asked. Never guesses what it does not say. */
final class RecordReader {
  /** How records end what they cut. */
  private static final String CUT = "…";

  /** Members that policy was asked about; of others something may be missing. */
  private static final Set<String> ASKED =
      Set.of("method", "target.name", "client.name", "observed");

  private RecordReader() {}

  /** Whether a value was taken out of what policy was asked about, so that nobody can ask again. */
  static boolean isRedacted(JsonNode json) {
    for (JsonNode member : json.path("redacted")) {
      if (ASKED.contains(member.asText())) {
        return true;
      }
    }
    return false;
  }

  /** Null for what policy did not decide, or what the record says too little of. */
  static @Nullable Recorded read(JsonNode json) {
    String decision = decision(json);
    String method = text(json, "method");
    Subject subject = method == null ? null : subject(json, method);
    if (decision == null || method == null || subject == null || isRedacted(json)) {
      return null;
    }
    JsonNode principal = json.path("principal");
    return new Recorded(
        json.path("route").asText(),
        json.path("upstream").asText(),
        method,
        subject,
        json.path("client").path("era").asText().equals(Era.LEGACY.label())
            ? Era.LEGACY
            : Era.MODERN,
        text(json.path("client"), "name"),
        principal.isObject() ? known(principal) : new Principal.Anonymous(),
        principal.isObject() ? said(principal) : Said.EVERYTHING,
        time(json),
        decision.equals("permit"),
        json.path("rule").asText(RuledRoute.INSUFFICIENT_SCOPE),
        json.path("observed").asText());
  }

  /** What was decided; a token that lacked a scope was denied, too. */
  private static @Nullable String decision(JsonNode json) {
    String decision = text(json, "decision");
    if (decision != null) {
      return decision;
    }
    return RuledRoute.INSUFFICIENT_SCOPE.equals(text(json, "outcome")) ? "deny" : null;
  }

  private static @Nullable Subject subject(JsonNode json, String method) {
    McpMethod known = CallReader.known(method);
    if (known == null) {
      // Streams, sessions and responses have no method of MCP, and policy asks nothing of them.
      return method.indexOf('/') < 0 ? null : new Subject.Method(method, false);
    }
    String name = text(json.path("target"), "name");
    Primitive primitive = known.primitive();
    return switch (known.kind()) {
      case USE ->
          name == null || primitive == null || name.endsWith(CUT)
              ? null
              : new Subject.Use(primitive, name);
      case TASK -> new Subject.AnyTool();
      case PROTOCOL, LIST, NOTIFICATION -> new Subject.Method(method, true);
      // The record does not say what these act on.
      case COMPLETE, SUBSCRIBE -> null;
    };
  }

  private static Principal known(JsonNode json) {
    List<Principal.Actor> actors = new ArrayList<>();
    words(json, "actors").forEach(actor -> actors.add(new Principal.Actor(actor, null)));
    Set<String> groups = new HashSet<>();
    json.path("groups").forEach(group -> groups.add(group.asText()));
    return new Principal.Authenticated(
        json.path("issuer").asText(),
        json.path("subject").asText(),
        text(json, "clientId"),
        actors,
        text(json, "tenant"),
        words(json, "roles"),
        groups,
        java.util.Map.of(),
        words(json, "scopes"),
        text(json, "tokenId"),
        Instant.MAX);
  }

  private static Said said(JsonNode json) {
    boolean groups = json.has("groups");
    for (JsonNode group : json.path("groups")) {
      groups &= !group.asText().endsWith(CUT);
    }
    return new Said(isWhole(json, "roles"), isWhole(json, "scopes"), groups);
  }

  private static boolean isWhole(JsonNode json, String name) {
    String text = text(json, name);
    return text != null && !text.endsWith(CUT);
  }

  private static Set<String> words(JsonNode json, String name) {
    String text = text(json, name);
    return text == null || text.isEmpty() ? Set.of() : new HashSet<>(List.of(text.split(" ", -1)));
  }

  private static Instant time(JsonNode json) {
    try {
      return Instant.parse(json.path("time").asText());
    } catch (DateTimeException malformed) {
      return Instant.EPOCH;
    }
  }

  private static @Nullable String text(JsonNode json, String name) {
    JsonNode value = json.get(name);
    return value == null || !value.isTextual() ? null : value.textValue();
  }
}
