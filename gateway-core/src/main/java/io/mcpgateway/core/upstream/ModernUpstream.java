package io.mcpgateway.core.upstream;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.McpHeaders;
import io.mcpgateway.core.protocol.McpMethod;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** MCP 2026-07-28 (basic, transports, streamable HTTP): every message a POST of its own. */
final class ModernUpstream implements UpstreamDialect {
  private final Replies replies;
  private final RequestHead head;

  ModernUpstream(Replies replies, RequestHead head) {
    this.replies = replies;
    this.head = head;
  }

  @Override
  public Era era() {
    return Era.MODERN;
  }

  @Override
  public UpstreamRequest request(Exchange exchange) {
    if (!(exchange.operation() instanceof Operation.Send(JsonRpcMessage message))) {
      throw new IllegalStateException(
          exchange.operation().method() + " (expected: POST, the modern era has nothing else)");
    }
    byte[] body = TraceContext.body(message, exchange.trace());
    HttpHeaders headers = head.post(exchange.credential().headers(), body.length);
    RequestHead.setIfPresent(
        headers, RequestHead.PROTOCOL_VERSION, exchange.client().protocolVersion());
    RequestHead.setIfPresent(headers, RequestHead.METHOD, message.method());
    McpMethod method = exchange.target().method();
    String member = method == null ? null : method.targetMember();
    String name = member == null ? null : message.params().string(member);
    if (name != null) {
      headers.set(RequestHead.NAME, McpHeaders.encode(name));
    }
    if (method == McpMethod.TOOLS_CALL) {
      for (Map.Entry<String, String> field :
          exchange.client().headers().startingWith(McpHeaders.PARAM_PREFIX)) {
        headers.add(field.getKey(), field.getValue());
      }
    }
    TraceContext.addTo(headers, exchange.trace());
    return new UpstreamRequest(
        HttpMethod.POST,
        head.target(),
        headers,
        body,
        Replies.isRepeatable(method),
        method == McpMethod.SUBSCRIPTIONS_LISTEN);
  }

  @Override
  public Meaning meaning(Exchange exchange, int status, @Nullable JsonRpcMessage message) {
    return replies.meaning(exchange, status, message);
  }

  @Override
  public Passage passage(Exchange exchange, JsonRpcMessage message) {
    return switch (message) {
      case JsonRpcMessage.Notification _ -> Passage.PASS;
      case JsonRpcMessage.Response response ->
          Replies.answers(response, exchange) ? Passage.ANSWER : Passage.BREAK;
      // The modern era asks the client in results only.
      case JsonRpcMessage.Request _ -> Passage.BREAK;
    };
  }

  @Override
  public boolean resumes() {
    return false;
  }

  /** A modern server answers every request with a JSON-RPC message that has the request's id. */
  @Override
  public boolean deniesEra(int status, @Nullable JsonRpcMessage message) {
    return (status == 400 || status == 404 || status == 405)
        && (message == null || message.id() == null);
  }
}
