package io.mcpgateway.policy.detect;

import java.util.List;

/**
 * Days from 1900 to 2030 beside a word that says that somebody was born then.
 *
 * <p>Found as 1980-03-12, 12/03/1980, 03/12/1980, 12.3.1980 (also with a year of two digits, if not
 * in ISO's order), 19800312, 12 March 1980 and March 12, 1980; months in English, German, French,
 * Spanish, Italian, Portuguese and Dutch. A time behind it is left.
 *
 * <p>Not found: years or ages alone, and dates beside another label that is nearer, such as
 * "created" or "died", or behind another date of birth.
 */
final class BirthDate implements Detector.OfNumbers {
  private static final ContextWords WORDS =
      ContextWords.unless(
          List.of(
              "created",
              "updated",
              "modified",
              "expires",
              "expiry",
              "expiration",
              "issued",
              "issue",
              "joined",
              "hired",
              "since",
              "died",
              "death",
              "deceased",
              "due",
              "appointment",
              "visit",
              "visited",
              "admitted",
              "discharged",
              "registered",
              "gestorben",
              "ausgestellt",
              "erstellt",
              "décédé",
              "décès",
              "fallecido",
              "morto",
              "deadline",
              "start",
              "end",
              "valid",
              "happy birthday",
              "birthday party",
              "birthday gift",
              "birthday present",
              "birthday card",
              "birthday offer",
              "birthday discount",
              "birthday bonus",
              "birthday celebration",
              "birthday dinner",
              "birthday cake",
              "geburtstagsfeier",
              "alles gute",
              "zum geburtstag",
              "feliz cumpleaños",
              "birth certificate",
              "geburtsurkunde",
              "loss on",
              "date of loss",
              "accident",
              "incident",
              "date of death",
              "deployed",
              "released"),
          "born",
          "birth",
          "births",
          "dob",
          "d.o.b",
          "birthday",
          "birthdate",
          "birth date",
          "bday",
          "dateofbirth",
          "geboren",
          "geb",
          "geburtsdatum",
          "geburtstag",
          "né",
          "née",
          "ne le",
          "nee le",
          "naissance",
          "nacimiento",
          "nacido",
          "nacida",
          "nació",
          "cumpleaños",
          "nascita",
          "nato",
          "nata",
          "nato il",
          "nascimento",
          "nascido",
          "nascida",
          "geboortedatum",
          "geboorte",
          "född",
          "født",
          "födelsedatum",
          "fødselsdato",
          "urodzony",
          "urodzona",
          "urodzenia",
          "syntynyt",
          "syntymäaika",
          "рождения",
          "родился",
          "родилась",
          "出生",
          "生年月日",
          "생년월일");

  @Override
  public int minDigits() {
    return 5;
  }

  @Override
  public boolean begins(int length) {
    return length == 1 || length == 2 || length == 4 || length == 8;
  }

  @Override
  public void look(Reading text, NumberRun run, int group, Finder finder) {
    switch (run.length(group)) {
      case 8 -> {
        if (isDay(run, group, 4, 2, 2) || isDay(run, group, 2, 2, 4)) {
          note(text, run.start(group), run.end(group), finder);
        }
      }
      default -> lookAtNumbers(text, run, group, finder);
    }
  }

  private static void lookAtNumbers(Reading text, NumberRun run, int group, Finder finder) {
    int last = group + 2;
    if (last >= run.groups()
        || run.length(group + 1) > 2
        || (run.length(group) == 4
            ? run.length(last) > 2
            : run.length(last) != 4 && run.length(last) != 2)
        || run.gap(group + 1) > 2
        || run.gap(last) != run.gap(group + 1)
        || (text.at(run.end(group)) == ' ' && run.length(group) != 4 && run.length(last) != 4)
        || text.at(run.end(group)) != text.at(run.end(group + 1))
        || (run.gap(last) == 2
            && (text.at(run.end(group)) != '.' || text.at(run.end(group) + 1) != ' '))) {
      return;
    }
    if (isDay(run, group, run.length(group), run.length(group + 1), run.length(last))) {
      note(text, run.start(group), run.end(last), finder);
    }
  }

  /** Whether digits of three lengths are a day in one of the orders in which days are written. */
  private static boolean isDay(NumberRun run, int group, int first, int second, int third) {
    int a = CheckDigits.number(run, group, 0, first);
    int b = CheckDigits.number(run, group, first, second);
    int c = CheckDigits.number(run, group, first + second, third);
    if (first == 4) {
      return third <= 2 && isDay(a, b, c);
    }
    int year = third == 4 ? c : third == 2 ? (c > 30 ? 1900 + c : 2000 + c) : 0;
    return isDay(year, b, a) || isDay(year, a, b);
  }

  static boolean isDay(int year, int month, int day) {
    return year >= 1900 && year <= 2030 && Days.exists(year, month, day);
  }

  /** Notes a day if a word says that somebody was born then. */
  static void note(Reading text, int start, int end, Finder finder) {
    boolean hasTime = (text.at(end) == 'T' || text.at(end) == 't') && text.isDigit(end + 1);
    boolean begins = Edges.isFreeBefore(text, start) || Edges.isLabelledBefore(text, start);
    boolean ends = hasTime || Edges.isFreeAfter(text, end);
    if (begins && ends && WORDS.concern(text, finder.lastEnd(), start, end)) {
      finder.found(start, end);
    }
  }
}
