package io.mcpgateway.core.transport;

/** A reply under way, as its connection sees it. */
sealed interface LiveReply permits ClientReply, BatchReply {
  /** The client has gone away: nothing more can be written. */
  void clientGone();

  /** Whether the client takes more, as far as the socket knows. */
  void writable(boolean writable);

  void tick(long now);

  /** The listener closes: what would never end by itself ends now. */
  void drain();
}
