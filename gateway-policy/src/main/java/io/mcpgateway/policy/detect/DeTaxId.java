package io.mcpgateway.policy.detect;

import java.util.List;

/**
 * Germany's Steuerliche Identifikationsnummer: eleven digits, of the first ten of which one is
 * there twice or three times and no other more than once; the last checks the others (ISO/IEC 7064,
 * MOD 11,10).
 *
 * <p>Found in the layout 12 345 678 901; in one row, or with other separators, beside a word for
 * it. Not found: numbers for tests, which begin with 0, and the older Steuernummer.
 */
final class DeTaxId {
  private DeTaxId() {}

  private static final ContextWords WORDS =
      new ContextWords(
          "steuer",
          "steueridentifikationsnummer",
          "identifikationsnummer",
          "idnr",
          "id-nr",
          "tin",
          "steuer-id",
          "tax id",
          "taxid",
          "tax identification",
          "taxidentification",
          "tax number",
          "taxnumber",
          "tax no",
          "national id",
          "nationalid");

  static NationalNumber detector() {
    return new NationalNumber(
        DeTaxId::holds,
        WORDS,
        List.of("2 3 3 3"),
        List.of("11", "2-3-3-3", "2.3.3.3", "2/3/3/3", "3 3 3 2"));
  }

  private static boolean holds(NumberRun run, int group, int count) {
    if (run.digit(group, 0) == 0 || !repeatsOneDigit(run, group)) {
      return false;
    }
    int product = 10;
    for (int i = 0; i < 10; i++) {
      int sum = (run.digit(group, i) + product) % 10;
      product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    return (11 - product) % 10 == run.digit(group, 10);
  }

  private static boolean repeatsOneDigit(NumberRun run, int group) {
    int[] times = new int[10];
    for (int i = 0; i < 10; i++) {
      times[run.digit(group, i)]++;
    }
    int repeated = 0;
    for (int each : times) {
      if (each > 3) {
        return false;
      }
      if (each > 1) {
        repeated++;
      }
    }
    return repeated == 1;
  }
}
