package io.mcpgateway.core.exchange;

/**
 * The receiving end's hold on a reply that is under way. Called on the exchange's loop; every
 * method may be called again, and after the reply ended, without effect.
 */
public interface ReplyControl {
  /** Stop reading from the upstream until {@link #resume}: the client is slower. */
  void pause();

  void resume();

  /** Nobody wants the reply any more: end it now, and with it the upstream's work. */
  void cancel();

  /**
   * Nobody reads the reply any more, but the upstream's work goes on (legacy eras: a closed
   * connection is not a cancellation). What still comes is read and dropped.
   */
  void detach();
}
