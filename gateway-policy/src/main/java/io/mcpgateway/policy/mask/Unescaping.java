package io.mcpgateway.policy.mask;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Undoes percent-encoding (RFC 3986 section 2.1), HTML's character references, numeric ones and the
 * few names that hide signs of values, and the escapes of programming languages for characters by
 * their number.
 */
final class Unescaping {
  private static final int MAX_NAME = 11;

  /** So many digits tell any character; there may be zeros before them. */
  private static final int MAX_DIGITS = 7;

  private static final int MAX_ZEROS = 32;
  private static final int MAX_BACKSLASHES = 8;
  private static final int NONE = -1;
  private static final Map<String, Integer> NAMES =
      Map.ofEntries(
          Map.entry("commat", (int) '@'),
          Map.entry("period", (int) '.'),
          Map.entry("hyphen", 0x2010),
          Map.entry("dash", 0x2010),
          Map.entry("ndash", 0x2013),
          Map.entry("mdash", 0x2014),
          Map.entry("shy", 0xAD),
          Map.entry("nbsp", 0xA0),
          Map.entry("ensp", 0x2002),
          Map.entry("emsp", 0x2003),
          Map.entry("thinsp", 0x2009),
          Map.entry("zwj", 0x200D),
          Map.entry("zwnj", 0x200C),
          Map.entry("colon", (int) ':'),
          Map.entry("sol", (int) '/'),
          Map.entry("plus", (int) '+'),
          Map.entry("lowbar", (int) '_'),
          Map.entry("equals", (int) '='),
          Map.entry("quot", (int) '"'),
          Map.entry("apos", (int) '\''),
          Map.entry("amp", (int) '&'),
          Map.entry("lt", (int) '<'),
          Map.entry("gt", (int) '>'));

  private Unescaping() {}

  /**
   * Reads {@code text}.
   *
   * @return false if there was nothing to undo
   */
  static boolean read(byte[] text, int from, int to, TracedText plain) {
    plain.clear();
    int copied = from;
    int i = from;
    while (i < to) {
      int end =
          switch (text[i]) {
            case '%' -> percent(text, i, to, copied, plain);
            case '&' -> reference(text, i, to, copied, plain);
            case '\\' -> escape(text, i, to, copied, plain);
            default -> i;
          };
      if (end > i) {
        copied = end;
        i = end;
      } else {
        i++;
      }
    }
    if (copied == from) {
      return false;
    }
    plain.copy(text, copied, to);
    return true;
  }

  /** Where the encoded character ends, or {@code at} if there is none. */
  private static int percent(byte[] text, int at, int to, int copied, TracedText plain) {
    if (at + 1 < to && (text[at + 1] | 0x20) == 'u') {
      return number(text, at, at + 2, at + 6, to, copied, plain);
    }
    int first = encodedByte(text, at, to);
    if (first < 0 || (first >= 0x80 && first < 0xC2) || first > 0xF4) {
      return at;
    }
    int length = Text.length((byte) first);
    int c = length == 1 ? first : first & 0x7F >> length;
    for (int i = 1; i < length; i++) {
      int next = encodedByte(text, at + 3 * i, to);
      if ((next & 0xC0) != 0x80) {
        // Bytes of other characters stay as they are: half of one would be no UTF-8.
        return at;
      }
      c = c << 6 | (next & 0x3F);
    }
    return isCharacter(c) && length == Text.utf8Length(c)
        ? put(c, at, at + 3 * length, text, copied, plain)
        : at;
  }

  private static int encodedByte(byte[] text, int at, int to) {
    if (at + 2 >= to || text[at] != '%') {
      return NONE;
    }
    int high = Character.digit(text[at + 1], 16);
    int low = Character.digit(text[at + 2], 16);
    return high < 0 || low < 0 ? NONE : high << 4 | low;
  }

