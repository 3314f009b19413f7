package io.mcpgateway.policy.detect;

import java.util.List;

/**
 * Canada's social insurance number: nine digits, the last of which checks the others (Luhn).
 *
 * <p>Found in one row and in threes with spaces, dashes or dots, always beside a word for it: one
 * number in ten passes the check. Not found: those that begin with 8, which are of businesses.
 */
final class CaSin {
  private CaSin() {}

  private static final ContextWords WORDS =
      new ContextWords(
          "sin",
          "sins",
          "s.i.n",
          "social insurance",
          "socialinsurance",
          "nas",
          "n.a.s",
          "assurance sociale",
          "assurancesociale",
          "national id",
          "nationalid");

  static NationalNumber detector() {
    return new NationalNumber(
        CaSin::holds, WORDS, List.of(), List.of("9", "3 3 3", "3-3-3", "3.3.3"));
  }

  private static boolean holds(NumberRun run, int group, int count) {
    return run.digit(group, 0) != 8
        && !CheckDigits.allEqual(run, group, count)
        && CheckDigits.luhn(run, group, 0, count);
  }
}
