package io.mcpgateway.core.upstream;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Collects a body up to a limit; grows with what arrives, not with what was announced. */
final class BodyBuffer {
  private static final int TRUSTED_BYTES = 64 * 1024;

  private final int limit;
  private byte[] bytes;
  private int length;

  /**
   * @param announced the value of {@code Content-Length}, or −1
   */
  BodyBuffer(int limit, long announced) {
    this.limit = limit;
    this.bytes =
        new byte[(int) Math.min(limit, Math.min(announced < 0 ? 2048 : announced, TRUSTED_BYTES))];
  }

  /** False if that is more than the limit. */
  boolean add(ByteBuf piece) {
    int added = piece.readableBytes();
    if ((long) length + added > limit) {
      return false;
    }
    if (length + added > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(length + added, 2L * length)));
    }
    piece.getBytes(piece.readerIndex(), bytes, length, added);
    length += added;
    return true;
  }

  /** What was collected; the buffer must not be used any more. */
  byte[] take() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }
}
