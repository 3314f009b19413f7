package io.mcpgateway.policy.detect.quality;

import java.time.LocalDate;
import java.util.List;

/** Days on which somebody may have been born, and the ways to write them. */
final class Birthdays {
  private static final List<String> ENGLISH =
      List.of(
          "January",
          "February",
          "March",
          "April",
          "May",
          "June",
          "July",
          "August",
          "September",
          "October",
          "November",
          "December");
  private static final List<String> GERMAN =
      List.of(
          "Januar",
          "Februar",
          "März",
          "April",
          "Mai",
          "Juni",
          "Juli",
          "August",
          "September",
          "Oktober",
          "November",
          "Dezember");
  private static final List<String> FRENCH =
      List.of(
          "janvier",
          "février",
          "mars",
          "avril",
          "mai",
          "juin",
          "juillet",
          "août",
          "septembre",
          "octobre",
          "novembre",
          "décembre");
  private static final List<String> SPANISH =
      List.of(
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
          "diciembre");

  private Birthdays() {}

  static LocalDate between(Dice dice, int firstYear, int lastYear) {
    return LocalDate.ofYearDay(dice.between(firstYear, lastYear), dice.between(1, 365));
  }

  static LocalDate any(Dice dice) {
    return between(dice, 1931, 2015);
  }

  static String written(LocalDate day, Dice dice, String layout) {
    String year = Integer.toString(day.getYear());
    String month = Dice.pad(day.getMonthValue(), 2);
    String date = Dice.pad(day.getDayOfMonth(), 2);
    int plain = day.getDayOfMonth();
    return switch (layout) {
      case "" ->
          written(day, dice, dice.pick("iso", "iso", "slash", "us", "dot", "en", "american"));
      case "iso" -> year + "-" + month + "-" + date;
      case "dot" -> date + "." + month + "." + year;
      case "plain-dot" -> plain + "." + day.getMonthValue() + "." + year;
      case "slash" -> date + "/" + month + "/" + year;
      case "dash" -> date + "-" + month + "-" + year;
      case "us" -> month + "/" + date + "/" + year;
      case "plain-us" -> day.getMonthValue() + "/" + plain + "/" + year;
      case "ymd" -> year + "/" + month + "/" + date;
      case "en" -> plain + " " + name(ENGLISH, day) + " " + year;
      case "short" -> plain + " " + name(ENGLISH, day).substring(0, 3) + " " + year;
      case "american" -> name(ENGLISH, day) + " " + plain + ", " + year;
      case "de" -> plain + ". " + name(GERMAN, day) + " " + year;
      case "fr" -> plain + " " + name(FRENCH, day) + " " + year;
      case "es" -> plain + " de " + name(SPANISH, day) + " de " + year;
      default -> throw new IllegalArgumentException("layout of date-of-birth: " + layout);
    };
  }

  private static String name(List<String> months, LocalDate day) {
    return months.get(day.getMonthValue() - 1);
  }

  /** Year, month and day with two digits each. */
  static String sixDigits(LocalDate day) {
    return Dice.pad(day.getYear() % 100, 2)
        + Dice.pad(day.getMonthValue(), 2)
        + Dice.pad(day.getDayOfMonth(), 2);
  }

  /** Day, month and year with two digits each. */
  static String sixDigitsDayFirst(LocalDate day) {
    return Dice.pad(day.getDayOfMonth(), 2)
        + Dice.pad(day.getMonthValue(), 2)
        + Dice.pad(day.getYear() % 100, 2);
  }
}
