package io.mcpgateway.policy.detect;

import java.util.List;

/**
 * US social security numbers: area, group and serial number, without those that are never given out
 * (area 000, 666 and 900 to 999, group 00, serial 0000, and two that advertisements made famous).
 *
 * <p>Found in the layouts 123-45-6789 and 123 45 6789; nine digits in a row, or with dots, beside a
 * word for it. Not found: taxpayer numbers that begin with 9 (ITIN).
 */
final class UsSsn {
  private UsSsn() {}

  private static final ContextWords WORDS =
      new ContextWords(
          "ssn",
          "ssns",
          "s.s.n",
          "social security",
          "socialsecurity",
          "soc sec",
          "ss #",
          "ss no",
          "seguro social");

  static NationalNumber detector() {
    return new NationalNumber(
        UsSsn::isGivenOut, WORDS, List.of("3-2-4", "3 2 4"), List.of("9", "3.2.4"));
  }

  private static boolean isGivenOut(NumberRun run, int group, int count) {
    int area = CheckDigits.number(run, group, 0, 3);
    int number = CheckDigits.number(run, group, 0, count);
    return area != 0
        && area != 666
        && area < 900
        && CheckDigits.number(run, group, 3, 2) != 0
        && CheckDigits.number(run, group, 5, 4) != 0
        && number != 78_05_1120
        && number != 219_09_9999;
  }
}
