package io.mcpgateway.policy.mask;

import java.util.Arrays;

/**
 * Finds payment card numbers (ISO/IEC 7812-1): 13 to 19 digits with the prefix and length of an
 * issuer network and a valid check digit (Luhn), written without a break or in groups with spaces
 * or dashes between them. One pass, no backtracking beyond a card's length. Used by one thread.
 */
final class CardDetector {
  /** What is found. */
  interface Found {
    /**
     * @param lastFour the last four digits; empty if more digits follow so closely that they could
     *     be taken for one number with these four
     */
    void card(int start, int end, String lastFour);
  }

  private static final int MIN_DIGITS = 13;
  private static final int MAX_DIGITS = 19;
  private static final int MAX_SEPARATORS = 3;
  private static final int MIN_GROUP = 3;
  private static final int MAX_GROUP = 8;
  private static final int UUID_LENGTH = 36;

  private byte[] digits = new byte[64];
  private int digitCount;

  // Groups of the run at hand: where they stand in the text, and their first digit in `digits`.
  private int[] groupStart = new int[16];
  private int[] groupEnd = new int[16];
  private int[] firstDigit = new int[17];
  private int groups;

  void find(byte[] text, int from, int to, Found found) {
    int matchedTo = from;
    for (int i = from; i < to; ) {
      byte b = text[i];
      if (b >= 0 ? !Text.isAsciiDigit(b) : Text.digit(Text.codePointAt(text, i)) < 0) {
        i += Text.length(b);
        continue;
      }
      i = readRun(text, i, to);
      if (digitCount >= MIN_DIGITS) {
        matchedTo = report(text, from, to, matchedTo, found);
      }
    }
  }

  /** Whether {@code text} is the digits of a card number and nothing else. */
  boolean isCard(String text) {
    digitCount = 0;
    for (int i = 0; i < text.length(); i++) {
      addDigit(text.charAt(i) - '0');
    }
    return digitCount >= MIN_DIGITS && digitCount <= MAX_DIGITS && isCard(0, digitCount);
  }

  /** Reads groups of digits as long as only separators stand between them. */
  private int readRun(byte[] text, int start, int to) {
    digitCount = 0;
    groups = 0;
    int i = start;
    while (true) {
      i = readGroup(text, i, to);
      int next = i;
      int separators = 0;
      while (next < to
          && separators <= MAX_SEPARATORS
          && isSeparator(Text.codePointAt(text, next))) {
        next += Text.length(text[next]);
        separators++;
      }
      if (separators == 0
          || separators > MAX_SEPARATORS
          || next >= to
          || Text.digit(Text.codePointAt(text, next)) < 0) {
        return i;
      }
      i = next;
    }
  }

  private int readGroup(byte[] text, int start, int to) {
    int first = digitCount;
    int end = start;
    int i = start;
    while (i < to) {
      int c = Text.codePointAt(text, i);
      int digit = Text.digit(c);
      if (digit < 0 && !isIgnorable(c)) {
        break;
      }
      i += Text.length(text[i]);
      if (digit >= 0) {
        addDigit(digit);
        end = i;
      }
    }
    if (groups == groupStart.length) {
      groupStart = Arrays.copyOf(groupStart, groups * 2);
      groupEnd = Arrays.copyOf(groupEnd, groups * 2);
      firstDigit = Arrays.copyOf(firstDigit, groups * 2 + 1);
    }
    groupStart[groups] = start;
    groupEnd[groups] = end;
    firstDigit[groups] = first;
    groups++;
    firstDigit[groups] = digitCount;
    return i;
  }

  private void addDigit(int digit) {
    if (digitCount == digits.length) {
      digits = Arrays.copyOf(digits, digitCount * 2);
    }
    digits[digitCount++] = (byte) digit;
  }

  private int report(byte[] text, int from, int to, int matchedTo, Found found) {
    int matched = matchedTo;
    for (int first = 0; first < groups; first++) {
      int last = longestCard(first);
      if (last < 0
          || !standsAlone(text, from, to, groupStart[first], groupEnd[last])
          || isFraction(text, Math.max(from, matched), groupStart[first])) {
        continue;
      }
      matched = groupEnd[last];
      boolean more = last < groups - 1;
      found.card(groupStart[first], matched, more ? "" : lastFour(firstDigit[last + 1]));
      first = last;
    }
    return matched;
  }

  /** The last group of the longest card number that begins with group {@code first}, or −1. */
  private int longestCard(int first) {
    int longest = -1;
    for (int last = first; last < groups; last++) {
      int total = firstDigit[last + 1] - firstDigit[first];
      if (total > MAX_DIGITS || (last > first && !groupsLikeACard(first, last))) {
        break;
      }
      if (total >= MIN_DIGITS && isCard(firstDigit[first], total)) {
        longest = last;
      }
    }
    return longest;
  }

