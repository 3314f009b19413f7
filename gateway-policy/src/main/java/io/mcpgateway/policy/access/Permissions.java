package io.mcpgateway.policy.access;

import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.policy.model.Glob;
import io.mcpgateway.policy.model.PolicySpec;
import io.mcpgateway.policy.model.Role;
import io.mcpgateway.policy.model.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one set of roles may use of one primitive: a look-up for full names, a walk over the globs
 * for the rest. Immutable.
 */
final class Permissions {
  private static final Decision NOT_PERMITTED = new Decision.Deny("default");

  private final Map<String, Decision> denied = new HashMap<>();
  private final Map<String, Decision> permitted = new HashMap<>();
  private final List<Pattern> denials = new ArrayList<>();
  private final List<Pattern> permits = new ArrayList<>();

  private record Pattern(Glob glob, Decision decision) {}

  private Permissions() {}

  static Permissions of(PolicySpec policy, Set<String> roles, McpMethod.Primitive primitive) {
    Permissions permissions = new Permissions();
    for (Rule rule : policy.rules()) {
      if (rule.scope().covers(roles)) {
        Decision deny = new Decision.Deny("rule:" + rule.name());
        add(rule.concerns().of(primitive), deny, permissions.denied, permissions.denials);
      }
    }
    // Sorted, so that of two roles that permit the same the audit record always names the same one.
    for (String name : new TreeSet<>(roles)) {
      Role role = policy.roles().get(name);
      if (role != null) {
        Decision permit = new Decision.Permit("role:" + name);
        add(role.permits().of(primitive), permit, permissions.permitted, permissions.permits);
      }
    }
    return permissions;
  }

  private static void add(
      List<Glob> globs, Decision decision, Map<String, Decision> exact, List<Pattern> patterns) {
    for (Glob glob : globs) {
      if (glob.isExact()) {
        exact.putIfAbsent(glob.pattern(), decision);
      } else {
        patterns.add(new Pattern(glob, decision));
      }
    }
  }

  boolean permitNothing() {
    return permitted.isEmpty() && permits.isEmpty();
  }

  Decision decide(String name) {
    Decision deny = first(denied, denials, name);
    if (deny != null) {
      return deny;
    }
    Decision permit = first(permitted, permits, name);
    return permit == null ? NOT_PERMITTED : permit;
  }

  private static @Nullable Decision first(
      Map<String, Decision> exact, List<Pattern> patterns, String name) {
    Decision decision = exact.get(name);
    if (decision != null) {
      return decision;
    }
    for (Pattern pattern : patterns) {
      if (pattern.glob().matches(name)) {
        return pattern.decision();
      }
    }
    return null;
  }

  /** Permits if some text that begins with {@code prefix} may be permitted. */
  Decision decidePrefix(String prefix) {
    for (Pattern denial : denials) {
      if (denial.glob().matchesAll(prefix)) {
        return denial.decision();
      }
    }
    for (Map.Entry<String, Decision> permit : permitted.entrySet()) {
      if (permit.getKey().startsWith(prefix)) {
        return permit.getValue();
      }
    }
    for (Pattern permit : permits) {
      if (permit.glob().mayMatch(prefix)) {
        return permit.decision();
      }
    }
    return NOT_PERMITTED;
  }
}
