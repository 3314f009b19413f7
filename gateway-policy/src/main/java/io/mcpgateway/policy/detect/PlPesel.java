package io.mcpgateway.policy.detect;

import java.util.List;

/**
 * Poland's PESEL: day of birth (the month tells the century), four digits and one that checks the
 * others.
 *
 * <p>Found beside a word for it, in one row or as 440514 01359: seven numbers in a thousand pass by
 * chance.
 */
final class PlPesel {
  private PlPesel() {}

  private static final ContextWords WORDS =
      new ContextWords(
          "pesel",
          "pesele",
          "numer ewidencyjny",
          "nr ewidencyjny",
          "national id",
          "nationalid",
          "identity number",
          "personal number",
          "polish id");

  static NationalNumber detector() {
    return new NationalNumber(PlPesel::holds, WORDS, List.of(), List.of("11", "6 5", "6-5"));
  }

  private static boolean holds(NumberRun run, int group, int count) {
    int month = CheckDigits.number(run, group, 2, 2);
    int century =
        switch (month / 20) {
          case 0 -> 1900;
          case 1 -> 2000;
          case 2 -> 2100;
          case 3 -> 2200;
          default -> 1800;
        };
    return Days.exists(
            century + CheckDigits.number(run, group, 0, 2),
            month % 20,
            CheckDigits.number(run, group, 4, 2))
        && CheckDigits.weighted(run, group, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1) % 10 == 0;
  }
}
