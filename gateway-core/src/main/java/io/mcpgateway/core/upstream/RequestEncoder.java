package io.mcpgateway.core.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;

/** Puts the head and the body of a usual request into one buffer, so that it is one write. */
final class RequestEncoder extends HttpRequestEncoder {
  private static final int HEAD_BYTES = 1024;
  private static final int MAX_JOINED_BYTES = 16 * 1024;

  @Override
  protected void encodeInitialLine(ByteBuf buffer, HttpRequest request) throws Exception {
    if (request instanceof FullHttpRequest full
        && full.content().readableBytes() <= MAX_JOINED_BYTES) {
      // The encoder appends the body if there is room for it.
      buffer.ensureWritable(HEAD_BYTES + full.content().readableBytes());
    }
    super.encodeInitialLine(buffer, request);
  }
}
