package io.mcpgateway.policy.condition;

/** What a condition says. */
public enum Truth {
  TRUE,
  FALSE,
  /** It depends on arguments that are not known. */
  UNKNOWN,
  /** It cannot be said: something is missing, or of another type, or too much. */
  ERROR
}
