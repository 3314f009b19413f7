package io.mcpgateway.policy.detect;

import java.util.List;

/**
 * Norway's fødselsnummer and D-nummer: day of birth (the D-nummer's is 40 more), three digits and
 * two that check the others (modulo 11).
 *
 * <p>Found in one row and as 010190 12345: one number in three thousand is one by chance. Those of
 * tests, of which the month is 40, 65 or 80 more, are found beside a word for it.
 */
final class NoFnr {
  private NoFnr() {}

  private static final ContextWords WORDS =
      new ContextWords(
          "fnr",
          "fødselsnummer",
          "fodselsnummer",
          "foedselsnummer",
          "fødselsnr",
          "personnummer",
          "d-nummer",
          "d nummer",
          "dnr",
          "national id",
          "nationalid",
          "norwegian id",
          "birth number",
          "birthnumber",
          "identity number");

  static List<Detector> detectors() {
    return List.of(
        NationalNumber.weak(
            NoFnr::holds,
            WORDS,
            List.of("11", "6 5"),
            List.of("6-5", "2.2.2 5", "2 2 2 5", "3 3 5")),
        new NationalNumber(NoFnr::isOfTest, WORDS, List.of(), List.of("11", "6 5", "6-5")));
  }

  private static boolean holds(NumberRun run, int group, int count) {
    return hasDay(run, group, 0) && hasCheckDigits(run, group);
  }

  private static boolean isOfTest(NumberRun run, int group, int count) {
    return (hasDay(run, group, 40) || hasDay(run, group, 65) || hasDay(run, group, 80))
        && hasCheckDigits(run, group);
  }

  private static boolean hasDay(NumberRun run, int group, int monthShift) {
    int day = CheckDigits.number(run, group, 0, 2);
    return Days.existsInSomeCentury(
        CheckDigits.number(run, group, 4, 2),
        CheckDigits.number(run, group, 2, 2) - monthShift,
        day > 40 ? day - 40 : day);
  }

  private static boolean hasCheckDigits(NumberRun run, int group) {
    return CheckDigits.weighted(run, group, 3, 7, 6, 1, 8, 9, 4, 5, 2, 1) % 11 == 0
        && CheckDigits.weighted(run, group, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0;
  }
}
