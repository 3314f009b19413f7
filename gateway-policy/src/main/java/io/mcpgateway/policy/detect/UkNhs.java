package io.mcpgateway.policy.detect;

import java.util.List;

/**
 * The NHS number of England, Wales and the Isle of Man: ten digits, the last of which checks the
 * others (modulo 11).
 *
 * <p>Found in one row and as 943 476 5919 or 943-476-5919, always beside a word for it: phone
 * numbers look the same.
 */
final class UkNhs {
  private UkNhs() {}

  private static final ContextWords WORDS =
      new ContextWords(
          "nhs",
          "national health",
          "nationalhealth",
          "health service",
          "health number",
          "healthnumber",
          "patient number",
          "patient id",
          "patientid",
          "patient no");

  static NationalNumber detector() {
    return new NationalNumber(
        UkNhs::holds, WORDS, List.of(), List.of("10", "3 3 4", "3-3-4", "3.3.4"));
  }

  private static boolean holds(NumberRun run, int group, int count) {
    int check = 11 - CheckDigits.weighted(run, group, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
    return check % 11 == run.digit(group, 9) && !CheckDigits.allEqual(run, group, count);
  }
}
