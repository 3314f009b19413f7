package io.mcpgateway.core.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads JSON text (RFC 8259) from bytes, strictly and in one pass, without making anything of it:
 * it says where values begin and end, and refuses what is not JSON, two members of one name at any
 * level, and what is deeper, wider or longer than {@link Json} allows.
 *
 * <p>The bytes must be well-formed UTF-8 ({@link Utf8}). Used by one thread.
 */
final class JsonCursor {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final int MAX_NUMBER_LENGTH = 1000;

  /** The names that nearly every message has: answered without making a string. */
  private static final String[] COMMON_NAMES = {
    "jsonrpc",
    "id",
    "method",
    "params",
    "result",
    "error",
    "name",
    "arguments",
    "_meta",
    "uri",
    "content",
    "structuredContent",
    "type",
    "text",
    "resultType",
    "isError",
    McpHeaders.META_PROTOCOL_VERSION,
    McpHeaders.META_CLIENT_CAPABILITIES,
    McpHeaders.META_CLIENT_INFO,
  };

  private final byte[] bytes;
  private final int end;
  private final MemberNames names;
  private int at;
  private int depth;
  private int tokens;
  private boolean fresh;
  private int nameStart;
  private int nameEnd;

  JsonCursor(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
    this.names = MemberNames.of(bytes);
  }

