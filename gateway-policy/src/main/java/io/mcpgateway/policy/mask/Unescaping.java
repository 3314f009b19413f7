package io.mcpgateway.policy.mask;

import java.util.Map;

/**
 * Undoes percent-encoding (RFC 3986 section 2.1) and HTML's character references in a text, numeric
 * ones and the few names that hide signs of values.
 */
final class Unescaping {
  private static final int MAX_REFERENCE = 12;
  private static final int MAX_DIGITS = 7;
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

  /** Where the encoded byte ends, or {@code at} if there is none. */
  private static int percent(byte[] text, int at, int to, int copied, TracedText plain) {
    if (at + 2 >= to) {
      return at;
    }
    int high = Character.digit(text[at + 1], 16);
    int low = Character.digit(text[at + 2], 16);
    int value = high << 4 | low;
    // Bytes of other characters stay as they are: half of one would be no UTF-8.
    if (high < 0 || low < 0 || value >= 0x80) {
      return at;
    }
    plain.copy(text, copied, at);
    plain.single((byte) value, at, at + 3);
    return at + 3;
  }

  /** Where the reference ends, or {@code at} if there is none. */
  private static int reference(byte[] text, int at, int to, int copied, TracedText plain) {
    int end = at + 1;
    while (end < to && end - at < MAX_REFERENCE && text[end] != ';') {
      end++;
    }
    if (end >= to || text[end] != ';') {
      return at;
    }
    int c = text[at + 1] == '#' ? number(text, at + 2, end) : name(text, at + 1, end);
    if (c <= 0 || c > Character.MAX_CODE_POINT || (c >= 0xD800 && c <= 0xDFFF)) {
      return at;
    }
    plain.copy(text, copied, at);
    plain.codePoint(c, at, end + 1);
    return end + 1;
  }

  private static int number(byte[] text, int from, int to) {
    boolean hex = from < to && (text[from] | 0x20) == 'x';
    int first = hex ? from + 1 : from;
    int radix = hex ? 16 : 10;
    int value = 0;
    if (first == to || to - first > MAX_DIGITS) {
      return -1;
    }
    for (int i = first; i < to; i++) {
      int digit = Character.digit(text[i], radix);
      if (digit < 0) {
        return -1;
      }
      value = value * radix + digit;
    }
    return value;
  }

  private static int name(byte[] text, int from, int to) {
    Integer c =
        NAMES.get(new String(text, from, to - from, java.nio.charset.StandardCharsets.ISO_8859_1));
    return c == null ? -1 : c;
  }
}
