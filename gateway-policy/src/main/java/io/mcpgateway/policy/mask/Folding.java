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

  private static int ascii(int c) {
    if (c < 0x600) {
      return switch (c) {
        case 0xA0 -> ' ';
        case 0xAD, 0x34F -> GONE;
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
      case 0x180E, 0xFEFF, 0x61C, 0x115F, 0x1160, 0x3164, 0xFFA0 -> GONE;
      case 0x3002, 0xFF61 -> '.';
      default -> (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0000 && c <= 0xE01EF) ? GONE : digit(c);
    };
  }

  private static int digit(int c) {
    int digit = Text.digit(c);
    if (digit < 0) {
      // Superscripts, subscripts and circled digits are digits to a reader.
      digit =
          c >= 0x2080 && c <= 0x2089
              ? c - 0x2080
              : c >= 0x2460 && c <= 0x2468 ? c - 0x2460 + 1 : c == 0x24EA ? 0 : -1;
    }
    return digit < 0 ? KEEP : '0' + digit;
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
