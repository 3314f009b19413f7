package io.mcpgateway.policy.mask;

/**
 * A text as detectors read it: digits of every script, full-width letters and signs, spaces and
 * dashes in their ASCII form; characters that nobody sees are gone. Everything else stays.
 */
final class Folding {
  private static final int KEEP = -1;
  private static final int GONE = -2;

  private Folding() {}

  /** Folds the UTF-8 from {@code from} to {@code to}. */
  static void fold(byte[] source, int from, int to, TracedText folded) {
    folded.clear();
    int copied = from;
    int i = from;
    while (i < to) {
      byte b = source[i];
      if (b >= 0) {
        i++;
        continue;
      }
      int length = Text.length(b);
      int end = Math.min(i + length, to);
      int c = Text.codePointAt(source, i);
      int ascii = ascii(c);
      if (ascii == KEEP && isMark(c) && isDigit(i > copied ? source[i - 1] : folded.last())) {
        // Underlined, crossed out or with a dot above, a digit is the same digit.
        ascii = GONE;
      }
      if (ascii != KEEP) {
        folded.copy(source, copied, i);
        if (ascii != GONE) {
          folded.single((byte) ascii, i, end);
        }
        copied = end;
      }
      i = end;
    }
    folded.copy(source, copied, to);
  }

  private static boolean isMark(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> true;
      default -> false;
    };
  }

  private static boolean isDigit(int b) {
    return b >= '0' && b <= '9';
  }

  private static int ascii(int c) {
    if (c < 0x600) {
      return switch (c) {
        case 0xA0 -> ' ';
        case 0xAD, 0x34F -> GONE;
        case 0xB2 -> '2';
        case 0xB3 -> '3';
        case 0xB9 -> '1';
        default -> KEEP;
      };
    }
    if (c >= 0x2000 && c < 0x2070) {
      return punctuation(c);
    }
    if (c >= 0xFF01 && c <= 0xFF5E) {
      return c - 0xFF01 + '!';
    }
    return switch (c) {
      case 0x1680, 0x3000 -> ' ';
      case 0x2212, 0x2E3A, 0xFE58, 0xFE63 -> '-';
      case 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFEFF, 0xFFA0 -> GONE;
      case 0x3002, 0xFF61 -> '.';
      default -> isIgnorable(c) ? GONE : digit(c);
    };
  }

  /** Ranges of characters that are not shown by default (Unicode, Default_Ignorable_Code_Point). */
  private static boolean isIgnorable(int c) {
    return (c >= 0x180B && c <= 0x180F)
        || (c >= 0xFE00 && c <= 0xFE0F)
        || (c >= 0xFFF0 && c <= 0xFFF8)
        || (c >= 0x1BCA0 && c <= 0x1BCA3)
        || (c >= 0x1D173 && c <= 0x1D17A)
        || (c >= 0xE0000 && c <= 0xE0FFF);
  }

  @SuppressWarnings("CharacterGetNumericValue") // Asked of no letters, and 50 is no digit.
  private static int digit(int c) {
    int digit = Text.digit(c);
    if (digit < 0 && Character.getType(c) == Character.OTHER_NUMBER) {
      // Superscripts, subscripts and circled digits are digits to a reader.
      digit = Character.getNumericValue(c);
    }
    return digit < 0 || digit > 9 ? KEEP : '0' + digit;
  }

  private static int punctuation(int c) {
    if (c <= 0x200A || c == 0x202F || c == 0x205F) {
      return ' ';
    }
    if ((c >= 0x2010 && c <= 0x2015) || c == 0x2043) {
      return '-';
    }
    boolean invisible = c <= 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F);
    return invisible ? GONE : KEEP;
  }
}
