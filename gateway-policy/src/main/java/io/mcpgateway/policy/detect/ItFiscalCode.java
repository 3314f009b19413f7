package io.mcpgateway.policy.detect;

/**
 * Italy's codice fiscale of people: letters of the name, day of birth and sex, place of birth and a
 * letter that checks the rest.
 *
 * <p>Found as RSSMRA85T10A562S, whatever the case, with single spaces between its parts, and with
 * letters in the place of digits where two people would have the same (omocodia), as long as the
 * year has its digits. Not found: the eleven digits of companies.
 */
final class ItFiscalCode implements Detector.OfNumbers {
  private static final int LENGTH = 16;
  private static final int YEAR = 6;
  private static final String MONTHS = "ABCDEHLMPRST";
  private static final String FOR_DIGITS = "LMNPQRSTUV";

  /** What a letter or its digit counts at the first, third … place. */
  private static final int[] ODD = {
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
  };

  @Override
  public int minDigits() {
    return 2;
  }

  @Override
  public boolean begins(int length) {
    return length == 2;
  }

  @Override
  public void look(Reading text, NumberRun run, int group, Finder finder) {
    int year = run.start(group);
    int month = isLetter(text.at(year + 2)) ? text.at(year + 2) : text.at(year + 3);
    if (!isLetter(month) || MONTHS.indexOf(month & ~0x20) < 0) {
      return;
    }
    int start = year;
    int sum = 0;
    for (int i = YEAR - 1; i >= 0; i--) {
      if ((i == YEAR - 1 || i == 2) && text.at(start - 1) == ' ') {
        start--;
      }
      int letter = text.at(--start);
      if (!isLetter(letter)) {
        return;
      }
      sum += value((letter & ~0x20) - 'A', i);
    }
    int at = year;
    int day = 0;
    for (int i = YEAR; i < LENGTH - 1; i++) {
      if ((i == 8 || i == 11 || i == 15) && text.at(at) == ' ') {
        at++;
      }
      int b = text.at(at++);
      int folded = isLetter(b) ? b & ~0x20 : b;
      if (i == 8 || i == 11) {
        if (!isLetter(b)) {
          return;
        }
        sum += value(folded - 'A', i);
      } else {
        int digit = isLetter(b) ? FOR_DIGITS.indexOf(folded) : b - '0';
        if (digit < 0 || digit > 9) {
          return;
        }
        sum += value(isLetter(b) ? folded - 'A' : digit, i);
        if (i == 9 || i == 10) {
          day = day * 10 + digit;
        }
      }
    }
    if (text.at(at) == ' ') {
      at++;
    }
    int check = text.at(at++);
    if (isLetter(check)
        && (check & ~0x20) - 'A' == sum % 26
        && (day > 40 ? day - 40 : day) >= 1
        && (day > 40 ? day - 40 : day) <= 31
        && Edges.isFree(text, start, at)) {
      finder.found(start, at);
    }
  }

  private static int value(int ordinal, int place) {
    return place % 2 == 0 ? ODD[ordinal] : ordinal;
  }

  private static boolean isLetter(int b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }
}
