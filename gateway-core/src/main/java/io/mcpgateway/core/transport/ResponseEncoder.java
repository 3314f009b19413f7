package io.mcpgateway.core.transport;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/** Puts the head and the body of a usual answer into one buffer, so that it is one write. */
final class ResponseEncoder extends HttpResponseEncoder {
  private static final int HEAD_BYTES = 512;
  private static final int MAX_JOINED_BYTES = 16 * 1024;

  @Override
  protected void encodeInitialLine(ByteBuf buffer, HttpResponse response) throws Exception {
    if (response instanceof FullHttpResponse full
        && full.content().readableBytes() <= MAX_JOINED_BYTES) {
      // The encoder appends the body if there is room for it.
      buffer.ensureWritable(HEAD_BYTES + full.content().readableBytes());
    }
    super.encodeInitialLine(buffer, response);
  }
}
