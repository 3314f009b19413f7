package io.mcpgateway.policy.detect;

/** Which days there are. */
final class Days {
  private Days() {}

  static boolean exists(int year, int month, int day) {
    return month >= 1 && month <= 12 && day >= 1 && day <= length(year, month);
  }

  /** Whether there is the day in this century or in the last one. */
  static boolean existsInSomeCentury(int yearOfCentury, int month, int day) {
    return exists(1900 + yearOfCentury, month, day) || exists(2000 + yearOfCentury, month, day);
  }

  private static int length(int year, int month) {
    return switch (month) {
      case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }
}
