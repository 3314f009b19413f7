package io.mcpgateway.policy.model;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What tokens must allow, besides what the roles of their callers permit (RFC 6750 section 3.1).
 *
 * @param hierarchy what else a token with a scope has, by that scope; without cycles
 */
public record ScopeRules(List<ScopeRule> rules, Map<String, Set<String>> hierarchy) {
  public static final ScopeRules NONE = new ScopeRules(List.of(), Map.of());

  public ScopeRules {
    rules = List.copyOf(rules);
    hierarchy = Map.copyOf(hierarchy);
  }

  /** Every scope that something needs. */
  public SortedSet<String> required() {
    SortedSet<String> all = new TreeSet<>();
    rules.forEach(rule -> all.addAll(rule.required()));
    return Collections.unmodifiableSortedSet(all);
  }

  /** The scopes any of which is as good as {@code scope}: itself, and those that imply it. */
  public Set<String> satisfying(String scope) {
    Set<String> good = new HashSet<>(Set.of(scope));
    boolean grown = true;
    while (grown) {
      grown = false;
      for (Map.Entry<String, Set<String>> each : hierarchy.entrySet()) {
        if (!Collections.disjoint(each.getValue(), good)) {
          grown |= good.add(each.getKey());
        }
      }
    }
    return Set.copyOf(good);
  }
}
