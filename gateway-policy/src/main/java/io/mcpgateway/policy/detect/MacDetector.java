package io.mcpgateway.policy.detect;

import java.util.List;

/**
 * Finds hardware addresses (EUI-48): six pairs of hexadecimal digits with colons, or with dashes,
 * between them, or three groups of four with dots. Not found: those of zeros or of ones alone,
 * those without separators, longer rows of pairs such as fingerprints, and pairs of decimal digits
 * that are a date and a time.
 */
final class MacDetector implements Detector.OfKeywords {
  private static final int PAIRED = 17;
  private static final int DOTTED = 14;

  @Override
  public List<String> keywords() {
    return List.of(":", "-", ".");
  }

  @Override
  public void look(Reading text, int keyword, int at, int end, Finder finder) {
    int separator = text.at(at);
    if (separator == '.') {
      if (text.at(at + 5) == '.') {
        check(text, at - 4, 4, DOTTED, finder);
      }
    } else if (text.at(at + 3) == separator && text.at(at + 6) == separator) {
      check(text, at - 2, 2, PAIRED, finder);
    }
  }

  private static void check(Reading text, int start, int group, int length, Finder finder) {
    int separator = text.at(start + group);
    int end = start + length;
    if (!Characters.startsWord(text, start)
        || text.isWord(end)
        || text.at(start - 1) == separator
        || (text.at(end) == separator && Alphabet.HEX.has(text.at(end + 1)))) {
      return;
    }
    boolean zeros = true;
    boolean ones = true;
    boolean decimal = true;
    for (int i = 0; i < length; i++) {
      int b = text.at(start + i);
      if (i % (group + 1) == group) {
        if (b != separator) {
          return;
        }
        continue;
      }
      if (!Alphabet.HEX.has(b)) {
        return;
      }
      zeros &= b == '0';
      ones &= b == 'f' || b == 'F';
      decimal &= b <= '9';
    }
    if (!zeros && !ones && !(decimal && isSomethingElse(text, start, group))) {
      finder.found(start, end);
    }
  }

  /** Decimal digits may be a date and a time, or a long number. */
  private static boolean isSomethingElse(Reading text, int start, int group) {
    if (group == 4) {
      return text.at(start) != '0';
    }
    return within(text, start + 3, 1, 12)
        && within(text, start + 6, 1, 31)
        && within(text, start + 9, 0, 23)
        && within(text, start + 12, 0, 59)
        && within(text, start + 15, 0, 59);
  }

  private static boolean within(Reading text, int at, int least, int most) {
    int value = (text.at(at) - '0') * 10 + text.at(at + 1) - '0';
    return value >= least && value <= most;
  }
}
