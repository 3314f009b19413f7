package io.mcpgateway.app.policy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.app.policy.RuledRoute.Ruling;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.ToolDefinition;
import io.mcpgateway.core.protocol.McpMethod.Primitive;
import io.mcpgateway.policy.access.Circumstances.Arguments;
import io.mcpgateway.policy.access.Question.Subject;
import io.mcpgateway.policy.condition.Condition;
import io.mcpgateway.policy.condition.Variable;
import io.mcpgateway.policy.condition.Vocabulary;
import io.mcpgateway.policy.model.Members;
import io.mcpgateway.policy.model.PolicySpec;
import io.mcpgateway.policy.model.Role;
import io.mcpgateway.policy.model.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a record says too little of: in every world that the record leaves possible. Where
 * all of them agree, that is the decision; where they do not, it depends on what is not said.
 *
 * <p>What is not said of arguments and claims is bounded from both sides: conditions that look at
 * it are taken for the better, then for the worse. Roles that may or may not be held, and what the
 * upstream may say of a tool, are tried out.
 */
final class Worlds {
  private static final Condition TRUE = Condition.compile("true", Vocabulary.CALL);
  private static final int MAX_ROLES = 4;

  private static final Arguments SOME = new Arguments.Unknown();

  private final RuledRoute best;
  private final RuledRoute worst;
  private final SortedSet<String> roles;
  private final boolean definitions;
  private final String unsaid;

  /**
   * A decision of all worlds.
   *
   * @param ruling what all agree about; in doubt, the one of the best
   * @param dependsOn what is not said and would decide; null if all agree
   * @param observed whether all agree about observations, too
   */
  record Verdict(Ruling ruling, @Nullable String dependsOn, boolean observed) {}

  /**
   * @param unsaid what the record does not say, besides arguments
   */
  Worlds(RuledRoute route, Set<Variable> unsaid) {
    PolicySpec platform = route.platform();
    this.best = variant(route, unsaid, true);
    this.worst = best.equals(route) ? route : variant(route, unsaid, false);
    this.roles = new TreeSet<>(uncertain(route.spec(), unsaid));
    if (platform != null) {
      roles.addAll(uncertain(platform, unsaid));
    }
    this.definitions = route.policy().needsDefinitions();
    this.unsaid = String.join(", ", unsaid.stream().map(Variable::path).sorted().toList());
  }

  /** What records never say. */
  static Set<Variable> neverRecorded() {
    return EnumSet.of(Variable.CLAIMS, Variable.TOOL_ANNOTATIONS);
  }

  Verdict judge(Recorded recorded) {
    if (!recorded.said().roles()) {
      Ruling some = ask(recorded, recorded.caller(), best, SOME, null);
      return new Verdict(some, "roles that were cut", false);
    }
    Ruling first = null;
    Set<String> observed = new HashSet<>();
    Set<Boolean> effects = new HashSet<>();
    Set<Boolean> whateverArguments = new HashSet<>();
    for (Principal caller : callers(recorded)) {
      for (ToolDefinition tool : tools(recorded)) {
        Ruling good = ask(recorded, caller, best, SOME, tool);
        Ruling bad = ask(recorded, caller, worst, Cell.WORST, tool);
        first = first == null ? good : first;
        observed.add(good.observed());
        observed.add(bad.observed());
        effects.add(good.enforced().isPermit());
        effects.add(bad.enforced().isPermit());
        whateverArguments.add(good.enforced().isPermit());
        whateverArguments.add(ask(recorded, caller, worst, SOME, tool).enforced().isPermit());
      }
    }
    if (first == null) {
      throw new IllegalStateException("no world at all");
    }
    return new Verdict(
        first,
        dependsOn(recorded, first, effects.size() > 1, whateverArguments.size() > 1),
        observed.size() == 1);
  }

  private @Nullable String dependsOn(
      Recorded recorded, Ruling first, boolean differs, boolean differsWhateverArguments) {
    if (!recorded.said().scopes() && !first.lacking().isEmpty()) {
      return "scopes";
    }
    if (differsWhateverArguments || roles.size() > MAX_ROLES) {
      return "what is not recorded: " + unsaid;
    }
    return differs ? "arguments" : null;
  }

