package io.mcpgateway.policy.detect;

import java.util.List;

/**
 * Sweden's personnummer and samordningsnummer (whose day is 60 more): day of birth, three digits
 * and one that checks the others (Luhn).
 *
 * <p>Found in the layouts 811218-9876, 811218+9876 and 19811218-9876; in one row beside a word for
 * it. 20261127-1051 could be a moment as well: with a year from 2010 on and a time of day it is
 * found beside a word only.
 */
final class SePnr {
  private SePnr() {}

  private static final ContextWords WORDS =
      new ContextWords(
          "personnummer",
          "personnr",
          "pers nr",
          "persnr",
          "pnr",
          "samordningsnummer",
          "personal identity",
          "personalidentity",
          "personal number",
          "personalnumber",
          "ssn",
          "national id",
          "nationalid",
          "swedish id",
          "identity number");

  static List<Detector> detectors() {
    return List.of(
        NationalNumber.weak(SePnr::isShort, WORDS, List.of("6-4"), List.of("10", "6 4")),
        new NationalNumber(SePnr::isNoMoment, WORDS, List.of("8-4"), List.of()),
        new NationalNumber(SePnr::isLong, WORDS, List.of(), List.of("8-4", "12", "8 4")),
        new SePnrOfTheOld());
  }

  static boolean isShort(NumberRun run, int group, int count) {
    int day = CheckDigits.number(run, group, 4, 2);
    return Days.existsInSomeCentury(
            CheckDigits.number(run, group, 0, 2),
            CheckDigits.number(run, group, 2, 2),
            day > 60 ? day - 60 : day)
        && CheckDigits.luhn(run, group, 0, 10);
  }

  private static boolean isLong(NumberRun run, int group, int count) {
    int year = CheckDigits.number(run, group, 0, 4);
    int day = CheckDigits.number(run, group, 6, 2);
    return year >= 1850
        && year <= 2060
        && Days.exists(year, CheckDigits.number(run, group, 4, 2), day > 60 ? day - 60 : day)
        && CheckDigits.luhn(run, group, 2, 10);
  }

  private static boolean isNoMoment(NumberRun run, int group, int count) {
    return (CheckDigits.number(run, group, 0, 4) < 2010
            || CheckDigits.number(run, group, 8, 2) > 23
            || CheckDigits.number(run, group, 10, 2) > 59)
        && isLong(run, group, count);
  }
}
