package io.mcpgateway.core.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events as they go out (WHATWG HTML, server-sent events), written straight into the
 * buffer that is sent. What comes from an upstream is always framed anew.
 */
final class SseFrame {
  private static final byte[] EVENT = ascii("event: message\n");
  private static final byte[] ID = ascii("id: ");
  private static final byte[] RETRY = ascii("retry: ");
  private static final byte[] DATA = ascii("data: ");
  private static final ByteBuf KEEP_ALIVE =
      Unpooled.unreleasableBuffer(
          Unpooled.directBuffer().writeBytes(ascii(": keep-alive\n\n")).asReadOnly());

  private SseFrame() {}

  /** A comment that keeps intermediaries from closing an idle stream. */
  static ByteBuf keepAlive() {
    return KEEP_ALIVE.duplicate();
  }

  /**
   * A {@code message} event.
   *
   * @param data line breaks in it become lines of {@code data}
   * @param id visible ASCII, or null
   * @param retry in milliseconds, or null
   */
  static ByteBuf event(
      ByteBufAllocator allocator, byte[] data, @Nullable String id, @Nullable Long retry) {
    ByteBuf out = allocator.directBuffer(data.length + (id == null ? 64 : id.length() + 96));
    out.writeBytes(EVENT);
    if (id != null) {
      out.writeBytes(ID);
      ByteBufUtil.writeAscii(out, id);
      out.writeByte('\n');
    }
    if (retry != null) {
      out.writeBytes(RETRY);
      ByteBufUtil.writeAscii(out, retry.toString());
      out.writeByte('\n');
    }
    int from = 0;
    for (int i = 0; i <= data.length; i++) {
      if (i == data.length || data[i] == '\n' || data[i] == '\r') {
        out.writeBytes(DATA).writeBytes(data, from, i - from).writeByte('\n');
        if (i + 1 < data.length && data[i] == '\r' && data[i + 1] == '\n') {
          i++;
        }
        from = i + 1;
      }
    }
    return out.writeByte('\n');
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
