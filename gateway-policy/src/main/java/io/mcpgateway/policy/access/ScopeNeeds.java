package io.mcpgateway.policy.access;

import io.mcpgateway.core.protocol.McpMethod.Primitive;
import io.mcpgateway.policy.model.Glob;
import io.mcpgateway.policy.model.ScopeRule;
import io.mcpgateway.policy.model.ScopeRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which scopes the tools, the resources or the prompts of a policy need: a look-up for full names,
 * a walk over the globs for the rest. Immutable.
 */
final class ScopeNeeds {
  private final Map<String, Set<String>> exact = new HashMap<>();
  private final List<Pattern> patterns = new ArrayList<>();

  private record Pattern(Glob glob, Set<String> required) {}

  ScopeNeeds(ScopeRules rules, Primitive primitive) {
    for (ScopeRule rule : rules.rules()) {
      for (Glob glob : rule.concerns().of(primitive)) {
        if (glob.isExact()) {
          exact.merge(glob.pattern(), rule.required(), ScopeNeeds::union);
        } else {
          patterns.add(new Pattern(glob, rule.required()));
        }
      }
    }
  }

  /** All that the one with this name needs; every entry that matches counts. */
  Set<String> of(String name) {
    return plus(exact.getOrDefault(name, Set.of()), glob -> glob.matches(name));
  }

  /** All that any whose name begins with {@code prefix} may need. */
  Set<String> ofPrefix(String prefix) {
    Set<String> needed = Set.of();
    for (Map.Entry<String, Set<String>> each : exact.entrySet()) {
      if (each.getKey().startsWith(prefix)) {
        needed = union(needed, each.getValue());
      }
    }
    return plus(needed, glob -> glob.mayMatch(prefix));
  }

  private Set<String> plus(Set<String> known, Predicate<Glob> matches) {
    Set<String> needed = known;
    for (Pattern pattern : patterns) {
      if (matches.test(pattern.glob())) {
        needed = union(needed, pattern.required());
      }
    }
    return needed;
  }

  static Set<String> union(Set<String> some, Set<String> others) {
    if (some.isEmpty() || some.containsAll(others)) {
      return some.isEmpty() ? others : some;
    }
    Set<String> all = new HashSet<>(some);
    all.addAll(others);
    return Set.copyOf(all);
  }
}
