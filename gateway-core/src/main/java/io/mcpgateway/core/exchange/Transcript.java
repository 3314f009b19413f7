package io.mcpgateway.core.exchange;

import io.mcpgateway.core.protocol.JsonRpcMessage;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of the messages of one exchange, for its audit record. Grows on the exchange's event
 * loop, message by message and within a bound; is only read once the exchange has ended.
 */
public interface Transcript {
  /** The client gets {@code message}. Must not block. */
  void replied(JsonRpcMessage message);

  /** How much memory it holds, about. */
  long cost();

  /** What begins transcripts. Stateless or thread-safe. */
  @FunctionalInterface
  interface Source {
    /** Keeps nothing. */
    Source NONE = _ -> null;

    /** One for an exchange whose caller is known; null if nothing of it is kept. */
    @Nullable Transcript of(Exchange exchange);
  }
}
