package io.mcpgateway.core.transport;

import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.RefusalAnswer;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.RequestId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the answers of one connection or stream, and tells its handler when one is complete. */
// A failed write closes the connection, which is noticed where it is watched.
@SuppressWarnings("FutureReturnValueIgnored")
final class ResponseWriter {
  private static final AsciiString JSON = AsciiString.cached(MediaTypes.JSON);
  private static final AsciiString EVENT_STREAM = AsciiString.cached(MediaTypes.EVENT_STREAM);
  private static final AsciiString SESSION_ID = AsciiString.cached("mcp-session-id");
  private static final AsciiString ACCEL_BUFFERING = AsciiString.cached("x-accel-buffering");
  private static final AsciiString NO = AsciiString.cached("no");

  private final ChannelHandlerContext ctx;
  private final ClientHandler handler;
  private final Listener listener;
  private boolean closes;
  private boolean unflushed;

  ResponseWriter(ChannelHandlerContext ctx, ClientHandler handler, Listener listener) {
    this.ctx = ctx;
    this.handler = handler;
    this.listener = listener;
  }

  ByteBufAllocator allocator() {
    return ctx.alloc();
  }

  /**
   * @param id the id of the request that is refused, or null if it is unknown
   */
  void refuse(ClientRequest request, Refusal refusal, Era era, @Nullable RequestId id) {
    refuse(request, RefusalAnswer.of(refusal, era, request.arrival().id()), id);
  }

  void refuse(ClientRequest request, RefusalAnswer answer, @Nullable RequestId id) {
    listener.counters().refused.increment();
    FullHttpResponse response = full(answer.status(), Unpooled.wrappedBuffer(answer.body(id)));
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, JSON);
    for (Map.Entry<String, String> header : answer.headers().entrySet()) {
      response.headers().set(header.getKey(), header.getValue());
    }
    send(request, response, answer.closes());
  }

  void json(ClientRequest request, int status, byte[] body, @Nullable String sessionId) {
    FullHttpResponse response = full(status, Unpooled.wrappedBuffer(body));
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, JSON);
    if (sessionId != null) {
      response.headers().set(SESSION_ID, sessionId);
    }
    send(request, response, false);
  }

  /**
   * An answer without a body.
   *
   * @param allow the value of {@code Allow}, or null
   */
  void bare(ClientRequest request, int status, @Nullable String allow) {
    FullHttpResponse response = full(status, Unpooled.EMPTY_BUFFER);
    if (allow != null) {
      response.headers().set(HttpHeaderNames.ALLOW, allow);
    }
    send(request, response, false);
  }

  void preflight(ClientRequest request, String methods) {
    FullHttpResponse response = full(204, Unpooled.EMPTY_BUFFER);
    Cors.preflight(response.headers(), methods);
    send(request, response, false);
  }

  void document(ClientRequest request, CharSequence contentType, byte[] body) {
    FullHttpResponse response = full(200, Unpooled.wrappedBuffer(body));
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
    send(request, response, false);
  }

  void page(ClientRequest request) {
    FullHttpResponse response = full(200, Unpooled.wrappedBuffer(BrowserPage.html()));
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/html; charset=utf-8");
    BrowserPage.addTo(response.headers());
    send(request, response, false);
  }

  void continues() {
    ctx.writeAndFlush(
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
  }

  private static FullHttpResponse full(int status, ByteBuf body) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), body);
    if (status != 204) {
      response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    }
    return response;
  }

  private void send(ClientRequest request, FullHttpResponse response, boolean lastAnswer) {
    usual(request, response, lastAnswer);
    ctx.writeAndFlush(response, ctx.voidPromise());
    handler.replied(closes);
  }

  private void usual(ClientRequest request, HttpResponse response, boolean lastAnswer) {
    HttpHeaders headers = response.headers();
    headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
    Cors.allow(headers, request.origin());
    closes = lastAnswer || !request.keepAlive() || listener.draining();
    if (closes) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
  }

  // Streams: begin, any number of events, end.

  void beginStream(ClientRequest request, int status, @Nullable String sessionId) {
    HttpResponse response =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
    HttpHeaders headers = response.headers();
    headers.set(HttpHeaderNames.CONTENT_TYPE, EVENT_STREAM);
    headers.set(ACCEL_BUFFERING, NO);
    if (sessionId != null) {
      headers.set(SESSION_ID, sessionId);
    }
    if (request.chunks()) {
      headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    }
    usual(request, response, !request.chunks());
    listener.counters().streamOpened();
    ctx.write(response, ctx.voidPromise());
    // The first event mostly follows at once and takes the head along; if not, the loop does.
    unflushed = true;
    ctx.channel().eventLoop().execute(this::flush);
  }

  private void flush() {
    if (unflushed) {
      unflushed = false;
      ctx.flush();
    }
  }

  /** Whether the client keeps up. */
  boolean isWritable() {
    return ctx.channel().isWritable();
  }

  /** Writes a piece of an event stream, which is released. */
  void event(ByteBuf piece) {
    unflushed = false;
    ctx.writeAndFlush(new DefaultHttpContent(piece), ctx.voidPromise());
  }

  void endStream() {
    unflushed = false;
    listener.counters().streamClosed();
    ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT, ctx.voidPromise());
    handler.replied(closes);
  }

  /** The client went away in the middle of a stream. */
  void streamLost() {
    unflushed = false;
    listener.counters().streamClosed();
  }
}
