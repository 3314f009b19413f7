package io.mcpgateway.policy.access;

import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.ToolDefinition;
import io.mcpgateway.core.protocol.McpMethod.Primitive;
import io.mcpgateway.policy.condition.Condition;
import io.mcpgateway.policy.condition.Facts;
import io.mcpgateway.policy.condition.Variable;
import io.mcpgateway.policy.model.Ask;
import io.mcpgateway.policy.model.ByRoles;
import io.mcpgateway.policy.model.Glob;
import io.mcpgateway.policy.model.Mode;
import io.mcpgateway.policy.model.PolicySpec;
import io.mcpgateway.policy.model.Role;
import io.mcpgateway.policy.model.Rule;
import io.mcpgateway.policy.model.Selection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One policy, made ready to decide. A deny wins over every permit; what nothing permits is denied.
 * Roles are numbered by name, so that of two that permit the same always the same one is named;
 * rules in the order of the file. Thread-safe.
 */
final class Layer {
  private final PolicySpec spec;
  private final List<Role> roles;
  private final List<Rule> rules;
  private final List<Decision> byRole = new ArrayList<>();
  private final List<Decision> byRule = new ArrayList<>();
  private final Decision byDefault;
  private final Decision malformed;
  private final BitSet permitting = new BitSet();
  private final boolean observes;
  private final Map<Primitive, PatternIndex<Named>> primitives = new EnumMap<>(Primitive.class);
  private final PatternIndex<Named> methods;
  private final Map<Ask, Named> asks = new EnumMap<>(Ask.class);
  private final RiskClasses risk;
  private final List<Named> byRisk = new ArrayList<>();
  private final boolean usesRisk;
  private final boolean namesMethods;
  private final ByRoles<Caller> callers;

  /**
   * @param prefix what the names of its roles and rules begin with in audit records
   */
  Layer(PolicySpec spec, String prefix) {
    this.spec = spec;
    this.roles = List.copyOf(new TreeMap<>(spec.roles()).values());
    this.rules = spec.rules();
    this.byDefault = new Decision.Deny(prefix + Words.DEFAULT);
    this.malformed = new Decision.Deny(prefix + Words.MALFORMED);
    roles.forEach(role -> byRole.add(new Decision.Permit(prefix + Words.ROLE + role.name())));
    for (int i = 0; i < rules.size(); i++) {
      boolean permits = rules.get(i).effect() instanceof Rule.Effect.PermitWhen;
      String word = prefix + Words.RULE + rules.get(i).name();
      byRule.add(permits ? new Decision.Permit(word) : new Decision.Deny(word));
      permitting.set(i, permits);
    }
    this.observes = rules.stream().anyMatch(Rule::isObserved);
    for (Primitive primitive : Primitive.values()) {
      primitives.put(primitive, index(selection -> selection.of(primitive)));
    }
    this.methods = index(Selection::methods);
    this.namesMethods = !methods.isEmpty();
    for (Ask ask : Ask.values()) {
      asks.put(ask, named(selection -> selection.asks().contains(ask)));
    }
    this.risk = new RiskClasses(spec.risk());
    for (String name : spec.risk().classes()) {
      byRisk.add(named(selection -> selection.risk().contains(name)));
    }
    this.usesRisk =
        byRisk.stream().anyMatch(named -> named.roles().length + named.rules().length > 0);
    this.callers = new ByRoles<>(spec, this::caller);
  }

  private PatternIndex<Named> index(Function<Selection, List<Glob>> globs) {
    Map<Glob, Named.Gathering> gathered = new HashMap<>();
    for (int i = 0; i < roles.size(); i++) {
      for (Glob glob : globs.apply(roles.get(i).permits())) {
        gathered.computeIfAbsent(glob, _ -> new Named.Gathering()).role(i);
      }
    }
    for (int i = 0; i < rules.size(); i++) {
      for (Glob glob : globs.apply(rules.get(i).concerns())) {
        gathered.computeIfAbsent(glob, _ -> new Named.Gathering()).rule(i);
      }
    }
    return Named.index(gathered);
  }