  /** The next byte that is not white space, not consumed; 0 at the end. */
  byte peek() {
    while (at < end) {
      byte b = bytes[at];
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return b;
      }
      at++;
    }
    return 0;
  }

  /** Where the cursor stands: before a value after {@link #peek}, behind it after {@link #skip}. */
  int position() {
    return at;
  }

  /** Nothing but white space is left; the cursor is not used any more. */
  void expectEnd() throws MalformedJsonException {
    if (peek() != 0 || at < end) {
      throw malformed("expected nothing after the message");
    }
    names.release();
  }

  // Objects and arrays, entered.

  void enterObject() throws MalformedJsonException {
    enter('{');
    names.open();
  }

  /**
   * Moves to the next member of the entered object, before its value; false, and out of the object,
   * if there is none.
   */
  boolean nextMember() throws MalformedJsonException {
    if (!nextElement('}')) {
      names.close();
      return false;
    }
    if (peek() != '"') {
      throw malformed("expected a member name");
    }
    nameStart = at + 1;
    boolean escaped = string();
    nameEnd = at - 1;
    if (nameEnd - nameStart > Json.MAX_NAME_LENGTH) {
      throw refused("a member name is longer than " + Json.MAX_NAME_LENGTH);
    }
    if (escaped && hasHalfPair(name())) {
      // Readers disagree on it: some refuse, some put U+FFFD, which makes one name of two.
      throw malformed("half a surrogate pair in a member name");
    }
    if (!names.add(nameStart, nameEnd, escaped)) {
      throw refused("two members of one name");
    }
    if (peek() != ':') {
      throw malformed("expected a colon");
    }
    at++;
    peek();
    return true;
  }

  /** The name of the member that {@link #nextMember} moved to. */
  String name() {
    int length = nameEnd - nameStart;
    for (String common : COMMON_NAMES) {
      if (common.length() == length && isName(common)) {
        return common;
      }
    }
    return Json.string(bytes, new Span(nameStart - 1, nameEnd + 1));
  }

  private static boolean hasHalfPair(String text) {
    for (int i = 0; i < text.length(); i++) {
      int c = text.codePointAt(i);
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        return true;
      }
      i += Character.charCount(c) - 1;
    }
    return false;
  }

  private boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (bytes[nameStart + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  void enterArray() throws MalformedJsonException {
    enter('[');
  }

  /** Moves to the next element of the entered array; false, and out of the array, if none. */
  boolean nextValue() throws MalformedJsonException {
    return nextElement(']');
  }

  private void enter(char opening) throws MalformedJsonException {
    if (peek() != opening) {
      throw malformed("expected " + opening);
    }
    at++;
    if (++depth > Json.MAX_DEPTH) {
      throw refused("nested deeper than " + Json.MAX_DEPTH);
    }
    fresh = true;
  }

  private boolean nextElement(char closing) throws MalformedJsonException {
    byte next = peek();
    if (next == closing) {
      at++;
      depth--;
      fresh = false;
      return false;
    }
    if (!fresh) {
      if (next != ',') {
        throw malformed("expected a comma or " + closing);
      }
      at++;
      if (peek() == closing) {
        throw malformed("expected a value after the comma");
      }
    }
    fresh = false;
    if (++tokens > Json.MAX_TOKENS) {
      throw refused("more than " + Json.MAX_TOKENS + " members");
    }
    return true;
  }

  // Values, skipped.

  /** Reads the value that comes next, whatever it is, and stands behind it. */
  void skip() throws MalformedJsonException {
    switch (peek()) {
      case '{' -> {
        enterObject();
        while (nextMember()) {
          skip();
        }
      }
      case '[' -> {
        enterArray();
        while (nextValue()) {
          skip();
        }
      }
      case '"' -> string();
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> number();
    }
  }

  /** Reads a string; says whether it has escapes. */
  private boolean string() throws MalformedJsonException {
    byte[] text = bytes;
    int last = end;
    boolean escaped = false;
    int i = at + 1;
    while (i < last) {
      if (last - i >= Long.BYTES) {
        long special = special((long) LONGS.get(text, i));
        if (special == 0) {
          i += Long.BYTES;
          continue;
        }
        i += Long.numberOfTrailingZeros(special) >>> 3;
      }
      byte b = text[i];
      if (b == '"') {
        at = i + 1;
        return escaped;
      }
      if (b == '\\') {
        escaped = true;
        i = escape(i + 1);
      } else if (b >= 0 && b < 0x20) {
        at = i;
        throw malformed("a control character in a string");
      } else {
        i++;
      }
    }
    at = last;
    throw malformed("a string has no end");
  }

  /**
   * Marks, in the high bit of its byte, the first of eight bytes that is a quote, a backslash or a
   * control character; what is marked above the first means nothing. Zero if there is none.
   */
  private static long special(long word) {
    long quote = word ^ (ONES * '"');
    long backslash = word ^ (ONES * '\\');
    long found =
        ((quote - ONES) & ~quote)
            | ((backslash - ONES) & ~backslash)
            | ((word - ONES * 0x20) & ~word);
    return found & HIGH_BITS;
  }

  private int escape(int i) throws MalformedJsonException {
    return switch (i < end ? bytes[i] : 0) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> i + 1;
      case 'u' -> {
        for (int digit = i + 1; digit <= i + 4; digit++) {
          if (digit >= end || Character.digit((char) bytes[digit], 16) < 0) {
            at = i;
            throw malformed("expected four hexadecimal digits");
          }
        }
        yield i + 5;
      }
      default -> {
        at = i;
        throw malformed("an unknown escape");
      }
    };
  }

  private void literal(String word) throws MalformedJsonException {
    if (end - at < word.length()) {
      throw malformed("not valid JSON");
    }
    for (int i = 0; i < word.length(); i++) {
      if (bytes[at + i] != word.charAt(i)) {
        throw malformed("not valid JSON");
      }
    }
    at += word.length();
    expectDelimiter();
  }

  private void number() throws MalformedJsonException {
    int start = at;
    if (at < end && bytes[at] == '-') {
      at++;
    }
    if (at < end && bytes[at] == '0') {
      at++;
    } else {
      digits();
    }
    if (at < end && bytes[at] == '.') {
      at++;
      digits();
    }
    if (at < end && (bytes[at] == 'e' || bytes[at] == 'E')) {
      at++;
      if (at < end && (bytes[at] == '+' || bytes[at] == '-')) {
        at++;
      }
      digits();
    }
    if (at - start > MAX_NUMBER_LENGTH) {
      throw refused("a number is longer than " + MAX_NUMBER_LENGTH);
    }
    expectDelimiter();
  }

  private void digits() throws MalformedJsonException {
    int start = at;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    if (at == start) {
      throw malformed("not valid JSON");
    }
  }

  /** {@code 12true} is no number, {@code nullx} no literal. */
  private void expectDelimiter() throws MalformedJsonException {
    if (at < end) {
      switch (bytes[at]) {
        case ' ', '\t', '\r', '\n', ',', ']', '}' -> {}
        default -> throw malformed("not valid JSON");
      }
    }
  }

  private MalformedJsonException malformed(String problem) {
    return new MalformedJsonException(problem, at, false);
  }

  /** It may be JSON to others. */
  private MalformedJsonException refused(String problem) {
    return new MalformedJsonException(problem, at, true);
  }
}
