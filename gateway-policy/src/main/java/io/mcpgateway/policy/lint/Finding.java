package io.mcpgateway.policy.lint;

import io.mcpgateway.policy.model.Source;

/**
 * Something in a policy that somebody should look at.
 *
 * @param weight whether it is a fault, or only may be one
 * @param kind a word for it, for programs and for those who look it up
 * @param source where it stands
 * @param text what it is, for people
 */
public record Finding(Weight weight, String kind, Source source, String text) {

  /** How sure it is. */
  public enum Weight {
    /** It changes nothing, or not what it seems to. */
    WARNING,
    /** It is as it should be if something outside of the policy is. */
    NOTE
  }

  @Override
  public String toString() {
    return source + ": " + (weight == Weight.NOTE ? "note: " : "") + text + " [" + kind + "]";
  }
}
