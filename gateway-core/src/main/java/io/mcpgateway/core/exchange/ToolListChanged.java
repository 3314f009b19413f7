package io.mcpgateway.core.exchange;

import io.mcpgateway.core.protocol.JsonObject;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.MessageScanner;
import io.mcpgateway.core.protocol.RequestId;
import java.nio.charset.StandardCharsets;

/**
 * {@code notifications/tools/list_changed}, said by the gateway itself: on the GET stream of a
 * legacy session, and on a {@code subscriptions/listen} that asked for it (MCP 2025-11-25 and
 * 2026-07-28, tools, list changed).
 */
final class ToolListChanged {
  private ToolListChanged() {}

  static boolean mayTell(Exchange exchange) {
    return switch (exchange.operation()) {
      // A resumed stream is the reply to a call.
      case Operation.OpenStream() -> exchange.target().method() == null;
      case Operation.EndSession() -> false;
      case Operation.Send(JsonRpcMessage message) ->
          exchange.target().method() == McpMethod.SUBSCRIPTIONS_LISTEN && asked(message.params());
    };
  }

  private static boolean asked(JsonObject params) {
    JsonObject notifications = params.object("notifications");
    return notifications != null && "true".equals(notifications.raw("toolsListChanged"));
  }

  static JsonRpcMessage message(Exchange exchange) {
    RequestId id = exchange.requestId();
    String params =
        id == null
            ? ""
            : ",\"params\":{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":"
                + id.json()
                + "}}";
    String json =
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"" + params + "}";
    try {
      return MessageScanner.scan(json.getBytes(StandardCharsets.UTF_8));
    } catch (MalformedMessageException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
