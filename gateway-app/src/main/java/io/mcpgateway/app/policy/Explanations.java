package io.mcpgateway.app.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.policy.access.Decision;
import io.mcpgateway.policy.access.Explanation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Explanations as lines for people and as JSON for programs. */
public final class Explanations {
  private Explanations() {}

  /** {@code deny rule:x}. */
  public static String words(Decision decision) {
    return word(decision) + " " + decision.rule();
  }

  /** {@code permit} or {@code deny}. */
  public static String word(Decision decision) {
    return decision.isPermit() ? "permit" : "deny";
  }

  /** For people: who asks, and the roles that the policy gives them. */
  public static String who(Principal caller, RuledRoute route, Instant now) {
    String name =
        switch (caller) {
          case Principal.Anonymous() -> "anonymous";
          case Principal.Authenticated known -> known.subject() + " (" + known.issuer() + ")";
        };
    Set<String> roles = new TreeSet<>(route.policy().rolesOf(caller, now));
    return name + ", " + (roles.isEmpty() ? "no roles" : "roles " + String.join(", ", roles));
  }

  /** Everything that an explanation says. Only steps that count are marked. */
  public static List<String> lines(Explanation explanation) {
    List<String> lines = new ArrayList<>();
    lines.add(words(explanation.decision()));
    if (!explanation.observed().equals(explanation.decision())) {
      lines.add("if everything observed were enforced: " + words(explanation.observed()));
    }
    for (Explanation.Step step : explanation.steps()) {
      lines.add(
          (step.counts() ? "* " : "  ") + step.rule() + " (" + step.source() + "): " + step.says());
    }
    explanation.remedies().forEach(remedy -> lines.add("to permit it: " + remedy));
    return lines;
  }

  /** The same for programs. */
  public static ObjectNode json(Explanation explanation) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    put(json, explanation.decision());
    put(json.putObject("observed"), explanation.observed());
    ArrayNode steps = json.putArray("steps");
    for (Explanation.Step step : explanation.steps()) {
      ObjectNode each = steps.addObject().put("rule", step.rule());
      if (step.source().file() != null) {
        each.put("file", step.source().file()).put("line", step.source().line());
      }
      each.put("says", step.says()).put("counts", step.counts());
    }
    ArrayNode remedies = json.putArray("remedies");
    explanation.remedies().forEach(remedies::add);
    return json;
  }

  static void put(ObjectNode json, Decision decision) {
    json.put("decision", word(decision)).put("rule", decision.rule());
  }
}
