package io.mcpgateway.core.exchange;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Learns how every exchange ended. Called on event loops; must not block and must not throw. */
@FunctionalInterface
public interface OutcomeListener {
  void ended(Outcome outcome);

  /**
   * Whether clients get the end of a reply only once its outcome is kept. The same for as long as
   * the listener is there.
   */
  default boolean holdsReplies() {
    return false;
  }

  /**
   * Whether the answer in a stream, too, is held until the stream ends, however long the upstream
   * takes to end it. Otherwise an answer after which the stream goes on is passed on before its
   * outcome is kept.
   */
  default boolean holdsStreams() {
    return holdsReplies();
  }

  /**
   * The same as {@link #ended}, where a client waits for the end of its reply.
   *
   * @return completes on any thread when the client may have it, exceptionally if the outcome will
   *     never be kept; null if nobody has to wait
   */
  default @Nullable CompletionStage<Void> keep(Outcome outcome) {
    ended(outcome);
    return null;
  }

  /** A stream for what a server has to say is open, and may stay so for long. */
  default void opened(Exchange exchange) {}
}
