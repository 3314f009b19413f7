package io.mcpgateway.policy.detect;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * Days of birth with the month as a word: 12 March 1980, 12. März 1980, 12 de marzo de 1980 and
 * March 12, 1980. Months are in English, German, French, Spanish, Italian, Portuguese and Dutch.
 */
final class SpelledBirthDate implements Detector.OfNumbers {
  private static final int LONGEST_MONTH = 12;

  private static final Set<String> MONTHS =
      Set.of(
          "january",
          "february",
          "march",
          "april",
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december",
          "jan",
          "feb",
          "mar",
          "apr",
          "jun",
          "jul",
          "aug",
          "sep",
          "sept",
          "oct",
          "nov",
          "dec",
          "januar",
          "jänner",
          "februar",
          "märz",
          "mai",
          "juni",
          "juli",
          "oktober",
          "dezember",
          "okt",
          "dez",
          "mär",
          "janvier",
          "février",
          "fevrier",
          "mars",
          "avril",
          "juin",
          "juillet",
          "août",
          "aout",
          "septembre",
          "octobre",
          "novembre",
          "décembre",
          "decembre",
          "enero",
          "febrero",
          "marzo",
          "abril",
          "mayo",
          "junio",
          "julio",
          "agosto",
          "septiembre",
          "octubre",
          "noviembre",
          "diciembre",
          "gennaio",
          "febbraio",
          "aprile",
          "maggio",
          "giugno",
          "luglio",
          "settembre",
          "ottobre",
          "dicembre",
          "janeiro",
          "fevereiro",
          "março",
          "marco",
          "maio",
          "junho",
          "julho",
          "setembro",
          "outubro",
          "novembro",
          "dezembro",
          "januari",
          "februari",
          "maart",
          "mei",
          "augustus");

  @Override
  public int minDigits() {
    return 1;
  }

  @Override
  public boolean begins(int length) {
    return length <= 2;
  }

  @Override
  public void look(Reading text, NumberRun run, int group, Finder finder) {
    int day = CheckDigits.number(run, group, 0, run.length(group));
    if (group + 1 < run.groups() && run.length(group + 1) != 4) {
      return;
    }
    if (day < 1 || day > 31) {
      return;
    }
    int start = run.start(group);
    int after = afterOrdinal(text, run.end(group));
    int month = skip(text, after);
    int monthEnd = month;
    while (monthEnd - month <= LONGEST_MONTH && isLetter(text.at(monthEnd))) {
      monthEnd++;
    }
    if (isMonth(text, month, monthEnd)) {
      lookAtYear(text, start, skip(text, monthEnd), finder);
      return;
    }
    int end = start;
    while (start - end < 3 && isGap(text.at(end - 1))) {
      end--;
    }
    int from = end;
    while (end - from <= LONGEST_MONTH && isLetter(text.at(from - 1))) {
      from--;
    }
    if (from < end && isMonth(text, from, end)) {
      lookAtYear(text, from, skip(text, after), finder);
    }
  }

  private static void lookAtYear(Reading text, int start, int year, Finder finder) {
    int number = 0;
    for (int i = year; i < year + 4; i++) {
      if (!text.isDigit(i)) {
        return;
      }
      number = number * 10 + text.at(i) - '0';
    }
    if (number >= 1900 && number <= 2030) {
      BirthDate.note(text, start, year + 4, finder);
    }
  }

  /** Behind "st", "nd", "rd" or "th", if it stands at {@code at}. */
  private static int afterOrdinal(Reading text, int at) {
    int two = (text.at(at) | 0x20) << 8 | (text.at(at + 1) | 0x20);
    boolean isOrdinal =
        two == ('s' << 8 | 't')
            || two == ('n' << 8 | 'd')
            || two == ('r' << 8 | 'd')
            || two == ('t' << 8 | 'h');
    return isOrdinal && !isLetter(text.at(at + 2)) ? at + 2 : at;
  }

  /** Behind up to three signs, and "de", "of" or "del" among them. */
  private static int skip(Reading text, int start) {
    int at = skipGap(text, start);
    int two = (text.at(at) | 0x20) << 8 | (text.at(at + 1) | 0x20);
    if (two == ('d' << 8 | 'e') || two == ('o' << 8 | 'f')) {
      int word = text.at(at + 2) == 'l' ? at + 3 : at + 2;
      if (text.at(word) == ' ') {
        return skipGap(text, word);
      }
    }
    return at;
  }

  private static int skipGap(Reading text, int start) {
    int at = start;
    while (at - start < 3 && isGap(text.at(at))) {
      at++;
    }
    return at;
  }

  private static boolean isGap(int b) {
    return b == ' ' || b == ',' || b == '.' || b == '-' || b == '/';
  }

  private static boolean isMonth(Reading text, int from, int to) {
    if (to - from < 3 || to - from > LONGEST_MONTH) {
      return false;
    }
    String word = new String(text.bytes(), from, to - from, StandardCharsets.UTF_8);
    return MONTHS.contains(word.toLowerCase(Locale.ROOT));
  }

  /** Letters beyond ASCII are more than one byte, all of them below zero. */
  private static boolean isLetter(int b) {
    return b < 0 || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }
}
