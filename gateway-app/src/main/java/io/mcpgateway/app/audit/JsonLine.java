package io.mcpgateway.app.audit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Appends JSON objects, one a line, to a buffer that is used again and again. Nothing that comes
 * from outside can break out of its string or its line, and no string exceeds its bound. For one
 * thread.
 *
 * <p>{@link #text} is for everything: values are taken out of it, and the line ends by saying of
 * which members. Only what the configuration or an identity says may be written with {@link
 * #exact}.
 */
final class JsonLine {
  /** Characters of one value; what is longer is cut and ends in {@link #CUT}. */
  static final int MAX_LENGTH = 256;

  static final char CUT = '…';

  /** Names the members of which something was taken out. */
  static final String REDACTED = "redacted";

  /**
   * How much of a long value is looked at: a value that begins where it is shown, and goes on
   * beyond, is known by then.
   */
  private static final int WINDOW = 8 * 1024;

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final UnaryOperator<String> redaction;
  private final List<String> redacted = new ArrayList<>();
  private byte[] buffer = new byte[64 * 1024];
  private int size;
  private boolean first = true;
  private String within = "";

  /**
   * @param redaction takes values out of a text
   */
  JsonLine(UnaryOperator<String> redaction) {
    this.redaction = redaction;
  }

  int size() {
    return size;
  }

  byte[] buffer() {
    return buffer;
  }

  void clear() {
    size = 0;
    first = true;
    within = "";
    redacted.clear();
  }

  JsonLine begin() {
    put('{');
    first = true;
    return this;
  }

  void endLine() {
    if (!redacted.isEmpty()) {
      exact(REDACTED, redacted, redacted.size());
      redacted.clear();
    }
    put('}');
    put('\n');
    first = true;
  }

  /** Objects do not stand within objects. */
  JsonLine beginObject(String name) {
    name(name);
    within = name + '.';
    return begin();
  }

  JsonLine endObject() {
    put('}');
    first = false;
    within = "";
    return this;
  }

  /** What somebody may have written who is not to be believed: without the values in it. */
  JsonLine text(String name, String value) {
    boolean isLong = value.length() > WINDOW;
    String looked = isLong ? value.substring(0, WINDOW) : value;
    String shown = redaction.apply(looked);
    if (!shown.equals(looked)) {
      redacted.add(within + name);
    }
    name(name);
    quoted(isLong ? shown + CUT : shown);
    return this;
  }

  /**
   * What the gateway says itself, what stands in its configuration, and who it was: as it is, even
   * if it looks like a value.
   */
  JsonLine exact(String name, String value) {
    name(name);
    quoted(value);
    return this;
  }

  JsonLine number(String name, long value) {
    name(name);
    ascii(Long.toString(value));
    return this;
  }

  /** The same as an array; if there are more than {@code max}, the last element says so. */
  JsonLine exact(String name, Collection<String> values, int max) {
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

  /** What is JSON already, in ASCII. */
  JsonLine raw(String name, String json) {
    name(name);
    ascii(json);
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
