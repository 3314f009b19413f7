package io.mcpgateway.policy.access;

import java.util.BitSet;

/**
 * Gathers which roles of a caller permit something, and which rules have a say. For one question.
 */
final class Found implements PatternIndex.Visitor<Named>, PatternIndex.PrefixVisitor<Named> {
  private static final int NONE = Integer.MAX_VALUE;

  private final Caller caller;

  /** The numbers of rules that only permit. */
  private final BitSet permitting;

  private int role = NONE;
  private int firstRule = NONE;
  private BitSet rules = new BitSet(0);

  Found(Caller caller, BitSet permitting) {
    this.caller = caller;
    this.permitting = permitting;
  }

  @Override
  public void found(Named named) {
    found(named, true);
  }

  @Override
  public void found(Named named, boolean all) {
    for (int each : named.roles()) {
      if (each >= role) {
        break;
      }
      if (caller.roles().get(each)) {
        role = each;
      }
    }
    for (int each : named.rules()) {
      // What denies only some of the resources of a template does not hide it.
      if (caller.rules().get(each) && (all || permitting.get(each))) {
        rules.set(each);
        firstRule = Math.min(firstRule, each);
      }
    }
  }

  boolean isPermittedByRole() {
    return role != NONE;
  }

  /** The first of the caller's roles that permits it. */
  int role() {
    return role;
  }

  boolean hasRules() {
    return firstRule != NONE;
  }

  /** The first rule from {@code from} on, or a negative number. */
  int nextRule(int from) {
    return rules.nextSetBit(from);
  }
}
