package io.mcpgateway.core.exchange;

import java.util.concurrent.Executor;

/** The upstream edge, as the pipeline sees it. */
public interface Upstream {
  /**
   * Sends the exchange's operation once, and delivers the reply. Failures of the network and of the
   * upstream arrive as {@link ReplySink#refuse}; nothing is thrown for them.
   *
   * @param loop the event loop that owns the exchange; {@code sink} is called on it
   */
  ReplyControl send(Exchange exchange, ReplySink sink, Executor loop);
}
