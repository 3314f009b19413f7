package io.mcpgateway.core.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * Netty's HTTP/1.1 decoder, which additionally refuses header lines that are continued on the next
 * line (obs-fold, RFC 9112 section 5.2): Netty would join them silently.
 */
final class StrictHttpDecoder extends HttpRequestDecoder {
  private boolean inHead = true;
  private boolean sawRequestLine;
  private boolean sawAnything;
  private boolean refused;

  StrictHttpDecoder(ListenerSettings.Limits limits) {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(limits.initialLineBytes())
            .setMaxHeaderSize(limits.headerBytes())
            .setStrictLineParsing(true)
            .setUseRfc9112TransferEncoding(true));
  }

  /** Whether a part of a head has come, and not yet the whole. */
  boolean headBegun() {
    return inHead && sawAnything;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out)
      throws Exception {
    if (refused) {
      buffer.skipBytes(buffer.readableBytes());
      return;
    }
    if (inHead) {
      sawAnything |= buffer.isReadable();
      if (folds(buffer)) {
        refused = true;
        buffer.skipBytes(buffer.readableBytes());
        out.add(folded());
        return;
      }
    }
    int before = out.size();
    super.decode(ctx, buffer, out);
    for (int i = before; i < out.size(); i++) {
      if (out.get(i) instanceof HttpRequest) {
        inHead = false;
      }
      if (out.get(i) instanceof LastHttpContent) {
        inHead = true;
        sawRequestLine = false;
        sawAnything = false;
      }
    }
  }

  @Override
  protected HttpMessage createMessage(String[] initialLine) throws Exception {
    sawRequestLine = true;
    return super.createMessage(initialLine);
  }

  /**
   * Whether a line of the head in {@code buffer} begins with white space. The decoder consumes
   * whole lines, so the buffer always begins where a line begins.
   */
  private boolean folds(ByteBuf buffer) {
    int end = buffer.writerIndex();
    int lineStart = buffer.readerIndex();
    if (!sawRequestLine) {
      while (lineStart < end
          && (buffer.getByte(lineStart) == '\r' || buffer.getByte(lineStart) == '\n')) {
        lineStart++;
      }
      lineStart = nextLine(buffer, lineStart, end);
    }
    while (lineStart < end) {
      byte first = buffer.getByte(lineStart);
      if (first == ' ' || first == '\t') {
        return true;
      }
      if (first == '\r' || first == '\n') {
        return false;
      }
      lineStart = nextLine(buffer, lineStart, end);
    }
    return false;
  }

  private static int nextLine(ByteBuf buffer, int from, int end) {
    int lineFeed = buffer.indexOf(from, end, (byte) '\n');
    return lineFeed < 0 ? end : lineFeed + 1;
  }

  private static HttpRequest folded() {
    HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
    request.setDecoderResult(
        DecoderResult.failure(new IllegalArgumentException("a header field spans lines")));
    return request;
  }
}
