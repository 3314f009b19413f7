package io.mcpgateway.core.transport;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** A request's body as it arrives, in one array that grows only as far as bytes have come. */
final class RequestBody {
  /** What is allocated on the client's mere word. */
  private static final int TRUSTED_BYTES = 64 * 1024;

  private final int limit;
  private byte[] bytes;
  private int length;

  /**
   * @param announced the {@code Content-Length}, or -1
   */
  RequestBody(int limit, long announced) {
    this.limit = limit;
    this.bytes =
        new byte[announced < 0 ? Math.min(1024, limit) : (int) Math.min(announced, TRUSTED_BYTES)];
  }

  /** Appends {@code part}; false if the body is larger than its limit now. */
  boolean add(ByteBuf part) {
    int more = part.readableBytes();
    if (more > limit - length) {
      return false;
    }
    if (more > bytes.length - length) {
      int doubled = (int) Math.min(limit, 2L * bytes.length);
      bytes = Arrays.copyOf(bytes, Math.max(length + more, doubled));
    }
    part.readBytes(bytes, length, more);
    length += more;
    return true;
  }

  int limit() {
    return limit;
  }

  byte[] bytes() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }
}
