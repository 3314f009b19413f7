package io.mcpgateway.policy.detect;

import java.util.List;

/**
 * Korea's resident registration number, and that of foreigners: day of birth, sex and century, and
 * six digits, the last of which checks the others.
 *
 * <p>Found in the layout 800101-1234567; in one row beside a word for it. Since October 2020 new
 * numbers have no check digit: those of people born since are found beside a word for it.
 */
final class KrRrn {
  private KrRrn() {}

  private static final ContextWords WORDS =
      new ContextWords(
          "rrn",
          "resident registration",
          "residentregistration",
          "resident number",
          "jumin",
          "주민등록",
          "주민번호",
          "외국인등록",
          "national id",
          "nationalid",
          "korean id");

  static List<Detector> detectors() {
    return List.of(
        new NationalNumber(KrRrn::holds, WORDS, List.of("6-7"), List.of("13", "6 7", "6 - 7")),
        new NationalNumber(KrRrn::isUnchecked, WORDS, List.of(), List.of("6-7", "13", "6 7")));
  }

  private static boolean holds(NumberRun run, int group, int count) {
    if (!hasDay(run, group)) {
      return false;
    }
    int sum = CheckDigits.weighted(run, group, 2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5);
    int check = (11 - sum % 11) % 10;
    int sex = run.digit(group, 6);
    return check == run.digit(group, 12)
        || (sex >= 5 && sex <= 8 && (check + 2) % 10 == run.digit(group, 12));
  }

  private static boolean isUnchecked(NumberRun run, int group, int count) {
    int sex = run.digit(group, 6);
    return (sex == 3 || sex == 4 || sex == 7 || sex == 8)
        && CheckDigits.number(run, group, 0, 4) >= 20_10
        && CheckDigits.number(run, group, 0, 2) <= 30
        && hasDay(run, group);
  }

  private static boolean hasDay(NumberRun run, int group) {
    int century =
        switch (run.digit(group, 6)) {
          case 1, 2, 5, 6 -> 1900;
          case 3, 4, 7, 8 -> 2000;
          default -> 1800;
        };
    return Days.exists(
        century + CheckDigits.number(run, group, 0, 2),
        CheckDigits.number(run, group, 2, 2),
        CheckDigits.number(run, group, 4, 2));
  }
}
