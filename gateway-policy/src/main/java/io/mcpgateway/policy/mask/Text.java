package io.mcpgateway.policy.mask;

/** Reads single characters of well-formed UTF-8. */
final class Text {
  private Text() {}

  /** How many bytes the character that begins with {@code lead} has. */
  static int length(byte lead) {
    if (lead >= 0) {
      return 1;
    }
    int b = lead & 0xFF;
    return b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
  }

  /** The character that begins at {@code at}. */
  static int codePointAt(byte[] text, int at) {
    byte lead = text[at];
    return switch (length(lead)) {
      case 1 -> lead;
      case 2 -> (lead & 0x1F) << 6 | continuation(text, at + 1);
      case 3 -> (lead & 0x0F) << 12 | continuation(text, at + 1) << 6 | continuation(text, at + 2);
      default ->
          (lead & 0x07) << 18
              | continuation(text, at + 1) << 12
              | continuation(text, at + 2) << 6
              | continuation(text, at + 3);
    };
  }

  /** Where the character begins that ends before {@code end}. */
  static int startBefore(byte[] text, int end) {
    int start = end - 1;
    while ((text[start] & 0xC0) == 0x80) {
      start--;
    }
    return start;
  }

  private static int continuation(byte[] text, int at) {
    return text[at] & 0x3F;
  }

  static boolean isAsciiDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  static boolean isAsciiLetter(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }

  /** ASCII, full-width and Arabic-Indic digits; −1 for everything else. */
  static int digit(int c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    if (c >= 0xFF10 && c <= 0xFF19) {
      return c - 0xFF10;
    }
    if (c >= 0x660 && c <= 0x669) {
      return c - 0x660;
    }
    return c >= 0x6F0 && c <= 0x6F9 ? c - 0x6F0 : -1;
  }
}
