package io.mcpgateway.auth.revocation;

/** There is no room for another revocation: some have to be lifted first. */
public final class TooManyRevocationsException extends Exception {
  private static final long serialVersionUID = 1;

  TooManyRevocationsException(int limit) {
    super("revocations: " + limit + " in force (expected: fewer; lift some, or wait)");
  }
}