  /** Where the reference ends, or {@code at} if there is none. */
  private static int reference(byte[] text, int at, int to, int copied, TracedText plain) {
    int from = at + 1;
    if (from < to && text[from] == '#') {
      from++;
      boolean hex = from < to && (text[from] | 0x20) == 'x';
      int first = hex ? from + 1 : from;
      int end = digitsEnd(text, first, to, hex ? 16 : 10);
      int c = number(text, first, end, hex ? 16 : 10);
      // Browsers do without the semicolon.
      int stop = end < to && text[end] == ';' ? end + 1 : end;
      return isCharacter(c) ? put(c, at, stop, text, copied, plain) : at;
    }
    int end = from;
    while (end < to && end - from < MAX_NAME && Text.isAsciiLetter(text[end])) {
      end++;
    }
    int c = end < to && text[end] == ';' ? name(text, from, end) : NONE;
    return isCharacter(c) ? put(c, at, end + 1, text, copied, plain) : at;
  }

  /** Where the escape ends that begins with a backslash, or {@code at} if there is none. */
  private static int escape(byte[] text, int at, int to, int copied, TracedText plain) {
    int letter = at + 1;
    // Written down once more, each backslash is two.
    while (letter < to && letter - at < MAX_BACKSLASHES && text[letter] == '\\') {
      letter++;
    }
    if (letter + 1 >= to) {
      return at;
    }
    byte kind = text[letter];
    int from = letter + 1;
    if ((kind == 'u' || kind == 'x') && text[from] == '{') {
      int end = digitsEnd(text, from + 1, to, 16);
      int c = number(text, from + 1, end, 16);
      return isCharacter(c) && end < to && text[end] == '}'
          ? put(c, at, end + 1, text, copied, plain)
          : at;
    }
    return switch (kind) {
      case 'u' -> number(text, at, from, from + 4, to, copied, plain);
      case 'U' -> number(text, at, from, from + 8, to, copied, plain);
      case 'x' -> number(text, at, from, from + 2, to, copied, plain);
      default -> at;
    };
  }

  /**
   * A character, or the first half of one, by hexadecimal digits from {@code from} to {@code end}.
   */
  private static int number(
      byte[] text, int at, int from, int end, int to, int copied, TracedText plain) {
    if (end > to || digitsEnd(text, from, end, 16) != end) {
      return at;
    }
    int c = number(text, from, end, 16);
    if (c >= Character.MIN_HIGH_SURROGATE && c <= Character.MAX_HIGH_SURROGATE) {
      int second = end;
      while (second < to && second - end < from - at && text[second] == text[at + second - end]) {
        second++;
      }
      int last = second + 4;
      if (second - end != from - at || last > to || digitsEnd(text, second, last, 16) != last) {
        return at;
      }
      int low = number(text, second, last, 16);
      return low >= Character.MIN_LOW_SURROGATE && low <= Character.MAX_LOW_SURROGATE
          ? put(Character.toCodePoint((char) c, (char) low), at, last, text, copied, plain)
          : at;
    }
    return isCharacter(c) ? put(c, at, end, text, copied, plain) : at;
  }

  private static int put(int c, int at, int end, byte[] text, int copied, TracedText plain) {
    plain.copy(text, copied, at);
    plain.codePoint(c, at, end);
    return end;
  }

  private static boolean isCharacter(int c) {
    return c > 0
        && c <= Character.MAX_CODE_POINT
        && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE);
  }

  private static int digitsEnd(byte[] text, int from, int to, int radix) {
    int end = from;
    while (end < to && end - from < MAX_ZEROS && Character.digit(text[end], radix) >= 0) {
      end++;
    }
    return end;
  }

  /** What the digits say, or a negative number if they are none or too many. */
  private static int number(byte[] text, int from, int to, int radix) {
    int first = from;
    while (first < to - 1 && text[first] == '0') {
      first++;
    }
    if (first >= to || to - first > MAX_DIGITS) {
      return NONE;
    }
    int value = 0;
    for (int i = first; i < to; i++) {
      value = value * radix + Character.digit(text[i], radix);
    }
    return value;
  }

  private static int name(byte[] text, int from, int to) {
    Integer c = NAMES.get(new String(text, from, to - from, StandardCharsets.ISO_8859_1));
    return c == null ? NONE : c;
  }
}
