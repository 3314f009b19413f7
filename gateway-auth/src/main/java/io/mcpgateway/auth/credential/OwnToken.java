package io.mcpgateway.auth.credential;

import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's own token, for use at the authorization server that issued it. Thread-safe; blocks,
 * for virtual threads.
 */
final class OwnToken {
  private final TokenEndpoint endpoint;
  private final TokenTarget target;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private TokenAnswer.@Nullable Issued held;

  OwnToken(TokenEndpoint endpoint, TokenTarget target, InstantSource clock) {
    this.endpoint = endpoint;
    this.target = target;
    this.clock = clock;
  }

  TokenAnswer token() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      TokenAnswer.Issued known = held;
      // The last fifth of its life is for the request that it goes with.
      if (known != null
          && clock
              .instant()
              .isBefore(known.since().plus(known.life().multipliedBy(4).dividedBy(5)))) {
        return known;
      }
      TokenAnswer answer = endpoint.request(target.form("client_credentials"));
      held = answer instanceof TokenAnswer.Issued issued ? issued : null;
      return answer;
    } finally {
      lock.unlock();
    }
  }
}
