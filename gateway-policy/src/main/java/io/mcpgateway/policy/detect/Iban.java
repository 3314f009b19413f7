package io.mcpgateway.policy.detect;

import java.util.StringTokenizer;

/**
 * International bank account numbers (ISO 13616): a country, two check digits, and as many letters
 * and digits as its banks use, by the registry of IBANs (SWIFT, release 99 and later additions).
 *
 * <p>Found whatever the case, in one row or with single spaces, dashes or dots between any two
 * signs. Letters and digits joined to it hide it, unless they are the word "IBAN" or the code of a
 * field in a bank statement ("?31").
 */
final class Iban implements Detector.OfNumbers {
  private static final String STRUCTURES =
      """
      AD8n12c AE19n AL8n16c AT16n AZ4a20c BA16n BE12n BG4a6n8c
      BH4a14c BI23n BR23n1a1c BY4c4n16c CH5n12c CR18n CY8n16c CZ20n
      DE18n DJ23n DK14n DO4c20n EE16n EG25n ES20n FI14n
      FK2a12n FO14n FR10n11c2n GB4a14n GE2a16n GI4a15c GL14n GR7n16c
      GT24c HN4a20n HR17n HU24n IE4a14n IL19n IQ4a15n IS22n
      IT1a10n12c JO4a4n18c KW4a22c KZ3n13c LB4n20c LC4a24c LI5n12c LT16n
      LU3n13c LV4a13c LY21n MC10n11c2n MD20c ME18n MK3n10c2n MN16n
      MR23n MT4a5n18c MU4a19n3a NI4a20n NL4a10n NO11n OM3n16c PK4a16c
      PL24n PS4a21c PT21n QA4a21c RO4a16c RS18n RU14n15c SA2n18c
      SC4a20n3a SD14n SE20n SI15n SK20n SM1a10n12c SO19n ST21n
      SV4a20n TL19n TN20n TR6n16c UA6n19c VA18n VG4a16n XK16n
      YE4a4n18c
      """;

  private static final int LETTERS = 26;
  private static final int MIN_DIGITS = 2;
  private static final String LABEL = "iban";

  /** Of each country, by its letters: what stands at each place behind the check digits. */
  private static final byte[][] PLACES = new byte[LETTERS * LETTERS][0];

  static {
    StringTokenizer structures = new StringTokenizer(STRUCTURES);
    while (structures.hasMoreTokens()) {
      read(structures.nextToken());
    }
  }

  /** Reads "DE18n": 18 digits. Places are n for a digit, a for a letter and c for either. */
  private static void read(String structure) {
    StringBuilder places = new StringBuilder();
    int times = 0;
    for (int i = 2; i < structure.length(); i++) {
      char c = structure.charAt(i);
      if (c >= '0' && c <= '9') {
        times = times * 10 + (c - '0');
      } else {
        places.repeat(c, times);
        times = 0;
      }
    }
    byte[] all = new byte[places.length()];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) places.charAt(i);
    }
    PLACES[country(structure.charAt(0), structure.charAt(1))] = all;
  }

  private static int country(int first, int second) {
    return (first - 'A') * LETTERS + second - 'A';
  }

  @Override
  public int minDigits() {
    return MIN_DIGITS;
  }

  /** The check digits, alone or with digits that stand behind them. */
  @Override
  public boolean begins(int length) {
    return length >= 2;
  }

  @Override
  public void look(Reading text, NumberRun run, int group, Finder finder) {
    int digits = run.start(group);
    int end = end(text, digits);
    if (end > 0) {
      finder.found(start(text, digits), end);
    }
  }

  /** Whether the number from {@code start} to {@code end} is a part of one, written in fours. */
  static boolean surrounds(Reading text, NumberRun run, int group, int end) {
    if (end(text, run.start(group)) >= end) {
      return true;
    }
    for (int before = group - 1; before >= 0 && group - before <= 8; before--) {
      if (run.length(before) == 2 && end(text, run.start(before)) >= end) {
        return true;
      }
      if (run.length(before) > 4) {
        return false;
      }
    }
    return false;
  }

  /** Where the country begins whose check digits stand at {@code digits}. */
  private static int start(Reading text, int digits) {
    return isLetter(text.at(digits - 1)) ? digits - 2 : digits - 3;
  }

  /** Where the number ends whose check digits stand at {@code digits}, or −1 if none does. */
  private static int end(Reading text, int digits) {
    if (!isLetter(text.at(digits - 1)) && !isLetter(text.at(digits - 2))) {
      return -1;
    }
    int start = start(text, digits);
    int first = text.at(start);
    int second = text.at(start + 1);
    if (!isLetter(first) || !isLetter(second) || !startsAnew(text, start)) {
      return -1;
    }
    if (start + 2 < digits && (!isSeparator(text.at(digits - 1)) || first > 'Z' || second > 'Z')) {
      return -1;
    }
    byte[] places = PLACES[country(first & ~0x20, second & ~0x20)];
    if (places.length == 0) {
      return -1;
    }
    int at = digits;
    int rest = 0;
    int check = 0;
    for (int i = -2; i < places.length; i++) {
      if (i > -2 && isSeparator(text.at(at))) {
        at++;
      }
      int b = text.at(at++);
      boolean isDigit = b >= '0' && b <= '9';
      int place = i < 0 ? 'n' : places[i];
      if (isDigit ? place == 'a' : (place == 'n' || !isLetter(b))) {
        return -1;
      }
      int value = isDigit ? b - '0' : (b & ~0x20) - 'A' + 10;
      if (i < 0) {
        check = check * 10 + value;
      } else {
        rest = (value < 10 ? rest * 10 + value : rest * 100 + value) % 97;
      }
    }
    int country = ((first & ~0x20) - 'A' + 10) * 100 + (second & ~0x20) - 'A' + 10;
    rest = (int) ((rest * 1_000_000L + country * 100L + check) % 97);
    return rest == 1 && Edges.isFreeAfter(text, at) ? at : -1;
  }

  /** Also behind the code of a field ("?31"), a plus sign, and the word itself. */
  private static boolean startsAnew(Reading text, int start) {
    if (Edges.isFreeBefore(text, start) || text.at(start - 1) == '+') {
      return true;
    }
    if (text.isDigit(start - 1)) {
      return text.isDigit(start - 2) && text.at(start - 3) == '?';
    }
    return Characters.stands(text, start - LABEL.length(), LABEL)
        && !text.isWord(start - LABEL.length() - 1);
  }

  private static boolean isSeparator(int b) {
    return b == ' ' || b == '-' || b == '.';
  }

  private static boolean isLetter(int b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }
}
