package io.mcpgateway.app.audit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** More than there are; beyond, they are written anew each time. */
  private static final int MOST_NAMES = 1024;

  /** Stands for what would not show on a terminal, or do something there. */
  private static final char REPLACED = '\uFFFD';

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final UnaryOperator<String> redaction;
  private final List<String> redacted = new ArrayList<>();
  private final List<String> truncated = new ArrayList<>();
  private final byte[] digits = new byte[20];

  /** The last name at each depth; empty before the first, and in arrays. */
  private final String[] names = new String[MAX_DEPTH];

  /** Names as they are written. There are as many as there are members and masks. */
  private final Map<String, byte[]> written = new HashMap<>();

  private char[] chars = new char[MAX_LENGTH];
  private byte[] buffer = new byte[64 * 1024];
  private int size;
  private int depth = -1;
  private boolean first = true;
  private boolean closed;

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
    String shown = redaction.apply(looked);
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
    append(digits, at, digits.length - at);
    return this;
  }

  JsonLine bool(String name, boolean value) {
    name(name);
    ascii(value ? "true" : "false");
    return this;
  }

  /**
   * A copy of what somebody said, that values were taken out of already and that has its bound.
   *
   * @param whole whether nothing of it was left out; otherwise it ends in {@link #CUT}
   */
  JsonLine copy(String name, String masked, boolean whole) {
    name(name);
    quoted(whole ? masked : masked + CUT, Integer.MAX_VALUE);
    if (!whole) {
      add(truncated);
    }
    return this;
  }

  /** JSON that is canonical already. */
  JsonLine raw(String name, String json) {
    name(name);
    ascii(json);
    return this;
  }

  /**
   * A member whose value is {@link #fill filled} in later, here or in a copy.
   *
   * @return where in the buffer it belongs
   */
  int gap(String name) {
    name(name);
    return size;
  }

  /** The value of a {@link #gap}: JSON that is canonical already. */
  void fill(String json) {
    ascii(json);
  }

  /** Makes room for what is none of a line. */
  void skip(int bytes) {
    room(bytes);
    size += bytes;
  }

  /** What is JSON already, or a part of a line that was written before. */
  void append(byte[] bytes, int from, int length) {
    room(length);
    System.arraycopy(bytes, from, buffer, size, length);
    size += length;
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
    byte[] known = written.get(name);
    if (known == null) {
      int from = size;
      quoted(name, Integer.MAX_VALUE);
      put(':');
      if (written.size() < MOST_NAMES) {
        written.put(name, Arrays.copyOfRange(buffer, from, size));
      }
      return;
    }
    append(known, 0, known.length);
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
    // Almost everything is plain ASCII.
    int plain = plain(value, end);
    boolean changed = cut;
    for (int i = plain; i < end; i++) {
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
      changed |= !shown;
      utf8(shown ? point : REPLACED);
    }
    if (cut) {
      utf8(CUT);
    }
    put('"');
    if (changed) {
      add(truncated);
    }
  }

  /**
   * Writes the beginning of a text for as long as it needs no second look.
   *
   * @return how long that was
   */
  private int plain(String value, int end) {
    if (chars.length < end) {
      chars = new char[end];
    }
    value.getChars(0, end, chars, 0);
    room(end);
    int plain = 0;
    while (plain < end && isPlain(chars[plain])) {
      buffer[size++] = (byte) chars[plain++];
    }
    return plain;
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
      put(0xe0 | (c >> 12));
      put(0x80 | ((c >> 6) & 0x3f));
    } else {
      put(0xf0 | (c >> 18));
      put(0x80 | ((c >> 12) & 0x3f));
      put(0x80 | ((c >> 6) & 0x3f));
    }
    put(0x80 | (c & 0x3f));
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c < 0x7f && c != '"' && c != '\\';
  }

  private void ascii(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    append(bytes, 0, bytes.length);
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
