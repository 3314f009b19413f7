package io.mcpgateway.policy.schema;

/** Nothing can be said of any value with this schema. */
public final class UnusableSchemaException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param problem what is wrong with it, for operators
   */
  UnusableSchemaException(String problem) {
    super(problem, null, false, false);
  }

  /** What is wrong with it, for operators. */
  public String problem() {
    return String.valueOf(getMessage());
  }
}
