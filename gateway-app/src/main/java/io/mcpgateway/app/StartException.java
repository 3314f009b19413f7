package io.mcpgateway.app;

/** The configuration is right, but this machine, at this moment, does not let the gateway start. */
final class StartException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param message one line for the operator: what, why, and what to do
   */
  StartException(String message) {
    super(message);
  }

  StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
