package io.mcpgateway.policy.detect;

/** The sums by which numbers tell that they were written down correctly. */
final class CheckDigits {
  /** The dihedral group of ten elements, and the permutation of Verhoeff's scheme. */
  private static final int[][] PRODUCT = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
    {1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
    {2, 3, 4, 0, 1, 7, 8, 9, 5, 6},
    {3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
    {4, 0, 1, 2, 3, 9, 5, 6, 7, 8},
    {5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
    {6, 5, 9, 8, 7, 1, 0, 4, 3, 2},
    {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
    {8, 7, 6, 5, 9, 3, 2, 1, 0, 4},
    {9, 8, 7, 6, 5, 4, 3, 2, 1, 0},
  };

  private static final int[][] PERMUTATION = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
    {1, 5, 7, 6, 2, 8, 3, 0, 9, 4},
    {5, 8, 0, 3, 7, 9, 6, 1, 4, 2},
    {8, 9, 1, 6, 0, 4, 3, 5, 2, 7},
    {9, 4, 5, 3, 1, 2, 6, 8, 7, 0},
    {4, 2, 8, 6, 5, 7, 3, 9, 0, 1},
    {2, 7, 9, 3, 8, 0, 6, 4, 1, 5},
    {7, 0, 4, 6, 9, 1, 3, 2, 5, 8},
  };

  private CheckDigits() {}

  /** Luhn (ISO/IEC 7812-1): {@code count} digits, from the one at {@code from}. */
  static boolean luhn(NumberRun run, int group, int from, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      int digit = run.digit(group, from + count - 1 - i);
      if (i % 2 == 1) {
        digit = digit > 4 ? 2 * digit - 9 : 2 * digit;
      }
      sum += digit;
    }
    return sum % 10 == 0;
  }

  /** The digits by {@code weights}, added up. */
  static int weighted(NumberRun run, int group, int... weights) {
    int sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += run.digit(group, i) * weights[i];
    }
    return sum;
  }

  /** Verhoeff, 1969. */
  static boolean verhoeff(NumberRun run, int group, int count) {
    int check = 0;
    for (int i = 0; i < count; i++) {
      check = PRODUCT[check][PERMUTATION[i % 8][run.digit(group, count - 1 - i)]];
    }
    return check == 0;
  }

  static boolean allEqual(NumberRun run, int group, int count) {
    for (int i = 1; i < count; i++) {
      if (run.digit(group, i) != run.digit(group, 0)) {
        return false;
      }
    }
    return true;
  }

  /** The number that {@code count} digits make. */
  static int number(NumberRun run, int group, int from, int count) {
    int number = 0;
    for (int i = from; i < from + count; i++) {
      number = number * 10 + run.digit(group, i);
    }
    return number;
  }
}
