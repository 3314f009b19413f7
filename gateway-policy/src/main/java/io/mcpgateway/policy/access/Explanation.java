package io.mcpgateway.policy.access;

import io.mcpgateway.policy.model.Source;
import java.util.List;

/**
 * Why a policy decides as it does: for people, never for callers.
 *
 * @param decision what is enforced
 * @param observed what would be, were everything enforced that is only observed
 * @param steps every role and rule that had a say, in the order they are asked
 * @param remedies what would have to change for a permit, one sentence each; empty after a permit
 */
public record Explanation(
    Decision decision, Decision observed, List<Step> steps, List<String> remedies) {
  public Explanation {
    steps = List.copyOf(steps);
    remedies = List.copyOf(remedies);
  }

  /**
   * @param rule in the words of audit records, such as {@code role:sales} or {@code rule:x}
   * @param source where it stands
   * @param says what it says to the question, in a few words
   * @param counts whether it decides or could decide; false where it does not apply
   */
  public record Step(String rule, Source source, String says, boolean counts) {}
}
