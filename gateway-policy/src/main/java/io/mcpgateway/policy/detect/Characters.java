package io.mcpgateway.policy.detect;

/** Reads single characters of a reading, and says where words begin and end. */
final class Characters {
  private Characters() {}

  /** The character that begins at {@code at}; 0 outside of the text. */
  static int codePointAt(Reading text, int at) {
    int lead = text.at(at);
    if (lead >= 0) {
      return lead;
    }
    return switch (length(lead)) {
      case 1 -> 0xFFFD;
      case 2 -> (lead & 0x1F) << 6 | rest(text, at + 1);
      case 3 -> (lead & 0x0F) << 12 | rest(text, at + 1) << 6 | rest(text, at + 2);
      default ->
          (lead & 0x07) << 18
              | rest(text, at + 1) << 12
              | rest(text, at + 2) << 6
              | rest(text, at + 3);
    };
  }

  private static int rest(Reading text, int at) {
    return text.at(at) & 0x3F;
  }

  /** How many bytes the character has that begins with {@code lead}. */
  static int length(int lead) {
    int b = lead & 0xFF;
    return b < 0xC0 ? 1 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
  }

  /** Where the character begins that ends before {@code end}, which is within the text. */
  static int startBefore(Reading text, int end) {
    int start = end - 1;
    while (start > text.from() && end - start < 4 && (text.at(start) & 0xC0) == 0x80) {
      start--;
    }
    return start;
  }

  /**
   * Whether a word may begin at {@code at}: no letter or digit stands before it, unless that is the
   * end of an escape, such as {@code \n} or {@code %3D}.
   */
  static boolean startsWord(Reading text, int at) {
    return !text.isWord(at - 1) || isEscaped(text, at);
  }

  /** Whether {@code \n}, {@code \r}, {@code \t} or a percent-encoded byte ends at {@code at}. */
  static boolean isEscaped(Reading text, int at) {
    int before = text.at(at - 1);
    return (text.at(at - 2) == '\\' && (before == 'n' || before == 'r' || before == 't'))
        || (text.at(at - 3) == '%'
            && Alphabet.HEX.has(text.at(at - 2))
            && Alphabet.HEX.has(before));
  }

  static boolean isSpace(int b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }

  static boolean isQuote(int b) {
    return b == '"' || b == '\'' || b == '`';
  }

  static int lower(int b) {
    return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
  }

  static boolean isUpper(int b) {
    return b >= 'A' && b <= 'Z';
  }

  static boolean isLower(int b) {
    return b >= 'a' && b <= 'z';
  }

  /**
   * Whether {@code word}, in lower case, stands at {@code at}, whatever the case there. Its chars
   * are bytes.
   */
  static boolean stands(Reading text, int at, String word) {
    if (at < text.from() || at + word.length() > text.to()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if ((lower(text.bytes()[at + i]) & 0xFF) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** How many different ones of ASCII there are. */
  static int different(Reading text, int from, int to) {
    long low = 0;
    long high = 0;
    for (int i = from; i < to; i++) {
      int b = text.at(i);
      if (b < 64) {
        low |= 1L << b;
      } else {
        high |= 1L << (b - 64);
      }
    }
    return Long.bitCount(low) + Long.bitCount(high);
  }

  /** What stands there, in lower case; bytes that are not ASCII come out as anything. */
  static String lower(Reading text, int from, int to) {
    StringBuilder word = new StringBuilder(to - from);
    for (int i = from; i < to; i++) {
      word.append((char) (lower(text.at(i)) & 0xFF));
    }
    return word.toString();
  }
}
