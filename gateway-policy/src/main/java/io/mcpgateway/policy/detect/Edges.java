package io.mcpgateway.policy.detect;

/** Whether something stands by itself in a text or is a part of something longer. */
final class Edges {
  private static final int LONGEST_LABEL = 32;

  private Edges() {}

  /**
   * Whether nothing is joined to {@code start} to {@code end}: no letter or digit, also none behind
   * a dash or dot, no plus sign before and no at sign behind. A comma joins nothing, as it stands
   * between the columns of a table, unless it is that of a decimal fraction.
   */
  static boolean isFree(Reading text, int start, int end) {
    return isFreeBefore(text, start) && isFreeAfter(text, end);
  }

  static boolean isFreeBefore(Reading text, int start) {
    return switch (text.at(start - 1)) {
      case '-', '.' -> !text.isWord(start - 2);
      case '/' -> !text.isDigit(start - 2);
      case ',' -> !(text.at(start - 2) == '0' && !text.isWord(start - 3));
      case '+' -> false;
      default -> Characters.startsWord(text, start);
    };
  }

  static boolean isFreeAfter(Reading text, int end) {
    return switch (text.at(end)) {
      case '-' -> !text.isWord(end + 1);
      case '.', '/' -> !text.isDigit(end + 1);
      case '@' -> false;
      default -> !text.isWord(end);
    };
  }

  /**
   * Whether at most a label is joined to {@code start} to {@code end}, as in "SSN123456789" or
   * "ssn-123456789": enough beside a word that says what it is.
   */
  static boolean isLabelled(Reading text, int start, int end) {
    return isLabelledBefore(text, start) && isFreeAfter(text, end);
  }

  /** Whether at most a label is joined to what begins at {@code start}. */
  static boolean isLabelledBefore(Reading text, int start) {
    int before = start - 1;
    if (text.at(before) == '-' || text.at(before) == '.') {
      before--;
    }
    int letters = before;
    while (letters > before - LONGEST_LABEL && isLetter(text.at(letters))) {
      letters--;
    }
    return !text.isDigit(letters) && !isHex(text, letters + 1, before + 1, start);
  }

  /** Whether letters directly before a number are the digits of a hexadecimal one, too. */
  private static boolean isHex(Reading text, int from, int to, int start) {
    return to == start && to > from && Alphabet.HEX.start(text, to, LONGEST_LABEL) <= from;
  }

  private static boolean isLetter(int b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }
}