  private Named named(Predicate<Selection> concerns) {
    Named.Gathering gathering = new Named.Gathering();
    for (int i = 0; i < roles.size(); i++) {
      if (concerns.test(roles.get(i).permits())) {
        gathering.role(i);
      }
    }
    for (int i = 0; i < rules.size(); i++) {
      if (concerns.test(rules.get(i).concerns())) {
        gathering.rule(i);
      }
    }
    return gathering.named();
  }

  private Caller caller(Set<String> names) {
    BitSet held = new BitSet();
    BitSet applying = new BitSet();
    Decision tools = null;
    for (int i = 0; i < roles.size(); i++) {
      if (names.contains(roles.get(i).name())) {
        held.set(i);
        tools = tools == null && concernsTools(roles.get(i).permits()) ? byRole.get(i) : tools;
      }
    }
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      if (rule.scope().covers(names)) {
        applying.set(i);
        boolean permits = permitting.get(i) && !rule.isObserved();
        tools = tools == null && permits && concernsTools(rule.concerns()) ? byRule.get(i) : tools;
      }
    }
    return new Caller(Set.copyOf(names), held, applying, tools == null ? byDefault : Words.TASK);
  }

  private static boolean concernsTools(Selection selection) {
    return !selection.tools().isEmpty() || !selection.risk().isEmpty();
  }

  PolicySpec spec() {
    return spec;
  }

  /** The caller's roles, to be asked about more than once. */
  Caller caller(Principal principal, Instant now) {
    return callers.of(principal, now);
  }

  /** Whether a method that MCP has may be decided otherwise than by its being one. */
  boolean decidesMethods() {
    return !spec.permitsAll() && (namesMethods || observesAll());
  }

  boolean needsDefinitions() {
    return usesRisk
        || rules.stream()
            .map(rule -> rule.effect().asks())
            .filter(Objects::nonNull)
            .anyMatch(Layer::looksAtDefinition);
  }

  private static boolean looksAtDefinition(Condition condition) {
    return condition.names(Variable.TOOL_RISK) || condition.names(Variable.TOOL_ANNOTATIONS);
  }

  /** What is enforced, and what would be if everything were; the same object if it is the same. */
  record Outcome(Decision enforced, Decision observed) {}

  Outcome decide(Question question, Caller caller, CallFacts.Once arguments) {
    Outcome decided = decided(question, caller, arguments);
    if (observesAll() && !isForeign(question.subject())) {
      return new Outcome(Words.OBSERVE, decided.observed());
    }
    return decided;
  }

  /** Observing opens nothing that would be closed without any policy. */
  private static boolean isForeign(Question.Subject subject) {
    return subject instanceof Question.Subject.Method(_, boolean known) && !known;
  }

  private Outcome decided(Question question, Caller caller, CallFacts.Once arguments) {
    if (spec.permitsAll()) {
      return both(isForeign(question.subject()) ? byDefault : Words.PERMIT_ALL);
    }
    switch (question.subject()) {
      case Question.Subject.AnyTool() -> {
        return both(caller.tools());
      }
      case Question.Subject.Method(_, boolean known) when known && !namesMethods -> {
        return both(Words.PROTOCOL);
      }
      case Question.Subject _ -> {}
    }
    Found found = new Found(caller, permitting);
    return visit(question, found) ? weigh(found, question, caller, arguments) : both(malformed);
  }

  private static Outcome both(Decision decision) {
    return new Outcome(decision, decision);
  }

  /** Visits all that names the subject; false if the subject's own name is none. */
  <V extends PatternIndex.Visitor<Named> & PatternIndex.PrefixVisitor<Named>> boolean visit(
      Question question, V visitor) {
    switch (question.subject()) {
      case Question.Subject.Use(Primitive primitive, String name) -> {
        String judged = Names.judged(primitive, name);
        if (judged == null) {
          return false;
        }
        index(primitive).visit(judged, visitor);
        if (primitive == Primitive.TOOL && usesRisk) {
          visitor.found(byRisk.get(risk.of(judged, question.circumstances().tool())));
        }
      }
      case Question.Subject.Template(String template) -> {
        String judged = Names.judged(Primitive.RESOURCE, Names.literalStart(template));
        if (judged == null) {
          return false;
        }
        if (template.indexOf('{') < 0) {
          index(Primitive.RESOURCE).visit(judged, visitor);
        } else {
          index(Primitive.RESOURCE).visitPrefix(judged, visitor);
        }
      }
      case Question.Subject.AnyTool() -> throw new IllegalStateException("nothing is named");
      case Question.Subject.Answer(Ask ask) -> visitor.found(Objects.requireNonNull(asks.get(ask)));
      case Question.Subject.Method(String method, boolean known) -> {
        if (!known && !Names.isForeignMethod(method)) {
          return false;
        }
        methods.visit(method, visitor);
      }
    }
    return true;
  }

  private PatternIndex<Named> index(Primitive primitive) {
    return Objects.requireNonNull(primitives.get(primitive));
  }

  private Outcome weigh(Found found, Question question, Caller caller, CallFacts.Once arguments) {
    Decision permit = permit(found, question.subject());
    if (!found.hasRules()) {
      return both(permit == null ? byDefault : permit);
    }
    Facts facts = facts(question, caller, arguments);
    Decision deny = null;
    Decision observedDeny = null;
    Decision observedPermit = permit;
    for (int i = found.nextRule(0); i >= 0 && deny == null; i = found.nextRule(i + 1)) {
      Rule rule = rules.get(i);
      boolean counts = !rule.isObserved();
      if (permitting.get(i)) {
        if ((counts ? permit : observedPermit) == null && says(rule, facts)) {
          permit = counts ? byRule.get(i) : permit;
          observedPermit = observedPermit == null ? byRule.get(i) : observedPermit;
        }
      } else if ((counts || observedDeny == null) && says(rule, facts)) {
        deny = counts ? byRule.get(i) : null;
        observedDeny = observedDeny == null ? byRule.get(i) : observedDeny;
      }
    }
    Decision enforced = first(deny, permit);
    return observes ? new Outcome(enforced, first(observedDeny, observedPermit)) : both(enforced);
  }

  private Decision first(@Nullable Decision deny, @Nullable Decision permit) {
    if (deny != null) {
      return deny;
    }
    return permit == null ? byDefault : permit;
  }

  private @Nullable Decision permit(Found found, Question.Subject subject) {
    if (subject instanceof Question.Subject.Method(_, boolean known) && known) {
      return Words.PROTOCOL;
    }
    return found.isPermittedByRole() ? byRole.get(found.role()) : null;
  }

  Facts facts(Question question, Caller caller, CallFacts.Once arguments) {
    return new CallFacts(question, caller, risk, arguments);
  }

  /** Whether a rule that applies denies, or permits if that is what it is for. */
  static boolean says(Rule rule, Facts facts) {
    return switch (rule.effect()) {
      case Rule.Effect.Deny() -> true;
      case Rule.Effect.DenyWhen(Condition condition) ->
          switch (condition.of(facts)) {
            case TRUE, ERROR -> true;
            // With some arguments it does not, and a list shows what may be called.
            case FALSE, UNKNOWN -> false;
          };
      case Rule.Effect.Require(Condition condition) ->
          switch (condition.of(facts)) {
            case FALSE, ERROR -> true;
            case TRUE, UNKNOWN -> false;
          };
      case Rule.Effect.PermitWhen(Condition condition) ->
          switch (condition.of(facts)) {
            case TRUE, UNKNOWN -> true;
            case FALSE, ERROR -> false;
          };
    };
  }

  // For explanations.

  List<Role> roles() {
    return roles;
  }

  List<Rule> rules() {
    return rules;
  }

  /** Whether nothing that it decides is enforced. */
  boolean observesAll() {
    return spec.mode() == Mode.OBSERVE;
  }

  /** How audit records name a role. */
  String word(Role role) {
    return byRole.get(roles.indexOf(role)).rule();
  }

  String word(Rule rule) {
    return byRule.get(rules.indexOf(rule)).rule();
  }

  /** The class of a tool, as this policy sees it. */
  String riskOf(String tool, @Nullable ToolDefinition definition) {
    return risk.name(risk.of(tool, definition));
  }
}
