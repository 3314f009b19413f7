package io.mcpgateway.core.protocol;

/** The bytes are not JSON that the gateway accepts. Holds nothing of what was read. */
final class MalformedJsonException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean mayBeJson;

  /**
   * @param at the byte near which reading stopped
   * @param mayBeJson whether other readers may accept it
   */
  MalformedJsonException(String problem, int at, boolean mayBeJson) {
    super(problem + " (near byte " + at + ")", null, false, false);
    this.mayBeJson = mayBeJson;
  }

  boolean mayBeJson() {
    return mayBeJson;
  }

  String problem() {
    return String.valueOf(getMessage());
  }
}
