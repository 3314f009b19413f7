package io.mcpgateway.app.audit;

import io.mcpgateway.core.exchange.ClientHop;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Grant;
import io.mcpgateway.core.exchange.Outcome;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.Session;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who acted, and what they were allowed, as far as it is known. */
final class RecordActor {
  static final int MAX_GROUPS = 32;

  /**
   * Kinds of rules behind whose colon a name of the policy stands. Behind that of any other may
   * stand what a client or an upstream calls something.
   */
  private static final Set<String> CONFIGURED =
      Set.of("mask", "platform", "repeats", "role", "rule", "schema");

  private RecordActor() {}

  /**
   * @param exchange null if the request never became one
   * @param ruling what policy said, or null
   */
  static void write(@Nullable Exchange exchange, Outcome.@Nullable Ruling ruling, JsonLine line) {
    line.beginObject("actor");
    Principal principal = exchange == null ? null : exchange.principal();
    if (exchange != null) {
      application(exchange.client(), principal, line);
    }
    if (ruling != null) {
      authorization(ruling, exchange, line);
    }
    if (principal instanceof Principal.Authenticated known) {
      line.beginObject("idp").exact("issuer", known.issuer()).endObject();
    }
    if (exchange != null && exchange.client().session() instanceof Session.Open open) {
      line.beginObject("session").exact("uid", open.label()).endObject();
    }
    user(principal, line);
    line.endObject();
  }

  /** What the client calls itself, untrusted; what the issuer calls it. */
  private static void application(ClientHop client, @Nullable Principal principal, JsonLine line) {
    String uid = principal instanceof Principal.Authenticated known ? known.clientId() : null;
    if (client.clientName() == null && uid == null) {
      return;
    }
    line.beginObject("application");
    if (client.clientName() != null) {
      line.text("name", client.clientName());
    }
    if (uid != null) {
      line.exact("uid", uid);
    }
    line.endObject();
  }

  private static void authorization(
      Outcome.Ruling ruling, @Nullable Exchange exchange, JsonLine line) {
    line.beginArray("authorizations")
        .beginElement()
        .exact("decision", ruling.word())
        .beginObject("policy");
    rule("uid", ruling.rule(), line);
    String version = policyVersion(exchange);
    if (version != null) {
      line.exact("version", version);
    }
    line.endObject().endObject().endArray();
  }

  private static @Nullable String policyVersion(@Nullable Exchange exchange) {
    if (exchange == null) {
      return null;
    }
    return exchange.grant() instanceof Grant.ByRule(_, String version)
        ? version
        : exchange.route().policyVersion();
  }

  /** The rules in {@code words}, of which some may hold what a client or an upstream wrote. */
  static void rule(String name, String rule, JsonLine line) {
    if (isConfigured(rule)) {
      line.exact(name, rule);
    } else {
      line.text(name, rule);
    }
  }

  /** Whether all of a rule's words are the gateway's own, or stand in a policy. */
  static boolean isConfigured(String rule) {
    int colon = rule.indexOf(':');
    return colon < 0 || CONFIGURED.contains(rule.substring(0, colon));
  }

  private static void user(@Nullable Principal principal, JsonLine line) {
    line.beginObject("user");
    switch (principal) {
      case null -> line.exact("name", "unknown").number("type_id", 0);
      case Principal.Anonymous() ->
          line.exact("name", "anonymous").exact("type", "Anonymous").number("type_id", 99);
      case Principal.Authenticated known -> {
        if (!known.groups().isEmpty()) {
          groups(known, line);
        }
        line.exact("uid", known.subject());
      }
    }
    line.endObject();
  }

  private static void groups(Principal.Authenticated known, JsonLine line) {
    line.beginArray("groups");
    int written = 0;
    for (String group : known.groups()) {
      if (written++ == MAX_GROUPS) {
        line.beginElement().exact("name", String.valueOf(JsonLine.CUT)).endObject();
        break;
      }
      line.beginElement().exact("name", group).endObject();
    }
    line.endArray();
  }
}
