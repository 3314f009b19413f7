package io.mcpgateway.policy.mask;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.RequestId;
import io.mcpgateway.core.protocol.Span;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What stands for a whole message that nobody could look into: its kind, and nothing it says. */
final class RedactedMessage {
  private static final String TEXT = Json.quote(MaskedField.REDACTED);
  private static final String BLOCK = "{\"type\":\"text\",\"text\":" + TEXT + "}";

  private RedactedMessage() {}

  /** Null if there is nothing that a client would take in its place. */
  static byte @Nullable [] of(Exchange exchange, JsonRpcMessage message) {
    RequestId id = message.id();
    if (!(message instanceof JsonRpcMessage.Response response) || id == null) {
      return null;
    }
    Span error = response.error();
    String body =
        error == null ? result(exchange) : "\"error\":{\"code\":-32603,\"message\":" + TEXT + "}";
    return body == null
        ? null
        : ("{\"jsonrpc\":\"2.0\",\"id\":" + id.json() + "," + body + "}")
            .getBytes(StandardCharsets.UTF_8);
  }

  private static @Nullable String result(Exchange exchange) {
    McpMethod method = exchange.target().method();
    String members =
        switch (method) {
          case TOOLS_CALL -> "\"content\":[" + BLOCK + "]";
          case PROMPTS_GET -> "\"messages\":[{\"role\":\"user\",\"content\":" + BLOCK + "}]";
          case RESOURCES_READ ->
              "\"contents\":[{\"uri\":"
                  + Json.quote(exchange.target().name())
                  + ",\"text\":"
                  + TEXT
                  + "}]";
          case COMPLETE -> "\"completion\":{\"values\":[]}";
          case null, default -> null;
        };
    if (members == null) {
      return null;
    }
    boolean modern = exchange.client().era() == Era.MODERN;
    return "\"result\":{" + (modern ? "\"resultType\":\"complete\"," : "") + members + "}";
  }
}
