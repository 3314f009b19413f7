package io.mcpgateway.policy.model;

import io.mcpgateway.policy.detect.Kind;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The words with which masks say what is looked for: kinds, groups of them, and all. */
public final class DetectWords {
  private static final Map<String, Set<Kind>> KINDS = kinds();

  private DetectWords() {}

  private static Map<String, Set<Kind>> kinds() {
    Map<String, Set<Kind>> kinds = new LinkedHashMap<>();
    for (Kind kind : Kind.values()) {
      kinds.put(kind.word(), Set.of(kind));
    }
    for (Kind.Group group : Kind.Group.values()) {
      if (group != Kind.Group.OTHER) {
        EnumSet<Kind> members = EnumSet.allOf(Kind.class);
        members.removeIf(kind -> kind.group() != group);
        kinds.put(group.word(), Collections.unmodifiableSet(members));
      }
    }
    kinds.put("all", Collections.unmodifiableSet(EnumSet.allOf(Kind.class)));
    return Collections.unmodifiableMap(kinds);
  }

  /** All of them, in the order of documentation. */
  public static Collection<String> all() {
    return KINDS.keySet();
  }

  static boolean isOne(String word) {
    return KINDS.containsKey(word);
  }

  /** What a word stands for; nothing if it is none. */
  static Set<Kind> kinds(String word) {
    return KINDS.getOrDefault(word, Set.of());
  }
}
