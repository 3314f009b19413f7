package io.mcpgateway.policy.detect;

import java.util.List;

/**
 * India's Aadhaar: twelve digits that do not begin with 0 or 1, the last of which checks the others
 * (Verhoeff).
 *
 * <p>Found in the layouts 2345 6789 0124 and 2345-6789-0124 when no other group of digits is joined
 * to it and no label says that it is an order or the like; in one row beside a word for it. Not
 * found: masked ones, of which only four digits are there.
 */
final class InAadhaar {
  private InAadhaar() {}

  private static final ContextWords WORDS =
      new ContextWords(
          "aadhaar",
          "aadhar",
          "adhaar",
          "adhar",
          "uid",
          "uidai",
          "unique identification",
          "आधार",
          "national id",
          "nationalid");

  static NationalNumber detector() {
    return NationalNumber.weak(
        InAadhaar::holds, WORDS, List.of("4 4 4", "4-4-4"), List.of("12", "4.4.4"));
  }

  private static boolean holds(NumberRun run, int group, int count) {
    return run.digit(group, 0) > 1 && CheckDigits.verhoeff(run, group, count);
  }
}
