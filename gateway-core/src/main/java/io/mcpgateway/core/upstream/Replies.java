package io.mcpgateway.core.upstream;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.RequestId;
import io.mcpgateway.core.protocol.Span;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What both dialects make of a response that is no stream. */
final class Replies {
  private final String upstream;

  Replies(String upstream) {
    this.upstream = upstream;
  }

  Meaning meaning(Exchange exchange, int status, @Nullable JsonRpcMessage message) {
    boolean success = status >= 200 && status < 300;
    if (success && !isRequest(exchange)) {
      // A notification or a posted response is accepted; whatever is said about it has no reader.
      return new Meaning.Status(exchange.operation() instanceof Operation.Send ? 202 : status);
    }
    if (message instanceof JsonRpcMessage.Response response) {
      boolean unreadable = response.id() == null && response.isError() && status >= 400;
      return unreadable || answers(response, exchange)
          ? new Meaning.Message(message)
          : bad("the response answers another request");
    }
    if (message != null) {
      return bad("the response is a " + message.getClass().getSimpleName());
    }
    if (status == 502 || status == 503 || status == 504) {
      return new Meaning.Refuse(new Refusal.UpstreamUnreachable(upstream, "status " + status));
    }
    return bad("status " + status + " without a JSON-RPC message");
  }

  private Meaning bad(String problem) {
    return new Meaning.Refuse(new Refusal.BadUpstreamAnswer(upstream, problem));
  }

  static boolean isRequest(Exchange exchange) {
    return exchange.operation() instanceof Operation.Send(JsonRpcMessage.Request _);
  }

  /** Whether {@code response} has the id of the exchange's request, however it is escaped. */
  static boolean answers(JsonRpcMessage.Response response, Exchange exchange) {
    RequestId asked = exchange.requestId();
    RequestId answered = response.id();
    if (asked == null || answered == null) {
      return false;
    }
    if (asked.equals(answered)) {
      return true;
    }
    boolean strings = asked.json().startsWith("\"") && answered.json().startsWith("\"");
    return strings && text(asked).equals(text(answered));
  }

  private static String text(RequestId id) {
    byte[] json = id.json().getBytes(StandardCharsets.UTF_8);
    return Json.string(json, new Span(0, json.length));
  }

  /**
   * Whether a request may be sent again when the upstream closed the connection without a word:
   * reading a list changes nothing. A tool call never is, and {@code initialize} makes a session.
   */
  static boolean isRepeatable(@Nullable McpMethod method) {
    return method != null
        && method != McpMethod.INITIALIZE
        && (method.kind() == McpMethod.Kind.LIST || method.kind() == McpMethod.Kind.PROTOCOL);
  }
}
