package io.mcpgateway.app.audit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Appends JSON objects, one a line, to a buffer that is used again and again: in the one form that
 * RFC 8785 gives them. Nothing that comes from outside can break out of its string or its line, and
 * no string exceeds its bound. For one thread.
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

  private static final char REPLACEMENT = '\uFFFD';

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final UnaryOperator<String> redaction;
  private final List<String> redacted = new ArrayList<>();
  private final Members line = new Members();
  private final Members object = new Members();
  private byte[] buffer = new byte[64 * 1024];
  private byte[] scratch = new byte[4 * 1024];
  private int size;
  private String within = "";

  // The member that is being written: of the line, and of an object in it.
  private String outerName = "";
  private int outerFrom;
  private String memberName = "";
  private int memberFrom;

  /** Those of one object so far. */
  private static final class Members {
    final List<Member> all = new ArrayList<>();
    int begin;
  }

  /** A member without a comma, and where it stands. */
  private record Member(String name, int from, int to) {}

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
    within = "";
    redacted.clear();
  }

  JsonLine begin() {
    begin(line);
    return this;
  }

  void endLine() {
    if (!redacted.isEmpty()) {
      exact(REDACTED, redacted, redacted.size());
      redacted.clear();
    }
    end(line);
    put('\n');
  }

  /** Objects do not stand within objects. */
  JsonLine beginObject(String name) {
    name(name);
    within = name + '.';
    begin(object);
    return this;
  }

  JsonLine endObject() {
    within = "";
    end(object);
    return ended();
  }

  private void begin(Members members) {
    members.begin = size;
    members.all.clear();
  }

  /** Puts the members in the order of RFC 8785, whatever order they came in. */
  private void end(Members members) {
    int length = size - members.begin;
    if (scratch.length < length) {
      scratch = new byte[Math.max(length, 2 * scratch.length)];
    }
    System.arraycopy(buffer, members.begin, scratch, 0, length);
    size = members.begin;
    members.all.sort(Comparator.comparing(Member::name));
    put('{');
    for (int i = 0; i < members.all.size(); i++) {
      Member each = members.all.get(i);
      if (i > 0) {
        put(',');
      }
      put(scratch, each.from - members.begin, each.to - each.from);
    }
    put('}');
  }

  private JsonLine ended() {
    if (within.isEmpty()) {
      line.all.add(new Member(outerName, outerFrom, size));
    } else {
      object.all.add(new Member(memberName, memberFrom, size));
    }
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
    return ended();
  }

  /**
   * What the gateway says itself, what stands in its configuration, and who it was: as it is, even
   * if it looks like a value.
   */
  JsonLine exact(String name, String value) {
    name(name);
    quoted(value);
    return ended();
  }

  JsonLine number(String name, long value) {
    name(name);
    ascii(Long.toString(value));
    return ended();
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
    return ended();
  }

  /** What is JSON already, in ASCII. */
  JsonLine raw(String name, String json) {
    name(name);
    ascii(json);
    return ended();
  }

  private void name(String name) {
    if (within.isEmpty()) {
      outerName = name;
      outerFrom = size;
    } else {
      memberName = name;
      memberFrom = size;
    }
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
      } else if (c >= ' ' && c < 0x80) {
        put(c);
      } else if (c < ' ') {
        control(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < end
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        utf8(Character.toCodePoint(c, value.charAt(++i)));
      } else {
        // Half a pair is no text; it has no place in canonical JSON.
        utf8(Character.isSurrogate(c) ? REPLACEMENT : c);
      }
    }
    if (cut) {
      utf8(CUT);
    }
    put('"');
  }

  private void control(char c) {
    put('\\');
    switch (c) {
      case '\b' -> put('b');
      case '\t' -> put('t');
      case '\n' -> put('n');
      case '\f' -> put('f');
      case '\r' -> put('r');
      default -> {
        ascii("u00");
        put(HEX[c >> 4]);
        put(HEX[c & 15]);
      }
    }
  }

  private void utf8(int c) {
    if (c < 0x800) {
      put(0xC0 | c >> 6);
    } else {
      if (c < 0x10000) {
        put(0xE0 | c >> 12);
      } else {
        put(0xF0 | c >> 18);
        put(0x80 | c >> 12 & 0x3F);
      }
      put(0x80 | c >> 6 & 0x3F);
    }
    put(0x80 | c & 0x3F);
  }

  private void ascii(String text) {
    for (int i = 0; i < text.length(); i++) {
      put(text.charAt(i));
    }
  }

  private void put(byte[] bytes, int from, int length) {
    if (size + length > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(size + length, 2 * buffer.length));
    }
    System.arraycopy(bytes, from, buffer, size, length);
    size += length;
  }

  private void put(int c) {
    if (size == buffer.length) {
      buffer = Arrays.copyOf(buffer, size * 2);
    }
    buffer[size++] = (byte) c;
  }
}
