package io.mcpgateway.policy.mask;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * Reads over what stands within a number but is none of it: the end of a line, and tags that change
 * how it looks. Only what stands around such a place is read, enough to tell what the number is.
 */
final class Joining {
  /** As much as detectors look at for context, and the longest number. */
  private static final int AROUND = 96;

  private static final int MAX_SIGNS = 3;

  /** On both sides of the end of a line, and that. */
  private static final int MAX_BETWEEN = 2 * MAX_SIGNS + 1;

  private static final int MAX_TAGS = 4;
  private static final int MAX_TAG = 80;
  private static final int MAX_NAME = 8;

  /** Groups of numbers that have letters, too. */
  private static final int GROUP = 4;

  /** Fewer digits on both sides are no number that is looked for. */
  private static final int MIN_DIGITS = 9;

  private static final Set<String> INLINE =
      Set.of(
          "a", "abbr", "b", "bdi", "bdo", "big", "br", "code", "del", "em", "font", "i", "ins",
          "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub",
          "sup", "tt", "u", "var", "wbr");

  private final byte[] text;
  private final int from;
  private final int to;
  private final TracedText joined;

  /** What was read, up to there, and how far goes what belongs to the last place. */
  private int copied;

  private int wanted = -1;

  private Joining(byte[] text, int from, int to, TracedText joined) {
    this.text = text;
    this.from = from;
    this.to = to;
    this.joined = joined;
    this.copied = from;
  }

  /**
   * Reads what stands around such places.
   *
   * @return false if there are none
   */
  static boolean read(byte[] text, int from, int to, TracedText joined) {
    joined.clear();
    Joining places = new Joining(text, from, to, joined);
    for (int i = from; i < to; i++) {
      if (text[i] == '\n' || text[i] == '<') {
        i = Math.max(i, places.look(i) - 1);
      }
    }
    return places.end();
  }

