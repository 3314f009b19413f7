package io.mcpgateway.policy.mask;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What masks did to one message. Used by one thread. */
final class Tally {
  // What is counted under no mask's name: their names have no colon.

  /** What could not be looked into and passed, because the policy says so. */
  static final String PASSED = "unmaskable:passed";

  /** What could not be looked into and was redacted. */
  static final String REDACTED = "unmaskable:redacted";

  private final Map<String, Integer> counts = new HashMap<>(4);
  private final Set<String> observed = new TreeSet<>();

  void count(String rule) {
    counts.merge(rule, 1, Integer::sum);
  }

  void observe(String rule) {
    observed.add(rule);
  }

  /** How often each mask applied, by its name. */
  Map<String, Integer> counts() {
    return counts;
  }

  /** The masks that are only watched and found something. */
  Set<String> observed() {
    return observed;
  }
}