  private static Ruling ask(
      Recorded recorded,
      Principal caller,
      RuledRoute route,
      Arguments arguments,
      @Nullable ToolDefinition tool) {
    Call call =
        new Call(
            recorded.subject(),
            recorded.method(),
            arguments,
            recorded.era(),
            recorded.client(),
            tool,
            recorded.time());
    return route.judge(call.by(caller, route));
  }

  /** The caller with every choice of the roles of which the record does not say enough. */
  private List<Principal> callers(Recorded recorded) {
    if (roles.isEmpty()
        || roles.size() > MAX_ROLES
        || !(recorded.caller() instanceof Principal.Authenticated known)) {
      return List.of(recorded.caller());
    }
    List<Principal> callers = new ArrayList<>();
    List<String> all = List.copyOf(roles);
    for (int choice = 0; choice < 1 << all.size(); choice++) {
      Set<String> held = new HashSet<>(known.roles());
      for (int i = 0; i < all.size(); i++) {
        if ((choice & 1 << i) != 0) {
          held.add(all.get(i));
        }
      }
      callers.add(
          new Principal.Authenticated(
              known.issuer(),
              known.subject(),
              known.clientId(),
              known.actors(),
              known.tenant(),
              held,
              known.groups(),
              known.claims(),
              known.scopes(),
              known.tokenId(),
              known.expiresAt()));
    }
    return callers;
  }

  /** Nothing, and whatever annotations could make of the tool's class. */
  private List<@Nullable ToolDefinition> tools(Recorded recorded) {
    if (!definitions
        || !(recorded.subject() instanceof Subject.Use(Primitive primitive, String name))
        || primitive != Primitive.TOOL) {
      return Collections.singletonList(null);
    }
    return List.of(tool(name, true, false), tool(name, false, false), tool(name, false, true));
  }

  private static ToolDefinition tool(String name, boolean reads, boolean destroys) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("name", name);
    json.putObject("annotations").put("readOnlyHint", reads).put("destructiveHint", destroys);
    return new ToolDefinition(name, json);
  }

  private static RuledRoute variant(RuledRoute route, Set<Variable> unsaid, boolean best) {
    PolicySpec spec = variant(route.spec(), unsaid, best);
    PolicySpec platform = route.platform() == null ? null : variant(route.platform(), unsaid, best);
    if (spec.equals(route.spec()) && (platform == null || platform.equals(route.platform()))) {
      return route;
    }
    return route.with(spec, platform);
  }

  /** The policy with every rule that looks at what is not said taken for the better or worse. */
  private static PolicySpec variant(PolicySpec spec, Set<Variable> unsaid, boolean best) {
    List<Rule> rules = new ArrayList<>();
    for (Rule rule : spec.rules()) {
      Condition condition = rule.effect().asks();
      if (condition == null || !names(condition, unsaid)) {
        rules.add(rule);
        continue;
      }
      boolean permits = rule.effect() instanceof Rule.Effect.PermitWhen;
      if (permits == best) {
        rules.add(rule.with(best ? new Rule.Effect.PermitWhen(TRUE) : new Rule.Effect.Deny()));
      }
    }
    return rules.equals(spec.rules()) ? spec : spec.withRules(rules);
  }

  private static Set<String> uncertain(PolicySpec spec, Set<Variable> unsaid) {
    Set<String> uncertain = new HashSet<>();
    for (Role role : spec.roles().values()) {
      Members members = role.members();
      Condition when = members.when();
      if ((when != null && names(when, unsaid))
          || (unsaid.contains(Variable.GROUPS) && !members.groups().isEmpty())
          || (unsaid.contains(Variable.SCOPES) && !members.scopes().isEmpty())) {
        uncertain.add(role.name());
      }
    }
    return uncertain;
  }

  private static boolean names(Condition condition, Set<Variable> any) {
    return any.stream().anyMatch(condition::names);
  }
}
