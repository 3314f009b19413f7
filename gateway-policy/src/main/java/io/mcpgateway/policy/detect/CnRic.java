package io.mcpgateway.policy.detect;

/**
 * China's resident identity card number: region, day of birth, three digits and a check character,
 * a digit or X (ISO 7064, MOD 11-2).
 *
 * <p>Found in one row and as 110101 19900307 4514, everywhere. Not found: the numbers of 15 digits
 * that were given out before 1999.
 */
final class CnRic implements Detector.OfNumbers {
  private static final int LENGTH = 18;
  private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  private static final String CHECKS = "10X98765432";

  @Override
  public int minDigits() {
    return LENGTH - 1;
  }

  @Override
  public boolean begins(int length) {
    return length == LENGTH || length == LENGTH - 1 || length == 6;
  }

  @Override
  public void look(Reading text, NumberRun run, int group, Finder finder) {
    if (run.digitsFrom(group) < LENGTH - 1 || !isRegion(run, group)) {
      return;
    }
    int last = run.length(group) == 6 ? group + 2 : group;
    if (last >= run.groups() || !isGrouped(run, group, last)) {
      return;
    }
    int digits = run.digits(group, last);
    int start = run.start(group);
    int end = run.end(last) + LENGTH - digits;
    int check = digits == LENGTH ? '0' + run.digit(group, LENGTH - 1) : text.at(end - 1) & ~0x20;
    if ((digits == LENGTH || (digits == LENGTH - 1 && check == 'X'))
        && hasDay(run, group)
        && CHECKS.charAt(CheckDigits.weighted(run, group, WEIGHTS) % 11) == check
        && Edges.isLabelled(text, start, end)) {
      finder.found(start, end);
    }
  }

  /** Whether the groups are one, all of digits. */
  static boolean isOne(NumberRun run, int group, int last) {
    return run.digits(group, last) == LENGTH
        && isRegion(run, group)
        && hasDay(run, group)
        && CHECKS.charAt(CheckDigits.weighted(run, group, WEIGHTS) % 11)
            == '0' + run.digit(group, LENGTH - 1);
  }

  private static boolean isGrouped(NumberRun run, int group, int last) {
    return last == group
        || (run.length(group + 1) == 8 && run.gap(group + 1) == 1 && run.gap(last) == 1);
  }

  /** Provinces have two digits: the part of the country and a number in it. */
  private static boolean isRegion(NumberRun run, int group) {
    int number = run.digit(group, 1);
    return switch (run.digit(group, 0)) {
      case 1, 3 -> number >= 1 && number <= (run.digit(group, 0) == 1 ? 5 : 7);
      case 2 -> number >= 1 && number <= 3;
      case 4 -> number >= 1 && number <= 6;
      case 5 -> number <= 4;
      case 6 -> number >= 1 && number <= 5;
      case 7 -> number == 1;
      case 8 -> number >= 1 && number <= 3;
      case 9 -> number == 1;
      default -> false;
    };
  }

  private static boolean hasDay(NumberRun run, int group) {
    int year = CheckDigits.number(run, group, 6, 4);
    return year >= 1850
        && year <= 2060
        && Days.exists(
            year, CheckDigits.number(run, group, 10, 2), CheckDigits.number(run, group, 12, 2));
  }
}
