package io.mcpgateway.policy.mask;

/** Something may have to be masked, but cannot be read well enough to do it. */
final class UnmaskableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String problem;

  UnmaskableException(String problem) {
    super(problem, null, false, false);
    this.problem = problem;
  }

  /** Without any value. */
  String problem() {
    return problem;
  }
}
