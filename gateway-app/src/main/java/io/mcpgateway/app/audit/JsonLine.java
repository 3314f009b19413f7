package io.mcpgateway.app.audit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;

/**
 * Appends JSON objects, one a line, to a buffer that is used again and again. Nothing that comes
 * from outside can break out of its string or its line, and no string exceeds its bound. For one
 * thread.
 */
final class JsonLine {
  /** Characters of one value; what is longer is cut and ends in {@link #CUT}. */
  static final int MAX_LENGTH = 256;

  static final char CUT = '…';

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] buffer = new byte[64 * 1024];
  private int size;
  private boolean first = true;

  int size() {
    return size;
  }

  byte[] buffer() {
    return buffer;
  }

  void clear() {
    size = 0;
    first = true;
  }

  JsonLine begin() {
    put('{');
    first = true;
    return this;
  }

  void endLine() {
    put('}');
    put('\n');
    first = true;
  }

  JsonLine beginObject(String name) {
    name(name);
    return begin();
  }

  JsonLine endObject() {
    put('}');
    first = false;
    return this;
  }

  JsonLine text(String name, String value) {
    name(name);
    quoted(value);
    return this;
  }

  JsonLine number(String name, long value) {
    name(name);
    ascii(Long.toString(value));
    return this;
  }

  /** An array; if there are more than {@code max}, the last element says so. */
  JsonLine texts(String name, Collection<String> values, int max) {
    name(name);
    put('[');
    int written = 0;
    for (String value : values) {
      if (written > 0) {
        put(',');
      }
      if (written++ == max) {
        quoted(String.valueOf(CUT));
        break;
      }
      quoted(value);
    }
    put(']');
    return this;
  }

  private void name(String name) {
    if (!first) {
      put(',');
    }
    first = false;
    quoted(name);
    put(':');
  }

  private void quoted(String value) {
    put('"');
    int length = value.length();
    boolean cut = length > MAX_LENGTH;
    int end = cut ? MAX_LENGTH - 1 : length;
    // Not in the middle of a surrogate pair.
    if (cut && Character.isHighSurrogate(value.charAt(end - 1))) {
      end--;
    }
    for (int i = 0; i < end; i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        put('\\');
        put(c);
      } else if (c >= ' ' && c < 0x7f) {
        put(c);
      } else {
        escape(c);
      }
    }
    if (cut) {
      escape(CUT);
    }
    put('"');
  }

  /** Everything but visible ASCII is escaped: such a line is safe to print on any terminal. */
  private void escape(char c) {
    put('\\');
    put('u');
    put(HEX[c >> 12]);
    put(HEX[c >> 8 & 15]);
    put(HEX[c >> 4 & 15]);
    put(HEX[c & 15]);
  }

  private void ascii(String text) {
    for (int i = 0; i < text.length(); i++) {
      put(text.charAt(i));
    }
  }

  private void put(int c) {
    if (size == buffer.length) {
      buffer = Arrays.copyOf(buffer, size * 2);
    }
    buffer[size++] = (byte) c;
  }
}
