package io.mcpgateway.policy.access;

import io.mcpgateway.policy.model.Glob;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Which roles permit something, and which rules are about it, by their numbers in the policy.
 *
 * @param roles ascending
 * @param rules ascending
 */
@SuppressWarnings("ArrayRecordComponent") // Read by index in the hot path, and never compared.
record Named(int[] roles, int[] rules) {

  /** What is being gathered for one pattern. */
  static final class Gathering {
    private final BitSet roles = new BitSet();
    private final BitSet rules = new BitSet();

    void role(int number) {
      roles.set(number);
    }

    void rule(int number) {
      rules.set(number);
    }

    Named named() {
      return new Named(roles.stream().toArray(), rules.stream().toArray());
    }
  }

  static PatternIndex<Named> index(Map<Glob, Gathering> gathered) {
    Map<Glob, Named> named = new HashMap<>();
    gathered.forEach((glob, each) -> named.put(glob, each.named()));
    return new PatternIndex<>(named);
  }
}
