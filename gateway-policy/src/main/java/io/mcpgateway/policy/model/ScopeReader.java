package io.mcpgateway.policy.model;

import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.core.exchange.ScopeToken;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code scopes} and {@code scope-hierarchy} of a policy, noting every problem. */
final class ScopeReader {
  private static final String EXPECTED =
      "a scope: visible ASCII without blank, quote and backslash, and not offline_access";

  private ScopeReader() {}

  static ScopeRules read(YamlMap root) {
    List<ScopeRule> rules = new ArrayList<>();
    for (YamlMap map : root.maps("scopes")) {
      rules.add(rule(map));
      map.finish();
    }
    YamlMap hierarchy = root.map("scope-hierarchy");
    return new ScopeRules(rules, hierarchy == null ? Map.of() : hierarchy(hierarchy));
  }

  private static ScopeRule rule(YamlMap map) {
    Selection concerns = PolicyReader.selection(map);
    if (!map.has("tools") && !map.has("resources") && !map.has("prompts")) {
      map.problem("tools", "what needs the scopes: tools, resources or prompts");
    }
    Set<String> required = scopes(map, "require");
    if (map.strings("require").isEmpty()) {
      map.problem("require", "at least one scope");
    }
    return new ScopeRule(concerns, required);
  }

  private static Map<String, Set<String>> hierarchy(YamlMap map) {
    Map<String, Set<String>> hierarchy = new LinkedHashMap<>();
    for (String scope : map.keys()) {
      if (!ScopeToken.isRequirable(scope)) {
        map.problem(scope, EXPECTED);
      }
      hierarchy.put(scope, scopes(map, scope));
    }
    for (String scope : map.keys()) {
      if (implies(hierarchy, scope, scope)) {
        map.problem(scope, "scopes that do not imply " + scope);
      }
    }
    return hierarchy;
  }

  private static boolean implies(Map<String, Set<String>> hierarchy, String from, String wanted) {
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(hierarchy.getOrDefault(from, Set.of()));
    while (!open.isEmpty()) {
      String scope = open.remove();
      if (scope.equals(wanted)) {
        return true;
      }
      if (seen.add(scope)) {
        open.addAll(hierarchy.getOrDefault(scope, Set.of()));
      }
    }
    return false;
  }

  private static Set<String> scopes(YamlMap map, String key) {
    List<String> scopes = map.strings(key);
    for (int i = 0; i < scopes.size(); i++) {
      if (!ScopeToken.isRequirable(scopes.get(i))) {
        map.problem(key, i, EXPECTED);
      }
    }
    return Set.copyOf(new HashSet<>(scopes));
  }
}
