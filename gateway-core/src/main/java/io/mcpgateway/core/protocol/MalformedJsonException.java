package io.mcpgateway.core.protocol;

/** The bytes are not JSON that the gateway accepts. Holds nothing of what was read. */
final class MalformedJsonException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param at the byte near which reading stopped
   */
  MalformedJsonException(String problem, int at) {
    super(problem + " (near byte " + at + ")", null, false, false);
  }

  String problem() {
    return String.valueOf(getMessage());
  }
}
