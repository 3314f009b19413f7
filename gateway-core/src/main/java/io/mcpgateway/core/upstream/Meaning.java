package io.mcpgateway.core.upstream;

import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.protocol.JsonRpcMessage;

/** What a complete response without a stream means to the client. */
sealed interface Meaning {
  /** The message is the reply. */
  record Message(JsonRpcMessage message) implements Meaning {}

  /** The status is the reply. */
  record Status(int status) implements Meaning {}

  record Refuse(Refusal refusal) implements Meaning {}
}
