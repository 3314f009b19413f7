package io.mcpgateway.policy.model;

import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.policy.condition.Condition;
import io.mcpgateway.policy.condition.Vocabulary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads conditions of a policy, and who has a role, noting every problem. */
final class ConditionReader {
  private ConditionReader() {}

  /** What a rule says; a denial without condition if it says nothing. */
  static Rule.Effect effect(YamlMap map) {
    List<Rule.Effect> effects = new ArrayList<>();
    Condition deny = condition(map, "deny-when", Vocabulary.CALL);
    Condition permit = condition(map, "permit-when", Vocabulary.CALL);
    Condition require = condition(map, "require", Vocabulary.CALL);
    if (deny != null) {
      effects.add(new Rule.Effect.DenyWhen(deny));
    }
    if (permit != null) {
      effects.add(new Rule.Effect.PermitWhen(permit));
    }
    if (require != null) {
      effects.add(new Rule.Effect.Require(require));
    }
    if (effects.size() > 1) {
      map.problem(effects.getLast().key(), "one of deny, deny-when, permit-when and require");
    }
    return effects.isEmpty() ? new Rule.Effect.Deny() : effects.getFirst();
  }

  static Members members(YamlMap role) {
    YamlMap map = role.map("members");
    if (map == null) {
      return Members.NONE;
    }
    Members members =
        new Members(
            set(map, "groups"),
            set(map, "scopes"),
            set(map, "clients"),
            apiKeys(map),
            condition(map, "when", Vocabulary.CALLER));
    map.finish();
    return members;
  }

  private static Set<String> apiKeys(YamlMap map) {
    List<String> keys = map.strings("api-keys");
    for (int i = 0; i < keys.size(); i++) {
      int slash = keys.get(i).indexOf('/');
      if (slash < 1 || slash == keys.get(i).length() - 1) {
        map.problem("api-keys", i, "the name of a set and the id of a key, such as robots/nightly");
      }
    }
    return Set.copyOf(new HashSet<>(keys));
  }

  private static Set<String> set(YamlMap map, String key) {
    List<String> values = map.strings(key);
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).isBlank()) {
        map.problem(key, i, "a text that is not blank");
      }
    }
    return Set.copyOf(new HashSet<>(values));
  }

  /** Null if there is none. One that cannot be used is a problem, and stands for itself as true. */
  static @Nullable Condition condition(YamlMap map, String key, Vocabulary vocabulary) {
    if (!map.has(key)) {
      return null;
    }
    String text = map.string(key);
    try {
      return Condition.compile(text, vocabulary);
    } catch (IllegalArgumentException wrong) {
      String problem = String.valueOf(wrong.getMessage());
      String hint =
          problem.contains("undeclared reference") ? "; there are " + vocabulary.words() : "";
      map.problem(key, "a condition in CEL that is true or false: " + problem + hint);
      return Condition.compile("true", vocabulary);
    }
  }
}
