package io.mcpgateway.core.exchange;

import io.mcpgateway.core.protocol.JsonRpcMessage;

/** What the client wants of the endpoint. */
public sealed interface Operation {
  /** POST: one JSON-RPC message. */
  record Send(JsonRpcMessage message) implements Operation {}

  /** GET in a legacy session: a stream of what the upstream has to say. */
  record OpenStream() implements Operation {}

  /** DELETE of a legacy session. */
  record EndSession() implements Operation {}

  /** The word for it in audit records and logs: the JSON-RPC method where there is one. */
  default String method() {
    return switch (this) {
      case Send(JsonRpcMessage message) -> message.method() == null ? "response" : message.method();
      case OpenStream() -> "GET";
      case EndSession() -> "DELETE";
    };
  }
}
