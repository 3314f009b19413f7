package io.mcpgateway.core.exchange;

import io.mcpgateway.core.protocol.JsonRpcMessage;

/**
 * One step between what an upstream says and the client. Sees one message at a time, in order,
 * never a whole stream: the answer of a JSON reply, or each event of a stream.
 *
 * <p>Called on the exchange's event loop; must not block. What it throws ends the reply as {@link
 * Refusal.Internal}, and the message is not sent.
 */
public interface ReplyStage {
  /** Whether this stage wants to see the replies of {@code exchange} at all. */
  boolean concerns(Exchange exchange);

  Revision apply(Exchange exchange, JsonRpcMessage message);
}
