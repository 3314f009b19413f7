package io.mcpgateway.core.exchange;

import io.mcpgateway.core.protocol.JsonObject;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.MessageScanner;
import io.mcpgateway.core.protocol.RequestId;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;

/**
 * {@code notifications/…/list_changed}, said by the gateway itself: on the GET stream of a legacy
 * session, and on a {@code subscriptions/listen} that asked for it (MCP 2025-11-25 and 2026-07-28,
 * tools, prompts and resources, list changed).
 */
enum ListChanged {
  TOOLS("tools"),
  PROMPTS("prompts"),
  RESOURCES("resources");

  private final String list;

  ListChanged(String list) {
    this.list = list;
  }

  /** Those that may be said on the reply to an exchange. */
  static Set<ListChanged> on(Exchange exchange) {
    return switch (exchange.operation()) {
      // A resumed stream is the reply to a call.
      case Operation.OpenStream() ->
          exchange.target().method() == null
              ? EnumSet.allOf(ListChanged.class)
              : EnumSet.noneOf(ListChanged.class);
      case Operation.EndSession() -> EnumSet.noneOf(ListChanged.class);
      case Operation.Send(JsonRpcMessage message) ->
          exchange.target().method() == McpMethod.SUBSCRIPTIONS_LISTEN
              ? asked(message.params())
              : EnumSet.noneOf(ListChanged.class);
    };
  }

  private static Set<ListChanged> asked(JsonObject params) {
    Set<ListChanged> asked = EnumSet.noneOf(ListChanged.class);
    JsonObject notifications = params.object("notifications");
    if (notifications != null) {
      for (ListChanged each : values()) {
        if ("true".equals(notifications.raw(each.list + "ListChanged"))) {
          asked.add(each);
        }
      }
    }
    return asked;
  }

  JsonRpcMessage message(Exchange exchange) {
    RequestId id = exchange.requestId();
    String params =
        id == null
            ? ""
            : ",\"params\":{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":"
                + id.json()
                + "}}";
    String json =
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/"
            + list
            + "/list_changed\""
            + params
            + "}";
    try {
      return MessageScanner.scan(json.getBytes(StandardCharsets.UTF_8));
    } catch (MalformedMessageException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
