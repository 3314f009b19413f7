package io.mcpgateway.benchmarks.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Finds where an HTTP/1.1 message ends and where its body is, without building anything. One
 * belongs to one connection: it holds what the last call of {@link #read} found.
 *
 * <p>It knows what well-behaved peers on one machine send: a length, chunks, or no body.
 */
final class HttpFraming {

  private static final int LONGEST_HEAD = 64 * 1024;
  private static final byte LF = '\n';

  private int bodyStart;
  private int end;
  private int length;
  private boolean chunked;

  /** Whether {@code in} holds a whole message at its reader index. */
  boolean read(ByteBuf in) {
    if (!readHead(in)) {
      return false;
    }
    if (chunked) {
      return readChunks(in);
    }
    end = bodyStart + length;
    return end <= in.writerIndex();
  }

  /** Whether {@code in} holds a whole head at its reader index, whatever follows. */
  boolean readHead(ByteBuf in) {
    length = 0;
    chunked = false;
    int limit = in.writerIndex();
    int line = in.readerIndex();
    while (true) {
      int lf = in.indexOf(line, limit, LF);
      if (lf < 0) {
        if (limit - in.readerIndex() > LONGEST_HEAD) {
          throw new IllegalStateException("a head of more than " + LONGEST_HEAD + " bytes");
        }
        return false;
      }
      if (lf - line <= 1) {
        bodyStart = lf + 1;
        return true;
      }
      readField(in, line, lf);
      line = lf + 1;
    }
  }

  /** Index after the head. */
  int bodyStart() {
    return bodyStart;
  }

  /** Index after the message. */
  int end() {
    return end;
  }

  /** The body of the message that {@link #read} found, without chunk sizes. */
  byte[] body(ByteBuf in) {
    if (!chunked) {
      byte[] body = new byte[length];
      in.getBytes(bodyStart, body);
      return body;
    }
    byte[] body = new byte[end - bodyStart];
    int filled = 0;
    int at = bodyStart;
    while (true) {
      int lf = in.indexOf(at, end, LF);
      int size = hex(in, at, lf);
      if (size == 0) {
        return Arrays.copyOf(body, filled);
      }
      in.getBytes(lf + 1, body, filled, size);
      filled += size;
      at = lf + 1 + size + 2;
    }
  }

  private void readField(ByteBuf in, int line, int lf) {
    int first = in.getByte(line) | 0x20;
    if (first == 'c' && isField(in, line, lf, "content-length:")) {
      length = decimal(in, line + "content-length:".length(), lf);
    } else if (first == 't' && isField(in, line, lf, "transfer-encoding:")) {
      chunked =
          in.toString(line, lf - line, StandardCharsets.US_ASCII)
              .toLowerCase(Locale.ROOT)
              .contains("chunked");
    }
  }

  private static boolean isField(ByteBuf in, int line, int lf, String name) {
    if (lf - line < name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      int seen = in.getByte(line + i);
      int lower = seen >= 'A' && seen <= 'Z' ? seen | 0x20 : seen;
      if (lower != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean readChunks(ByteBuf in) {
    int limit = in.writerIndex();
    int at = bodyStart;
    while (true) {
      int lf = in.indexOf(at, limit, LF);
      if (lf < 0) {
        return false;
      }
      int size = hex(in, at, lf);
      at = lf + 1;
      if (size == 0) {
        return readTrailers(in, at, limit);
      }
      at += size + 2;
      if (at > limit) {
        return false;
      }
    }
  }

  private boolean readTrailers(ByteBuf in, int from, int limit) {
    int at = from;
    while (true) {
      int lf = in.indexOf(at, limit, LF);
      if (lf < 0) {
        return false;
      }
      if (lf - at <= 1) {
        end = lf + 1;
        return true;
      }
      at = lf + 1;
    }
  }

  private static int decimal(ByteBuf in, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = in.getByte(i) - '0';
      if (digit >= 0 && digit <= 9) {
        value = value * 10 + digit;
      }
    }
    return value;
  }

  private static int hex(ByteBuf in, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = Character.digit(in.getByte(i), 16);
      if (digit < 0) {
        break;
      }
      value = value * 16 + digit;
    }
    return value;
  }
}
