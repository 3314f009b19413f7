package io.mcpgateway.policy.detect;

import java.util.List;

/**
 * The Netherlands' burgerservicenummer: eight or nine digits that pass the "elfproef" (modulo 11).
 *
 * <p>Found in one row and in the layouts 1234.56.782, 1234 56 782 and in threes, always beside a
 * word for it: one number in eleven passes the check.
 */
final class NlBsn {
  private NlBsn() {}

  private static final ContextWords WORDS =
      new ContextWords(
          "bsn",
          "bsns",
          "burgerservicenummer",
          "burger service",
          "sofi",
          "sofinummer",
          "sofi-nummer",
          "citizen service",
          "citizenservice",
          "national id",
          "nationalid",
          "persoonsnummer");

  static NationalNumber detector() {
    return new NationalNumber(
        NlBsn::holds,
        WORDS,
        List.of(),
        List.of("9", "8", "4.2.3", "4 2 3", "4-2-3", "3 3 3", "3.3.3", "3-3-3"));
  }

  private static boolean holds(NumberRun run, int group, int count) {
    int sum = -run.digit(group, count - 1);
    for (int i = 0; i < count - 1; i++) {
      sum += (count - i) * run.digit(group, i);
    }
    return sum > 0 && sum % 11 == 0 && !CheckDigits.allEqual(run, group, count);
  }
}
