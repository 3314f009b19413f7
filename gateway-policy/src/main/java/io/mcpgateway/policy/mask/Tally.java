package io.mcpgateway.policy.mask;

import io.mcpgateway.policy.mask.MaskPreview.Finding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What masks did to one message. Used by one thread. */
final class Tally {
  // What is counted under no mask's name: their names have no colon.

  /** What could not be looked into and passed, because the policy says so. */
  static final String PASSED = "unmaskable:passed";

  /** What could not be looked into and was redacted. */
  static final String REDACTED = "unmaskable:redacted";

  // Few rules apply to one message.
  private String[] rules = new String[2];
  private int[] counts = new int[2];
  private int size;

  private Set<String> observed = Set.of();

  /** The rule that was counted last. */
  private String last = "";

  private boolean again;

  /** Null unless somebody wants to see what was found. */
  private final @Nullable List<Finding> findings;

  /**
   * @param shown whether what is found is kept, for somebody who tries masks
   */
  Tally(boolean shown) {
    this.findings = shown ? new ArrayList<>() : null;
  }

  /** The counts of rules that did something else than mask a reply, under names that say so. */
  static Map<String, Integer> prefixed(String prefix, Map<String, Integer> counts) {
    Map<String, Integer> prefixed = new HashMap<>();
    counts.forEach((rule, count) -> prefixed.put(prefix + rule, count));
    return prefixed;
  }

  void count(String rule) {
    last = rule;
    for (int i = 0; i < size; i++) {
      if (rules[i].equals(rule)) {
        counts[i]++;
        return;
      }
    }
    if (size == rules.length) {
      rules = Arrays.copyOf(rules, 2 * size);
      counts = Arrays.copyOf(counts, 2 * size);
    }
    rules[size] = rule;
    counts[size] = 1;
    size++;
  }

  /** The rule that applied last; empty if none did. */
  String last() {
    return last;
  }

  void observe(String rule) {
    if (observed.isEmpty()) {
      observed = new TreeSet<>();
    }
    observed.add(rule);
  }

  /** Whether {@link #found} wants to be told. */
  boolean isShown() {
    return findings != null;
  }

  /** Says whether a text is looked at again: what is only observed there was found before. */
  void again(boolean now) {
    again = now;
  }

  /** Notes what was found, if somebody wants to see it. */
  void found(Finding finding) {
    if (findings != null && !(again && finding.replacement() == null)) {
      findings.add(finding);
    }
  }

  /** Empty unless somebody wanted to see them. */
  List<Finding> findings() {
    return findings == null ? List.of() : findings;
  }

  /** How often each mask applied, by its name. */
  Map<String, Integer> counts() {
    if (size == 0) {
      return Map.of();
    }
    Map<String, Integer> byRule = new HashMap<>();
    for (int i = 0; i < size; i++) {
      byRule.put(rules[i], counts[i]);
    }
    return byRule;
  }

  /** The masks that are only watched and found something. */
  Set<String> observed() {
    return observed;
  }
}
