package io.mcpgateway.core.exchange;

import io.mcpgateway.core.protocol.JsonRpcMessage;

/**
 * What is kept of the content of one exchange, for whoever gets its outcome. Bounded. On the loop
 * of the exchange until the outcome is handed over.
 */
public interface ContentLog {
  /** A message that the client gets. */
  void sent(JsonRpcMessage message);
}
