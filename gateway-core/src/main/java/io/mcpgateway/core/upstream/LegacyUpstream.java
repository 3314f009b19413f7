package io.mcpgateway.core.upstream;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Session;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.ErrorCodes;
import io.mcpgateway.core.protocol.JsonObject;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.Span;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** MCP 2025-03-26 to 2025-11-25 (basic, transports): sessions, GET streams, resumption. */
final class LegacyUpstream implements UpstreamDialect {
  private static final byte[] NOTHING = new byte[0];

  /** What the reference SDKs answer when they do not know a session. */
  private static final int SDK_ERROR = -32000;

  private final Replies replies;
  private final RequestHead head;

  LegacyUpstream(Replies replies, RequestHead head) {
    this.replies = replies;
    this.head = head;
  }

  @Override
  public Era era() {
    return Era.LEGACY;
  }

  @Override
  public UpstreamRequest request(Exchange exchange) {
    var credential = exchange.credential().headers();
    return switch (exchange.operation()) {
      case Operation.Send(JsonRpcMessage message) -> {
        byte[] body = TraceContext.body(message, exchange.trace());
        HttpHeaders headers = head.post(credential, body.length);
        McpMethod method = exchange.target().method();
        yield new UpstreamRequest(
            HttpMethod.POST,
            head.target(),
            addSession(headers, exchange, method != McpMethod.INITIALIZE),
            body,
            Replies.isRepeatable(method),
            false);
      }
      case Operation.OpenStream() -> {
        HttpHeaders headers = addSession(head.get(credential), exchange, true);
        Session.ResumePoint resume = resumePoint(exchange);
        if (resume != null) {
          headers.set(RequestHead.LAST_EVENT_ID, resume.eventId());
        }
        yield new UpstreamRequest(HttpMethod.GET, head.target(), headers, NOTHING, true, true);
      }
      case Operation.EndSession() ->
          new UpstreamRequest(
              HttpMethod.DELETE,
              head.target(),
              addSession(head.delete(credential), exchange, true),
              NOTHING,
              true,
              false);
    };
  }

  private static HttpHeaders addSession(HttpHeaders headers, Exchange exchange, boolean version) {
    if (version) {
      RequestHead.setIfPresent(
          headers, RequestHead.PROTOCOL_VERSION, exchange.client().protocolVersion());
    }
    if (exchange.client().session() instanceof Session.Open(_, String upstreamId, _, _)) {
      headers.set(RequestHead.SESSION_ID, upstreamId);
    }
    TraceContext.addTo(headers, exchange.trace());
    return headers;
  }

  @Override
  public Meaning meaning(Exchange exchange, int status, @Nullable JsonRpcMessage message) {
    if (isUnknownSession(exchange, status, message)) {
      return new Meaning.Refuse(new Refusal.UnknownSession());
    }
    boolean posted = exchange.operation() instanceof Operation.Send;
    boolean declined = status == 400 || status == 404 || status == 405;
    if (declined && (!posted || message == null)) {
      return new Meaning.Status(status);
    }
    return replies.meaning(exchange, status, message);
  }

  /**
   * 404 is what the specification says, unless its body says that it means something else. Servers
   * made with the reference SDK say 400 instead, with code −32000 and a text that speaks of the
   * session or of an initialization that is missing; the code alone means nothing there.
   */
  private static boolean isUnknownSession(
      Exchange exchange, int status, @Nullable JsonRpcMessage message) {
    if (!(exchange.client().session() instanceof Session.Open)) {
      return false;
    }
    return isUnknownSession(status, error(message));
  }

  /** The same of an answer in a session. */
  static boolean isUnknownSession(int status, @Nullable JsonObject error) {
    if (status == 404) {
      return error == null
          || !Integer.toString(ErrorCodes.METHOD_NOT_FOUND).equals(error.raw("code"));
    }
    if (status != 400 || error == null || !Integer.toString(SDK_ERROR).equals(error.raw("code"))) {
      return false;
    }
    String text = error.string("message");
    String lower = text == null ? "" : text.toLowerCase(Locale.ROOT);
    return lower.contains("session") || lower.contains("not initialized");
  }

  private static @Nullable JsonObject error(@Nullable JsonRpcMessage message) {
    if (!(message instanceof JsonRpcMessage.Response response)) {
      return null;
    }
    Span span = response.error();
    return span == null ? null : JsonObject.at(response.bytes(), span);
  }

  @Override
  public Passage passage(Exchange exchange, JsonRpcMessage message) {
    if (!(message instanceof JsonRpcMessage.Response response)) {
      return Passage.PASS;
    }
    if (exchange.operation() instanceof Operation.Send) {
      return Replies.answers(response, exchange) ? Passage.ANSWER : Passage.BREAK;
    }
    // On a fresh stream nobody knows which method a response answers, so nobody could filter it.
    return resumePoint(exchange) == null ? Passage.DROP : Passage.PASS;
  }

  private static Session.@Nullable ResumePoint resumePoint(Exchange exchange) {
    return exchange.client().session() instanceof Session.Open(_, _, Session.ResumePoint resume, _)
        ? resume
        : null;
  }

  @Override
  public boolean resumes() {
    return true;
  }

  @Override
  public boolean deniesEra(int status, @Nullable JsonRpcMessage message) {
    JsonObject error = error(message);
    return status == 400
        && error != null
        && Integer.toString(ErrorCodes.UNSUPPORTED_PROTOCOL_VERSION).equals(error.raw("code"));
  }
}
