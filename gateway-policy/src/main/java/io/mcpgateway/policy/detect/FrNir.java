package io.mcpgateway.policy.detect;

/**
 * France's numéro de sécurité sociale (NIR) with its key: sex, year, month, département, commune,
 * order, and two digits that check them (modulo 97). Corsica's départements are 2A and 2B.
 *
 * <p>Found in one row and with a space, dash or dot between any of its parts; the provisional ones,
 * that begin with 3, 4, 7 or 8, beside a word for it. Not found: numbers without the key, which are
 * thirteen digits like many others.
 */
final class FrNir implements Detector.OfNumbers {
  private static final int LENGTH = 15;

  private static final ContextWords WORDS =
      new ContextWords(
          "nir",
          "insee",
          "nss",
          "n.i.r",
          "sécurité sociale",
          "securite sociale",
          "sécu",
          "secu",
          "assuré",
          "social security",
          "socialsecurity",
          "carte vitale",
          "cartevitale",
          "ssn",
          "national id",
          "nationalid");

  @Override
  public int minDigits() {
    return 6;
  }

  /** In one row (also as far as Corsica's letter), or the sex by itself, or all but the key. */
  @Override
  public boolean begins(int length) {
    return length == LENGTH || length == 1 || length == 6 || length == 13;
  }

  @Override
  public void look(Reading text, NumberRun run, int group, Finder finder) {
    int sex = run.digit(group, 0);
    if (sex == 0 || sex == 5 || sex == 6 || sex == 9) {
      return;
    }
    int start = run.start(group);
    int at = start;
    long number = 0;
    int key = 0;
    int corsica = 0;
    int month = 0;
    int department = 0;
    for (int i = 0; i < LENGTH; i++) {
      if (beginsPart(i) && isSeparator(text.at(at))) {
        at++;
      }
      int b = text.at(at++);
      int digit = b - '0';
      if (i == 6 && (b & ~0x20) >= 'A' && (b & ~0x20) <= 'B' && department == 2) {
        corsica = b & ~0x20;
        digit = corsica == 'A' ? 9 : 8;
        number -= 1;
        department = 0;
      } else if (digit < 0 || digit > 9) {
        return;
      }
      if (i == 3 || i == 4) {
        month = month * 10 + digit;
      } else if (i == 5 || i == 6) {
        department = department * 10 + digit;
      }
      if (i < 13) {
        number = number * 10 + digit;
      } else {
        key = key * 10 + digit;
      }
    }
    if (isMonth(month)
        && (corsica != 0 || department != 0)
        && 97 - number % 97 == key
        && Edges.isLabelled(text, start, at)
        && (sex <= 2 || WORDS.concern(text, start, at))) {
      finder.found(start, at);
    }
  }

  private static boolean beginsPart(int digit) {
    return digit == 1 || digit == 3 || digit == 5 || digit == 7 || digit == 10 || digit == 13;
  }

  private static boolean isSeparator(int b) {
    return b == ' ' || b == '-' || b == '.';
  }

  /** Others than 1 to 12 are of people whose month of birth is not known. */
  private static boolean isMonth(int month) {
    return (month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50;
  }
}
