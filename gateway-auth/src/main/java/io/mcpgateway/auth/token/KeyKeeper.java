package io.mcpgateway.auth.token;

import java.time.Duration;
import java.util.concurrent.ExecutionException;

/**
 * Keeps an issuer's keys fresh without anybody asking: so that the gateway knows how the issuer is
 * before the first token comes, and recovers by itself. One virtual thread, until it is closed.
 */
final class KeyKeeper implements AutoCloseable {
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofSeconds(30);

  private final IssuerKeys keys;
  private final Pauses pauses;
  private final Thread thread;

  /** Waiting, as a test may want it otherwise. */
  @FunctionalInterface
  interface Pauses {
    void pause(Duration time) throws InterruptedException;
  }

  KeyKeeper(String issuer, IssuerKeys keys, Pauses pauses) {
    this.keys = keys;
    this.pauses = pauses;
    this.thread = Thread.ofVirtual().name("keeper-" + issuer).unstarted(this::keep);
  }

  void start() {
    thread.start();
  }

  private void keep() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        keys.refresh().toCompletableFuture().get();
        pauses.pause(next(keys.status().failuresInRow()));
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("a fetch ended without saying how", impossible);
    }
  }

  private static Duration next(int failuresInRow) {
    if (failuresInRow == 0) {
      return IssuerKeys.FRESH;
    }
    Duration doubled = FIRST_RETRY.multipliedBy(1L << Math.min(failuresInRow - 1, 10));
    return doubled.compareTo(LAST_RETRY) < 0 ? doubled : LAST_RETRY;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
