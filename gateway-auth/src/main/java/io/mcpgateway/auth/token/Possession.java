package io.mcpgateway.auth.token;

import java.util.concurrent.CompletionStage;

/** Whether somebody has the key that a token is bound to. Never says anything of the proof. */
public sealed interface Possession {
  record Proved() implements Possession {}

  /**
   * The proof does not hold.
   *
   * @param problem the check that failed, for audit records
   */
  record Wrong(String problem) implements Possession {}

  /**
   * The proof has to contain a nonce of the gateway's, and has none that is still good.
   *
   * @param nonce one to use
   */
  record NonceWanted(String nonce) implements Possession {}

  /**
   * It cannot be said now. Not the client's fault.
   *
   * @param problem fit to be shown
   */
  record Undecided(String problem) implements Possession {}

  /** It takes a signature check; completes with one of the others. */
  record Pending(CompletionStage<Possession> possession) implements Possession {}
}
