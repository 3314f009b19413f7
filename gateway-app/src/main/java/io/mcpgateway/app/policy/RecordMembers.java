package io.mcpgateway.app.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an audit record says of what policy was asked and said, whatever its form: that of OCSF, or
 * version 1.
 *
 * @param issuer null if nobody in particular asked
 * @param redacted whether a value was taken out of what policy was asked about
 * @param whole whether nothing that policy was asked about was cut, besides who asked
 */
record RecordMembers(
    String kind,
    String time,
    String route,
    String upstream,
    String era,
    @Nullable String method,
    @Nullable String target,
    @Nullable String client,
    @Nullable String issuer,
    String subject,
    @Nullable String clientId,
    @Nullable String tenant,
    @Nullable String tokenId,
    List<String> actors,
    Words roles,
    Words scopes,
    Words groups,
    @Nullable String decision,
    @Nullable String rule,
    String outcome,
    String observed,
    boolean redacted,
    boolean whole) {
  /** How records end what they cut. */
  private static final String CUT = "…";

  /** Members that policy was asked about, in version 1; of others something may be missing. */
  private static final Set<String> ASKED_FIRST =
      Set.of("method", "target.name", "client.name", "observed");

  private static final Set<String> ASKED =
      Set.of("api.operation", "resources.name", "actor.application.name", "unmapped.gw.observed");

  RecordMembers {
    actors = List.copyOf(actors);
  }

  /**
   * A set of words.
   *
   * @param whole whether the record has them all
   */
  record Words(Set<String> words, boolean whole) {
    Words {
      words = Set.copyOf(words);
    }
  }

  static RecordMembers of(JsonNode json) {
    return json.has("unmapped") ? ocsf(json) : first(json);
  }

  private static RecordMembers ocsf(JsonNode json) {
    JsonNode own = json.path("unmapped").path("gw");
    JsonNode actor = json.path("actor");
    JsonNode authorization = actor.path("authorizations").path(0);
    JsonNode user = actor.path("user");
    List<String> actors = new ArrayList<>();
    own.path("actors").forEach(each -> actors.add(each.asText()));
    List<String> groups = new ArrayList<>();
    user.path("groups").forEach(each -> groups.add(each.path("name").asText()));
    return new RecordMembers(
        own.path("kind").asText(),
        own.path("time").asText(),
        own.path("route").asText(),
        json.path("dst_endpoint").path("svc_name").asText(),
        own.path("era").asText(),
        text(json.path("api"), "operation"),
        text(json.path("resources").path(0), "name"),
        text(actor.path("application"), "name"),
        text(actor.path("idp"), "issuer"),
        user.path("uid").asText(),
        text(actor.path("application"), "uid"),
        text(json.path("metadata"), "tenant_uid"),
        text(json.path("delegation"), "uid"),
        actors,
        list(own, "roles"),
        list(own, "scopes"),
        new Words(new HashSet<>(groups), groups.stream().noneMatch(group -> group.endsWith(CUT))),
        text(authorization, "decision"),
        text(authorization.path("policy"), "uid"),
        own.path("outcome").asText(),
        own.path("observed").asText(),
        names(own, "redacted", ASKED),
        !names(own, "truncated", ASKED));
  }

  private static RecordMembers first(JsonNode json) {
    JsonNode principal = json.path("principal");
    String target = text(json.path("target"), "name");
    return new RecordMembers(
        json.path("kind").asText(),
        json.path("time").asText(),
        json.path("route").asText(),
        json.path("upstream").asText(),
        json.path("client").path("era").asText(),
        text(json, "method"),
        target,
        text(json.path("client"), "name"),
        principal.isObject() ? principal.path("issuer").asText() : null,
        principal.path("subject").asText(),
        text(principal, "clientId"),
        text(principal, "tenant"),
        text(principal, "tokenId"),
        List.copyOf(joined(principal, "actors").words()),
        joined(principal, "roles"),
        joined(principal, "scopes"),
        list(principal, "groups"),
        text(json, "decision"),
        text(json, "rule"),
        json.path("outcome").asText(),
        json.path("observed").asText(),
        names(json, "redacted", ASKED_FIRST),
        target == null || !target.endsWith(CUT));
  }

  /** Whether the list {@code member} has one of {@code asked}. */
  private static boolean names(JsonNode json, String member, Set<String> asked) {
    for (JsonNode each : json.path(member)) {
      if (asked.contains(each.asText())) {
        return true;
      }
    }
    return false;
  }

  private static Words list(JsonNode json, String member) {
    Set<String> words = new HashSet<>();
    boolean whole = json.has(member);
    for (JsonNode each : json.path(member)) {
      words.add(each.asText());
      whole &= !each.asText().endsWith(CUT);
    }
    return new Words(words, whole);
  }

  /** Words with blanks between them. */
  private static Words joined(JsonNode json, String member) {
    String text = text(json, member);
    return text == null || text.isEmpty()
        ? new Words(Set.of(), text != null)
        : new Words(new HashSet<>(List.of(text.split(" ", -1))), !text.endsWith(CUT));
  }

  private static @Nullable String text(JsonNode json, String member) {
    JsonNode value = json.get(member);
    return value == null || !value.isTextual() ? null : value.textValue();
  }
}
