package io.mcpgateway.core.upstream;

import io.mcpgateway.core.exchange.Credential;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.protocol.JsonObject;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.McpHeaders;
import io.mcpgateway.core.protocol.MessageScanner;
import io.mcpgateway.core.protocol.Span;
import io.mcpgateway.core.protocol.SseEvent;
import io.mcpgateway.core.protocol.SseReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A request that the gateway makes on its own behalf, to learn something about the upstream. */
final class Inquiry implements Answer {
  /** A stream may be open and say nothing: it is not waited for as long as for a tool. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(10);

  /** What came of it. */
  sealed interface Finding {
    /**
     * The upstream answered.
     *
     * @param response the JSON-RPC response, or null if it said none
     * @param firstEvent the name of the first event, or null if there was none
     * @param sessionId the value of {@code Mcp-Session-Id}, or null
     */
    record Heard(
        int status,
        JsonRpcMessage.@Nullable Response response,
        @Nullable String firstEvent,
        @Nullable String sessionId)
        implements Finding {

      /** The members of the result, or null if there is none. */
      @Nullable JsonObject result() {
        return response == null ? null : object(response, response.result());
      }

      /** The members of the error, or null if there is none. */
      @Nullable JsonObject error() {
        return response == null ? null : object(response, response.error());
      }

      private static @Nullable JsonObject object(JsonRpcMessage message, @Nullable Span span) {
        return span == null || message.bytes()[span.start()] != '{'
            ? null
            : JsonObject.at(message.bytes(), span);
      }
    }

    record Failed(Refusal why) implements Finding {}
  }

  private final CompletableFuture<Finding> finding = new CompletableFuture<>();
  private final Credential credential;
  private final Call call;
  private final String upstream;
  private final int maxBytes;
  private int status;
  private @Nullable String sessionId;
  private @Nullable BodyBuffer body;
  private @Nullable SseReader events;
  private @Nullable String firstEvent;

  private Inquiry(ConnectionPool pool, UpstreamRequest request, Credential credential) {
    this.credential = credential;
    this.upstream = pool.settings().name();
    this.maxBytes = pool.settings().maxMessageBytes();
    this.call = new Call(pool, request, this);
  }

  /**
   * Asks, from any thread. The future never fails; it is completed on the pool's loop.
   *
   * @param credential what the request presents
   */
  static CompletableFuture<Finding> ask(
      ConnectionPool pool, UpstreamRequest request, Credential credential) {
    Inquiry inquiry = new Inquiry(pool, request, credential);
    pool.loop().execute(inquiry.call::start);
    Duration patience = pool.settings().firstByteTimeout();
    Duration wait = patience.compareTo(MAX_WAIT) < 0 ? patience : MAX_WAIT;
    var timeout =
        pool.loop().schedule(() -> inquiry.late(wait), wait.toNanos(), TimeUnit.NANOSECONDS);
    var _ = inquiry.finding.whenComplete((_, _) -> timeout.cancel(false));
    return inquiry.finding;
  }

  private void late(Duration waited) {
    call.abort();
    finding.complete(
        new Finding.Failed(
            new Refusal.UpstreamTimeout(upstream, "no answer to the gateway within " + waited)));
  }

  @Override
  public void head(HttpResponse head) {
    status = head.status().code();
    if (CredentialRefusal.isFinal(status, head.headers())) {
      credential.refused().run();
    }
    sessionId = head.headers().get(McpHeaders.SESSION_ID);
    switch (MediaType.of(head.headers().get(HttpHeaderNames.CONTENT_TYPE))) {
      case EVENT_STREAM -> events = new SseReader(maxBytes, this::event, () -> {});
      case JSON -> body = new BodyBuffer(maxBytes, -1);
      case OTHER -> {
        call.abort();
        heard(null);
      }
    }
  }

  @Override
  public void body(ByteBuf bytes) {
    if (events != null) {
      byte[] copy = ByteBufUtil.getBytes(bytes);
      try {
        events.read(copy, 0, copy.length);
      } catch (SseReader.TooLargeException tooLarge) {
        call.abort();
        heard(null);
      }
    } else if (body != null && !body.add(bytes)) {
      call.abort();
      heard(null);
    }
  }

  private void event(SseEvent event) {
    if (firstEvent == null) {
      firstEvent = event.name();
    }
    JsonRpcMessage.Response response = event.name().equals("message") ? read(event.data()) : null;
    if (response != null || event.name().equals("endpoint")) {
      call.abort();
      heard(response);
    }
  }

  @Override
  public boolean end() {
    heard(body == null ? null : read(body.take()));
    return true;
  }

  @Override
  public void failed(Refusal why) {
    finding.complete(new Finding.Failed(why));
  }

  private void heard(JsonRpcMessage.@Nullable Response response) {
    finding.complete(new Finding.Heard(status, response, firstEvent, sessionId));
  }

  private static JsonRpcMessage.@Nullable Response read(byte[] bytes) {
    try {
      return MessageScanner.scan(bytes) instanceof JsonRpcMessage.Response response
          ? response
          : null;
    } catch (MalformedMessageException noAnswer) {
      return null;
    }
  }
}
