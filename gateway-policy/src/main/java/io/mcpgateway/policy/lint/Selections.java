package io.mcpgateway.policy.lint;

import io.mcpgateway.policy.condition.Condition;
import io.mcpgateway.policy.condition.Variable;
import io.mcpgateway.policy.model.Glob;
import io.mcpgateway.policy.model.Mode;
import io.mcpgateway.policy.model.RoleScope;
import io.mcpgateway.policy.model.Rule;
import io.mcpgateway.policy.model.Selection;
import java.util.Arrays;
import java.util.List;

/** What lies inside of what. Says yes only where it is sure. */
final class Selections {
  private Selections() {}

  /** Whether everything that {@code inner} names, {@code outer} names, too. */
  static boolean covers(Selection outer, Selection inner) {
    return covers(outer.tools(), inner.tools())
        && covers(outer.resources(), inner.resources())
        && covers(outer.prompts(), inner.prompts())
        && covers(outer.methods(), inner.methods())
        && outer.asks().containsAll(inner.asks())
        && outer.risk().containsAll(inner.risk());
  }

  static boolean covers(List<Glob> outer, List<Glob> inner) {
    return inner.stream().allMatch(glob -> covers(outer, glob));
  }

  static boolean covers(List<Glob> outer, Glob inner) {
    return outer.stream().anyMatch(glob -> glob.covers(inner));
  }

  /** Whether everybody whom {@code inner} concerns, {@code outer} concerns, too. */
  static boolean covers(RoleScope outer, RoleScope inner) {
    boolean only =
        outer.only().isEmpty()
            || (!inner.only().isEmpty() && outer.only().containsAll(inner.only()));
    return only && inner.unless().containsAll(outer.unless());
  }

  /** Whether a rule denies whatever it concerns, whatever the circumstances. */
  static boolean alwaysDenies(Rule rule) {
    return rule.mode() == Mode.ENFORCE && rule.effect() instanceof Rule.Effect.Deny;
  }

  /** Whether a condition looks at nothing, so that it is always the same. */
  static boolean isConstant(Condition condition) {
    return Arrays.stream(Variable.values()).noneMatch(condition::names);
  }
}