  /** Whether there may be such a place from {@code start} to {@code end}. */
  static boolean has(byte[] text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (text[i] == '\n' || text[i] == '<') {
        return true;
      }
    }
    return false;
  }

  /** Where a digit stands shortly before {@code start}, or −1. */
  static int digitBefore(byte[] joined, int start) {
    int i = start - 1;
    while (i >= 0 && start - i <= MAX_SIGNS && isNumberSign(joined[i])) {
      i--;
    }
    return i >= 0 && Text.isAsciiDigit(joined[i]) ? i : -1;
  }

  /** The same behind {@code end}. */
  static int digitAfter(byte[] joined, int end, int to) {
    int i = end;
    while (i < to && i - end < MAX_SIGNS && isNumberSign(joined[i])) {
      i++;
    }
    return i < to && Text.isAsciiDigit(joined[i]) ? i : -1;
  }

  /** Looks at a line's end or a tag; answers where to go on. */
  private int look(int at) {
    int left = at;
    while (left > from && at - left < MAX_SIGNS && isSign(text[left - 1])) {
      left--;
    }
    if (left == from || !isPart(text[left - 1])) {
      return at + 1;
    }
    int right = left;
    int sign = 0;
    int lines = 0;
    int tags = 0;
    int signs = 0;
    while (right < to && !isPart(text[right])) {
      byte b = text[right];
      if (b == '<') {
        int end = ++tags > MAX_TAGS ? -1 : tagEnd(right);
        if (end < 0) {
          return at + 1;
        }
        if (isLineBreak(right)) {
          lines++;
          sign = sign == 0 ? ' ' : sign;
        }
        right = end;
        continue;
      }
      lines += b == '\n' ? 1 : 0;
      signs += isSign(b) ? 1 : 0;
      if ((!isSign(b) && b != '\n') || lines > 1 || signs > MAX_BETWEEN) {
        return at + 1;
      }
      sign = b == '-' ? '-' : sign == 0 ? ' ' : sign;
      right++;
    }
    if (right == to || lines > 1 || !isNumber(left, right, tags > 0)) {
      return at + 1;
    }
    join(left, right, sign);
    return right;
  }

  private void join(int left, int right, int sign) {
    int start = Math.max(from, left - AROUND);
    while (start > from && (text[start] & 0xC0) == 0x80) {
      start--;
    }
    if (wanted >= start) {
      start = copied;
    } else {
      end();
    }
    joined.copy(text, Math.max(start, copied), left);
    if (sign != 0) {
      joined.single((byte) sign, left, right);
    }
    copied = right;
    wanted = Math.min(to, right + AROUND);
  }

  /** Reads to the end of what belongs to the last place; false if there was none. */
  private boolean end() {
    if (wanted < 0) {
      return false;
    }
    while (wanted < to && (text[wanted] & 0xC0) == 0x80) {
      wanted++;
    }
    if (wanted > copied) {
      joined.copy(text, copied, wanted);
    }
    copied = Math.max(copied, wanted);
    joined.single((byte) '\n', copied, copied);
    return true;
  }

  /** Where the tag ends that begins at {@code at}, or −1 if it is none or begins something else. */
  private int tagEnd(int at) {
    int name = at + 1 < to && text[at + 1] == '/' ? at + 2 : at + 1;
    int end = name;
    while (end < to && end - name <= MAX_NAME && Text.isAsciiLetter(text[end])) {
      end++;
    }
    int close = end;
    while (close < to && close - at < MAX_TAG && text[close] != '>' && text[close] != '<') {
      close++;
    }
    if (close == to || text[close] != '>' || close - at == MAX_TAG) {
      return -1;
    }
    String word = new String(text, name, end - name, StandardCharsets.US_ASCII);
    return INLINE.contains(word.toLowerCase(Locale.ROOT)) ? close + 1 : -1;
  }

  private boolean isLineBreak(int at) {
    return at + 2 < to && (text[at + 1] | 0x20) == 'b' && (text[at + 2] | 0x20) == 'r';
  }

  /** Whether what stands before {@code left} and from {@code right} on may be one number. */
  private boolean isNumber(int left, int right, boolean tagged) {
    boolean before = Text.isAsciiDigit(text[left - 1]);
    boolean behind = Text.isAsciiDigit(text[right]);
    if (tagged && (before || behind)) {
      return true;
    }
    if (before && behind) {
      return !isDay(right) && digitsAround(left, right) >= MIN_DIGITS;
    }
    return isGroup(left - GROUP, left) && isGroup(right, right + GROUP);
  }

  /** Whether a line begins with a date, as those of logs do. */
  private boolean isDay(int at) {
    return at + 10 <= to
        && (text[at + 4] == '-' || text[at + 4] == '/')
        && text[at + 7] == text[at + 4];
  }

  private int digitsAround(int left, int right) {
    int digits = 0;
    for (int i = left - 1, others = 0; i >= from && others <= MAX_BETWEEN; i--) {
      boolean digit = Text.isAsciiDigit(text[i]);
      digits += digit ? 1 : 0;
      others = digit ? 0 : isNumberSign(text[i]) ? others + 1 : MAX_BETWEEN + 1;
      if (digits >= MIN_DIGITS) {
        return digits;
      }
    }
    for (int i = right, others = 0; i < to && others <= MAX_BETWEEN; i++) {
      boolean digit = Text.isAsciiDigit(text[i]);
      digits += digit ? 1 : 0;
      others = digit ? 0 : isNumberSign(text[i]) ? others + 1 : MAX_BETWEEN + 1;
      if (digits >= MIN_DIGITS) {
        return digits;
      }
    }
    return digits;
  }

  private static boolean isNumberSign(byte b) {
    return isSign(b) || b == '\n' || b == '.' || b == '/';
  }

  private boolean isGroup(int start, int end) {
    if (start < from || end > to || (start > from && isPart(text[start - 1]))) {
      return false;
    }
    for (int i = start; i < end; i++) {
      if (!Text.isAsciiDigit(text[i]) && (text[i] < 'A' || text[i] > 'Z')) {
        return false;
      }
    }
    return end == to || !isPart(text[end]);
  }

  private static boolean isSign(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '-';
  }

  private static boolean isPart(byte b) {
    return Text.isAsciiDigit(b) || Text.isAsciiLetter(b);
  }
}
