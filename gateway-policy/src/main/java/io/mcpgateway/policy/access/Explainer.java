package io.mcpgateway.policy.access;

import io.mcpgateway.policy.condition.Facts;
import io.mcpgateway.policy.model.Role;
import io.mcpgateway.policy.model.Rule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says why policies decide as they do. For one question. */
final class Explainer {
  private final Layer route;
  private final @Nullable Layer platform;
  private final CallFacts.Once arguments = new CallFacts.Once();
  private final List<Explanation.Step> steps = new ArrayList<>();
  private final List<String> remedies = new ArrayList<>();

  Explainer(Layer route, @Nullable Layer platform) {
    this.route = route;
    this.platform = platform;
  }

  Explanation explain(Question question) {
    Layer.Outcome outcome = platform == null ? null : explain(platform, question);
    Layer.Outcome narrow = explain(route, question);
    Decision enforced =
        outcome == null
            ? narrow.enforced()
            : AccessPolicy.both(outcome.enforced(), narrow.enforced());
    Decision observed =
        outcome == null
            ? narrow.observed()
            : AccessPolicy.both(outcome.observed(), narrow.observed());
    return new Explanation(enforced, observed, steps, enforced.isPermit() ? List.of() : remedies);
  }

  private Layer.Outcome explain(Layer layer, Question question) {
    Caller caller = layer.caller(question.principal(), question.circumstances().now());
    Layer.Outcome outcome = layer.decide(question, caller, arguments);
    Mentioned mentioned = new Mentioned();
    boolean names =
        !layer.spec().permitsAll()
            && !(question.subject() instanceof Question.Subject.AnyTool)
            && layer.visit(question, mentioned);
    if (names) {
      explainRules(layer, question, caller, mentioned);
      explainRoles(layer, question, caller, mentioned, outcome);
    } else if (!outcome.enforced().isPermit()) {
      remedies.add(unnamed(question, outcome.enforced()));
    }
    return outcome;
  }

  private static String unnamed(Question question, Decision decision) {
    if (question.subject() instanceof Question.Subject.AnyTool) {
      return "Give the caller a role that permits some tool.";
    }
    return decision.rule().endsWith(Words.MALFORMED)
        ? "Ask for a name that cannot be mistaken for another one."
        : "Give the route a policy with a role that permits this method.";
  }

  private void explainRules(Layer layer, Question question, Caller caller, Mentioned mentioned) {
    Facts facts = layer.facts(question, caller, arguments);
    for (int i = mentioned.rules.nextSetBit(0); i >= 0; i = mentioned.rules.nextSetBit(i + 1)) {
      Rule rule = layer.rules().get(i);
      boolean permits = rule.effect() instanceof Rule.Effect.PermitWhen;
      if (!permits && !mentioned.whole.get(i)) {
        add(layer.word(rule), rule, "denies some of it, which does not hide the template", false);
        continue;
      }
      if (!caller.rules().get(i)) {
        add(layer.word(rule), rule, "does not apply to the caller's roles", false);
        continue;
      }
      boolean says = Layer.says(rule, facts);
      add(layer.word(rule), rule, saying(rule, says, facts), says && !rule.isObserved());
      if (says && !permits && !rule.isObserved()) {
        remedies.add(
            "Change " + layer.word(rule) + " (" + rule.source() + ")" + unless(rule) + '.');
      }
    }
  }

  private static String unless(Rule rule) {
    return switch (rule.effect()) {
      case Rule.Effect.Deny() -> ", or give the caller a role that it leaves out";
      case Rule.Effect.DenyWhen(var condition) ->
          ", or ask so that this is false: " + condition.text();
      case Rule.Effect.Require(var condition) ->
          ", or ask so that this is true: " + condition.text();
      case Rule.Effect.PermitWhen(var condition) ->
          ", or ask so that this is true: " + condition.text();
    };
  }

  private static String saying(Rule rule, boolean says, Facts facts) {
    String effect = rule.effect() instanceof Rule.Effect.PermitWhen ? "permit" : "deny";
    String said = says ? ("permit".equals(effect) ? "permits" : "denies") : "does not " + effect;
    String because =
        rule.effect().asks() == null
            ? ""
            : switch (rule.effect().asks().of(facts)) {
              case TRUE -> ": its condition is true";
              case FALSE -> ": its condition is false";
              case UNKNOWN -> ": its condition depends on the arguments";
              case ERROR -> ": its condition cannot be evaluated";
            };
    return said + because + (rule.isObserved() ? " (only observed)" : "");
  }

  private void explainRoles(
      Layer layer, Question question, Caller caller, Mentioned mentioned, Layer.Outcome outcome) {
    boolean isProtocol =
        question.subject() instanceof Question.Subject.Method(_, boolean known) && known;
    List<String> lacking = new ArrayList<>();
    for (int i = mentioned.roles.nextSetBit(0); i >= 0; i = mentioned.roles.nextSetBit(i + 1)) {
      Role role = layer.roles().get(i);
      boolean held = caller.roles().get(i);
      String word = layer.word(role);
      steps.add(
          new Explanation.Step(
              word,
              role.source(),
              held ? "permits" : "would permit, but the caller does not have it",
              held && !isProtocol));
      if (!held) {
        lacking.add(word + " (" + role.source() + ")");
      }
    }
    if (outcome.enforced().rule().endsWith(Words.DEFAULT) && !outcome.enforced().isPermit()) {
      String where = layer.equals(platform) ? "the platform's policy" : "the policy";
      remedies.add(
          lacking.isEmpty()
              ? "Permit it in a role that the caller has: no role of " + where + " does."
              : lacking.stream().collect(Collectors.joining(", ", "Give the caller one of ", ".")));
    }
  }

  private void add(String word, Rule rule, String says, boolean counts) {
    steps.add(new Explanation.Step(word, rule.source(), says, counts));
  }

  /** Everything that names the subject, whoever asks. */
  private static final class Mentioned
      implements PatternIndex.Visitor<Named>, PatternIndex.PrefixVisitor<Named> {
    private final BitSet roles = new BitSet();
    private final BitSet rules = new BitSet();

    /** The rules that are about all of it. */
    private final BitSet whole = new BitSet();

    @Override
    public void found(Named value) {
      found(value, true);
    }

    @Override
    public void found(Named value, boolean all) {
      for (int role : value.roles()) {
        roles.set(role);
      }
      for (int rule : value.rules()) {
        rules.set(rule);
        if (all) {
          whole.set(rule);
        }
      }
    }
  }
}
