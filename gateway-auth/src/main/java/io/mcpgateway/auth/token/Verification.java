package io.mcpgateway.auth.token;

import java.util.concurrent.CompletionStage;

/** What became of a token. Never says anything of its text. */
public sealed interface Verification {
  record Accepted(AccessToken token) implements Verification {}

  /**
   * The token does not hold.
   *
   * @param problem the check that failed, for audit records
   */
  record Rejected(String problem) implements Verification {}

  /**
   * It cannot be said now: too much to do, or no keys. Not the token's fault.
   *
   * @param problem fit to be shown
   */
  record Undecided(String problem) implements Verification {}

  /** It takes a signature check or a fetch of keys; completes with one of the other three. */
  record Pending(CompletionStage<Verification> verification) implements Verification {}
}
