package io.mcpgateway.policy.lint;

import io.mcpgateway.core.protocol.McpMethod.Primitive;
import io.mcpgateway.policy.condition.Condition;
import io.mcpgateway.policy.condition.Facts;
import io.mcpgateway.policy.condition.Truth;
import io.mcpgateway.policy.condition.Variable;
import io.mcpgateway.policy.model.Glob;
import io.mcpgateway.policy.model.PolicySpec;
import io.mcpgateway.policy.model.Role;
import io.mcpgateway.policy.model.Rule;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Rules and permits that change nothing, because something else always decides. */
final class RuleLint {
  /** For conditions that look at nothing. */
  static final Facts NONE =
      new Facts() {
        @Override
        public boolean knowsArguments() {
          return true;
        }

        @Override
        public Object value(Variable variable) {
          throw new IllegalArgumentException("nothing is known of " + variable.path());
        }
      };

  private final PolicySpec spec;
  private final Findings findings;

  RuleLint(PolicySpec spec, Findings findings) {
    this.spec = spec;
    this.findings = findings;
  }

  void look() {
    for (int i = 0; i < spec.rules().size(); i++) {
      constant(spec.rules().get(i));
      shadowed(i);
    }
    for (Role role : spec.roles().values()) {
      Condition when = role.members().when();
      if (when != null && Selections.isConstant(when)) {
        findings.warn(
            "constant-condition",
            role.source(),
            "role " + role.name() + ": members.when is always " + value(when));
      }
      for (Primitive primitive : Primitive.values()) {
        beaten(role, primitive);
      }
    }
  }

  private void constant(Rule rule) {
    Condition condition = rule.effect().asks();
    if (condition != null && Selections.isConstant(condition)) {
      findings.warn(
          "constant-condition",
          rule.source(),
          "rule " + rule.name() + ": " + rule.effect().key() + " is always " + value(condition));
    }
  }

  private static String value(Condition condition) {
    Truth truth = condition.of(NONE);
    return truth == Truth.ERROR ? "an error, which denies" : truth.name().toLowerCase(Locale.ROOT);
  }

  private void shadowed(int index) {
    Rule rule = spec.rules().get(index);
    for (int i = 0; i < spec.rules().size(); i++) {
      Rule other = spec.rules().get(i);
      boolean earlier = i < index;
      if (i == index || !covers(other, rule)) {
        continue;
      }
      if (!earlier && Selections.alwaysDenies(rule) && covers(rule, other)) {
        // Of two that say the same, only the later one is too many.
        continue;
      }
      if (Selections.alwaysDenies(other)) {
        findings.warn(
            "shadowed-rule",
            rule.source(),
            "rule "
                + rule.name()
                + " changes nothing: "
                + other.name()
                + " ("
                + other.source()
                + ") denies all that it concerns");
        return;
      }
      if (earlier && saysTheSame(rule, other)) {
        findings.warn(
            "shadowed-rule",
            rule.source(),
            "rule "
                + rule.name()
                + " changes nothing: "
                + other.name()
                + " ("
                + other.source()
                + ") says the same of all that it concerns");
        return;
      }
    }
  }

  private static boolean covers(Rule outer, Rule inner) {
    return Selections.covers(outer.scope(), inner.scope())
        && Selections.covers(outer.concerns(), inner.concerns());
  }

  private static boolean saysTheSame(Rule rule, Rule other) {
    Condition mine = rule.effect().asks();
    Condition theirs = other.effect().asks();
    return mine != null
        && theirs != null
        && rule.mode() == other.mode()
        && rule.effect().key().equals(other.effect().key())
        && mine.text().equals(theirs.text());
  }

  /** What a role permits and a rule denies to everybody who has the role. */
  private void beaten(Role role, Primitive primitive) {
    List<Glob> permits = role.permits().of(primitive);
    for (int i = 0; i < permits.size(); i++) {
      Glob permit = permits.get(i);
      for (Rule rule : spec.rules()) {
        if (Selections.alwaysDenies(rule)
            && alwaysConcerns(rule, role)
            && Selections.covers(rule.concerns().of(primitive), permit)) {
          String key = primitive.name().toLowerCase(Locale.ROOT) + "s";
          findings.warn(
              "beaten-permit",
              findings.role(role.name(), key, i),
              "role "
                  + role.name()
                  + ": "
                  + key
                  + ": "
                  + permit
                  + " is always denied, by "
                  + rule.name()
                  + " ("
                  + rule.source()
                  + ")");
          break;
        }
      }
    }
  }

  private boolean alwaysConcerns(Rule rule, Role role) {
    Set<String> held = spec.rolesOf(Set.of(role.name()));
    return rule.scope().unless().isEmpty() && rule.scope().covers(held);
  }
}
