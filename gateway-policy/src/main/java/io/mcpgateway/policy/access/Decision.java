package io.mcpgateway.policy.access;

/** Whether a caller may use something, and which rule says so. */
public sealed interface Decision {
  /** The rule, in the words of audit records. */
  String rule();

  record Permit(String rule) implements Decision {}

  record Deny(String rule) implements Decision {}

  default boolean isPermit() {
    return this instanceof Permit;
  }
}
