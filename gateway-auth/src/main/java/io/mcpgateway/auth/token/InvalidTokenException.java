package io.mcpgateway.auth.token;

import java.io.Serial;

/**
 * A token does not hold. The message names the check that failed and never contains any part of the
 * token. Without a stack trace: junk tokens are cheap to send and must be cheap to refuse.
 */
final class InvalidTokenException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final String problem;

  InvalidTokenException(String problem) {
    super(problem, null, false, false);
    this.problem = problem;
  }

  String problem() {
    return problem;
  }
}
