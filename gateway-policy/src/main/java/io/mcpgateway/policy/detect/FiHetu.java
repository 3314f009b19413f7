package io.mcpgateway.policy.detect;

/**
 * Finland's henkilötunnus: day of birth, a sign for the century, three digits and a check
 * character.
 *
 * <p>Found as 131052-308T, whatever the case and with all signs for centuries: plus, dash, A to F
 * and U to Y.
 */
final class FiHetu implements Detector.OfNumbers {
  private static final int LENGTH = 11;

  private static final ContextWords WORDS =
      new ContextWords(
          "hetu", "henkilötunnu", "henkilotunnu", "personbeteckning", "ssn", "social security");
  private static final String CHECKS = "0123456789ABCDEFHJKLMNPRSTUVWXY";

  @Override
  public int minDigits() {
    return 6;
  }

  @Override
  public boolean begins(int length) {
    return length == 6;
  }

  @Override
  public void look(Reading text, NumberRun run, int group, Finder finder) {
    int start = run.start(group);
    int end = start + LENGTH;
    int century = century(text.at(start + 6));
    if (century == 0
        || !text.isDigit(start + 7)
        || !text.isDigit(start + 8)
        || !text.isDigit(start + 9)
        || !text.isWord(start + 10)) {
      return;
    }
    int day = CheckDigits.number(run, group, 0, 2);
    int month = CheckDigits.number(run, group, 2, 2);
    int year = CheckDigits.number(run, group, 4, 2);
    int individual =
        (text.at(start + 7) - '0') * 100
            + (text.at(start + 8) - '0') * 10
            + text.at(start + 9)
            - '0';
    int number = CheckDigits.number(run, group, 0, 6) * 1000 + individual;
    int check = text.at(start + 10);
    if (individual >= 2
        && Days.exists(century + year, month, day)
        && CHECKS.charAt(number % 31) == (check >= 'a' ? check - 0x20 : check)
        && Edges.isFree(text, start, end)
        && !WORDS.isContradictedAtAll(text, start)) {
      finder.found(start, end);
    }
  }

  private static int century(int sign) {
    return switch (sign) {
      case '+' -> 1800;
      case '-', 'U', 'V', 'W', 'X', 'Y', 'u', 'v', 'w', 'x', 'y' -> 1900;
      case 'A', 'B', 'C', 'D', 'E', 'F', 'a', 'b', 'c', 'd', 'e', 'f' -> 2000;
      default -> 0;
    };
  }
}