  private boolean groupsLikeACard(int first, int last) {
    return size(first) >= MIN_GROUP
        && size(first) <= MAX_GROUP
        && size(last) <= MAX_GROUP
        && (last == first + 1 || size(last - 1) >= MIN_GROUP);
  }

  private int size(int group) {
    return firstDigit[group + 1] - firstDigit[group];
  }

  private String lastFour(int end) {
    StringBuilder four = new StringBuilder(4);
    for (int i = end - 4; i < end; i++) {
      four.append((char) ('0' + digits[i]));
    }
    return four.toString();
  }

  /** False for digits within a mix of letters and digits, such as a hash or an identifier. */
  private static boolean standsAlone(byte[] text, int from, int to, int start, int end) {
    int before = start;
    while (before > from && Text.isAsciiLetter(text[before - 1])) {
      before--;
    }
    int after = end;
    while (after < to && Text.isAsciiLetter(text[after])) {
      after++;
    }
    boolean digitBefore = before < start && before > from && Text.isAsciiDigit(text[before - 1]);
    boolean digitAfter = after > end && after < to && Text.isAsciiDigit(text[after]);
    return !digitBefore && !digitAfter && !isInUuid(text, from, to, start, end);
  }

  private static boolean isInUuid(byte[] text, int from, int to, int start, int end) {
    int first = start;
    while (first > from && start - first < UUID_LENGTH && isUuidSign(text[first - 1])) {
      first--;
    }
    int last = end;
    while (last < to && last - end < UUID_LENGTH && isUuidSign(text[last])) {
      last++;
    }
    return last - first == UUID_LENGTH
        && text[first + 8] == '-'
        && text[first + 13] == '-'
        && text[first + 18] == '-'
        && text[first + 23] == '-';
  }

  private static boolean isUuidSign(byte b) {
    return b == '-' || Text.isAsciiDigit(b) || Text.isAsciiLetter(b);
  }

  /** Whether the digits at {@code start} are the fraction of a decimal number. */
  private static boolean isFraction(byte[] text, int from, int start) {
    return start - 2 >= from && text[start - 1] == '.' && Text.isAsciiDigit(text[start - 2]);
  }

  private static boolean isSeparator(int c) {
    return c == ' '
        || c == '-'
        || c == 0xA0
        || c == 0x2009
        || c == 0x202F
        || (c >= 0x2010 && c <= 0x2015)
        || c == 0x2212;
  }

  /** Characters that nobody sees. */
  private static boolean isIgnorable(int c) {
    return (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF || c == 0xAD;
  }

  private boolean isCard(int first, int count) {
    return isIssued(first, count) && hasCheckDigit(first, count) && !allEqual(first, count);
  }

  private boolean allEqual(int first, int count) {
    for (int i = 1; i < count; i++) {
      if (digits[first + i] != digits[first]) {
        return false;
      }
    }
    return true;
  }

  private boolean hasCheckDigit(int first, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      int digit = digits[first + count - 1 - i];
      if (i % 2 == 1) {
        digit = digit > 4 ? 2 * digit - 9 : 2 * digit;
      }
      sum += digit;
    }
    return sum % 10 == 0;
  }

  /** Whether an issuer network has numbers of this length that begin like this. */
  private boolean isIssued(int first, int count) {
    int six = 0;
    for (int i = 0; i < 6; i++) {
      six = six * 10 + digits[first + i];
    }
    int four = six / 100;
    int three = six / 1_000;
    int two = six / 10_000;
    boolean sixteenUp = count >= 16;
    return switch (digits[first]) {
      case 4 -> count == 13 || count == 16 || count == 19;
      case 5 ->
          (two >= 51 && two <= 55 && count == 16)
              || four == 5018
              || four == 5020
              || four == 5038
              || four == 5893;
      case 2 ->
          (four >= 2221 && four <= 2720 && count == 16)
              || (four >= 2200 && four <= 2204 && sixteenUp);
      case 3 ->
          ((two == 34 || two == 37) && count == 15)
              || (four >= 3528 && four <= 3589 && sixteenUp)
              || (((three >= 300 && three <= 305)
                      || three == 309
                      || two == 36
                      || two == 38
                      || two == 39)
                  && count >= 14);
      case 6 ->
          ((four == 6011 || two == 65 || two == 60 || (three >= 644 && three <= 649) || two == 62)
                  && sixteenUp)
              || four == 6304
              || four == 6759
              || (four >= 6761 && four <= 6763);
      default -> false;
    };
  }
}
