package io.mcpgateway.core.exchange;

/** The proof that policy permits an exchange. Without one, nothing is sent upstream. */
public sealed interface Grant {
  /** Not permitted yet. */
  record None() implements Grant {}

  /**
   * Permitted.
   *
   * @param rule which rule permits it, for audit records
   * @param policyVersion the version of the policy that holds the rule
   */
  record ByRule(String rule, String policyVersion) implements Grant {}
}
