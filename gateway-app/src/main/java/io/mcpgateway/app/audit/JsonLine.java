package io.mcpgateway.app.audit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Appends JSON objects in the canonical form of RFC 8785, one a line, to a buffer that is used
 * again and again: members in the order of their names, whole numbers, no blanks. Nothing that
 * comes from outside can break out of its string or its line, and no string exceeds its bound. For
 * one thread.
 *
 * <p>{@link #text} is for everything: values are taken out of it. Only what the configuration or an
 * identity says may be written with {@link #exact}. Of which members something was taken out, and
 * which were cut, {@link #redacted} and {@link #truncated} say.
 */
final class JsonLine {
  /** Characters of one value; what is longer is cut and ends in {@link #CUT}. */
  static final int MAX_LENGTH = 256;

  static final char CUT = '…';

  /**
   * How much of a long value is looked at: a value that begins where it is shown, and goes on
   * beyond, is known by then.
   */
  private static final int WINDOW = 8 * 1024;

  private static final int MAX_DEPTH = 16;

  /** Bytes that a character may take. */
  private static final int MAX_ESCAPE = 6;

  private static final int CUT_BYTES = 3;

  /** Stands for what would not show on a terminal, or do something there. */
  private static final char REPLACED = '\uFFFD';

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final UnaryOperator<String> redaction;
  private final List<String> redacted = new ArrayList<>();
  private final List<String> truncated = new ArrayList<>();
  private final byte[] digits = new byte[20];

  /** The last name at each depth; empty before the first, and in arrays. */
  private final String[] names = new String[MAX_DEPTH];

  private byte[] buffer = new byte[64 * 1024];
  private int size;
  private int depth = -1;
  private boolean first = true;
  private boolean closed;

  /** How often something was taken out of a text, ever. */
  private int redactions;

  /**
   * @param redaction takes values out of a text
   */
  JsonLine(UnaryOperator<String> redaction) {
    this.redaction = redaction;
    Arrays.fill(names, "");
  }

  int size() {
    return size;
  }

  byte[] buffer() {
    return buffer;
  }

  void clear() {
    size = 0;
    depth = -1;
    start();
  }

  private void start() {
    first = true;
    closed = false;
    redacted.clear();
    truncated.clear();
  }

  /** Begins a line. */
  JsonLine begin() {
    start();
    open('{');
    return this;
  }

  void endLine() {
    close('}');
    put('\n');
    if (depth != -1) {
      throw new IllegalStateException("a record ends within " + path());
    }
  }

  JsonLine beginObject(String name) {
    name(name);
    open('{');
    return this;
  }

  JsonLine endObject() {
    close('}');
    return this;
  }

  JsonLine beginArray(String name) {
    name(name);
    open('[');
    return this;
  }

  JsonLine endArray() {
    close(']');
    return this;
  }

  /** An object that is an element of the array that was begun. */
  JsonLine beginElement() {
    separate();
    open('{');
    return this;
  }

  /** What somebody may have written who is not to be believed: without the values in it. */
  JsonLine text(String name, String value) {
    return text(name, value, MAX_LENGTH);
  }

  /** The same with another bound. */
  JsonLine text(String name, String value, int max) {
    name(name);
    int window = Math.max(WINDOW, max * 2);
    boolean isLong = value.length() > window;
    String looked = isLong ? value.substring(0, window) : value;
    String shown = redact(looked);
    if (!shown.equals(looked)) {
      if (closed) {
        throw new IllegalStateException(path() + " comes too late to be redacted");
      }
      add(redacted);
    }
    quoted(isLong ? shown + CUT : shown, max);
    return this;
  }

  /**
   * What the gateway says itself, what stands in its configuration, and who it was: as it is, even
   * if it looks like a value.
   */
  JsonLine exact(String name, String value) {
    name(name);
    quoted(value, MAX_LENGTH);
    return this;
  }

  /**
   * JSON that somebody else wrote, as a text: without the values in it.
   *
   * @param to up to where it is looked at
   * @param end where it ends
   */
  JsonLine json(String name, byte[] json, int from, int to, int end, int maxBytes) {
    int before = redactions;
    String readable = ReadableJson.of(json, from, to, end, this::redact, 2 * maxBytes);
    String shown = redact(readable);
    name(name);
    if (redactions > before) {
      add(redacted);
    }
    // Escapes count: it is the record that has a bound.
    int limit = size + 1 + maxBytes;
    put('"');
    boolean cut = !quoted(shown, 0, shown.length(), limit - CUT_BYTES);
    if (cut) {
      utf8(CUT);
    }
    put('"');
    if (cut || shown.indexOf(CUT) >= 0) {
      add(truncated);
    }
    return this;
  }

  private String redact(String value) {
    String shown = redaction.apply(value);
    redactions += shown.equals(value) ? 0 : 1;
    return shown;
  }

  JsonLine number(String name, long value) {
    name(name);
    long left = value;
    if (left < 0) {
      put('-');
    }
    int at = digits.length;
    do {
      digits[--at] = (byte) ('0' + Math.abs(left % 10));
      left /= 10;
    } while (left != 0);
    while (at < digits.length) {
      put(digits[at++]);
    }
    return this;
  }

  JsonLine bool(String name, boolean value) {
    name(name);
    ascii(value ? "true" : "false");
    return this;
  }

  /** JSON that is canonical already. */
  JsonLine raw(String name, String json) {
    name(name);
    ascii(json);
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
        quoted(String.valueOf(CUT), MAX_LENGTH);
        add(truncated);
        break;
      }
      quoted(value, MAX_LENGTH);
    }
    put(']');
    return this;
  }

  /** Names the members of which something was taken out; no more can be from here on. */
  JsonLine redacted(String name) {
    closed = true;
    return redacted.isEmpty() ? this : exact(name, List.copyOf(redacted), redacted.size());
  }

  /** Names the members that were cut, or have something replaced. */
  JsonLine truncated(String name) {
    return truncated.isEmpty() ? this : exact(name, List.copyOf(truncated), truncated.size());
  }

  private void add(List<String> members) {
    String path = path();
    if (!members.contains(path)) {
      members.add(path);
    }
  }

  /** Where the writer is, such as {@code resources.name}. */
  private String path() {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i <= depth; i++) {
      if (!names[i].isEmpty()) {
        path.append(path.isEmpty() ? "" : ".").append(names[i]);
      }
    }
    return path.toString();
  }

  private void open(char bracket) {
    put(bracket);
    depth++;
    names[depth] = "";
    first = true;
  }

  private void close(char bracket) {
    put(bracket);
    depth--;
    first = false;
  }

  private void separate() {
    if (!first) {
      put(',');
    }
    first = false;
  }

  private void name(String name) {
    // Java compares as RFC 8785 sorts: by UTF-16 code units.
    if (!first && names[depth].compareTo(name) >= 0) {
      throw new IllegalStateException(name + " after " + path());
    }
    names[depth] = name;
    separate();
    quoted(name, Integer.MAX_VALUE);
    put(':');
  }

  private void quoted(String value, int max) {
    put('"');
    int length = value.length();
    boolean cut = length > max;
    int end = cut ? max - 1 : length;
    // Not in the middle of a surrogate pair.
    if (cut && Character.isHighSurrogate(value.charAt(end - 1))) {
      end--;
    }
    boolean whole = quoted(value, 0, end, Integer.MAX_VALUE);
    if (cut) {
      utf8(CUT);
    }
    put('"');
    if (cut || !whole) {
      add(truncated);
    }
  }

  /**
   * The characters of a string, as long as they do not reach beyond {@code limit} in the buffer.
   *
   * @return whether all are there, as they are
   */
  private boolean quoted(String value, int from, int end, int limit) {
    boolean whole = true;
    int plain = from;
    // Almost everything is plain ASCII.
    if (limit == Integer.MAX_VALUE) {
      room(end - from);
      while (plain < end && isPlain(value.charAt(plain))) {
        buffer[size++] = (byte) value.charAt(plain++);
      }
    }
    for (int i = plain; i < end; i++) {
      if (size > limit - MAX_ESCAPE) {
        return false;
      }
      char c = value.charAt(i);
      if (c < 0x7f) {
        plain(c);
        continue;
      }
      int point = c;
      if (Character.isHighSurrogate(c)
          && i + 1 < end
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        point = Character.toCodePoint(c, value.charAt(++i));
      }
      boolean shown = isShown(point);
      whole &= shown;
      utf8(shown ? point : REPLACED);
    }
    return whole;
  }

  /** The escapes that RFC 8785 demands, and no others. */
  private void plain(char c) {
    if (c >= ' ') {
      if (c == '"' || c == '\\') {
        put('\\');
      }
      put(c);
      return;
    }
    put('\\');
    switch (c) {
      case '\b' -> put('b');
      case '\t' -> put('t');
      case '\n' -> put('n');
      case '\f' -> put('f');
      case '\r' -> put('r');
      default -> {
        put('u');
        put('0');
        put('0');
        put(HEX[c >> 4]);
        put(HEX[c & 15]);
      }
    }
  }

  /**
   * Whether a character above ASCII may stand in a line that people print on their terminals: no
   * half of a pair, and nothing that controls, breaks or reorders a line. RFC 8785 has no escape
   * for them.
   */
  private static boolean isShown(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }

  private void utf8(int c) {
    if (c < 0x800) {
      put(0xc0 | c >> 6);
    } else if (c < 0x10000) {
      put(0xe0 | c >> 12);
      put(0x80 | c >> 6 & 0x3f);
    } else {
      put(0xf0 | c >> 18);
      put(0x80 | c >> 12 & 0x3f);
      put(0x80 | c >> 6 & 0x3f);
    }
    put(0x80 | c & 0x3f);
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c < 0x7f && c != '"' && c != '\\';
  }

  private void ascii(String text) {
    room(text.length());
    for (int i = 0; i < text.length(); i++) {
      buffer[size++] = (byte) text.charAt(i);
    }
  }

  private void put(int c) {
    room(1);
    buffer[size++] = (byte) c;
  }

  private void room(int bytes) {
    if (size + bytes > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(size + bytes, buffer.length * 2));
    }
  }
}
