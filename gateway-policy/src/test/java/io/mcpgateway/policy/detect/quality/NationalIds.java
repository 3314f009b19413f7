package io.mcpgateway.policy.detect.quality;

import static io.mcpgateway.policy.detect.quality.Dice.grouped;

import io.mcpgateway.policy.detect.Kind;
import java.time.LocalDate;
import java.util.Locale;

/** Numbers that states give to people. */
final class NationalIds {
  private NationalIds() {}

  /** Without any separator that is not part of the number itself. */
  static String bare(Kind kind, Dice dice) {
    return switch (kind) {
      case US_SSN -> socialSecurity(dice);
      case BR_CPF -> {
        String nine = dice.digits(9);
        yield nine.chars().distinct().count() > 2 ? nine + CheckDigits.cpf(nine) : bare(kind, dice);
      }
      case CA_SIN -> {
        String eight = dice.letter("12345679") + dice.digits(7);
        yield eight + CheckDigits.luhn(eight);
      }
      case CN_RIC -> chinese(dice);
      case DE_TAX_ID -> german(dice);
      case ES_NIF -> spanish(dice);
      case FI_HETU -> finnish(dice);
      case FR_NIR -> french(dice);
      case UK_NHS -> {
        String nine = dice.letter("4679") + dice.digits(8);
        int check = CheckDigits.nhs(nine);
        yield check == 10 ? bare(kind, dice) : nine + check;
      }
      case IN_AADHAAR -> {
        String eleven = dice.letter("23456789") + dice.digits(10);
        yield eleven + CheckDigits.verhoeff(eleven);
      }
      case IT_FISCAL_CODE -> italian(dice);
      case KR_RRN -> korean(dice);
      case NL_BSN -> {
        String eight = dice.letter("123456789") + dice.digits(7);
        int check = CheckDigits.bsn(eight);
        yield check == 10 ? bare(kind, dice) : eight + check;
      }
      case NO_FNR -> norwegian(dice);
      case PL_PESEL -> polish(dice);
      case SE_PNR -> {
        String nine = Birthdays.sixDigits(Birthdays.any(dice)) + dice.padded(1, 989, 3);
        yield nine + CheckDigits.luhn(nine);
      }
      case SG_NRIC -> {
        char prefix = dice.letter("SSSTTFGM");
        String seven =
            prefix == 'S'
                ? dice.letter("0123456789") + dice.digits(6)
                : dice.letter("012") + dice.digits(6);
        yield prefix + seven + CheckDigits.singaporean(prefix, seven);
      }
      default -> throw new IllegalArgumentException("no national id: " + kind);
    };
  }

  private static String socialSecurity(Dice dice) {
    while (true) {
      int area = dice.between(1, 899);
      if (area != 666) {
        return Dice.pad(area, 3) + dice.padded(1, 99, 2) + dice.padded(1, 9999, 4);
      }
    }
  }

  private static String chinese(Dice dice) {
    String place =
        dice.pick(
            "110101", "110105", "310104", "310115", "440106", "440305", "510104", "320102",
            "330106", "420106", "500103", "610113", "350203", "370202", "210102", "120103");
    LocalDate day = Birthdays.any(dice);
    String seventeen =
        place + Birthdays.written(day, dice, "iso").replace("-", "") + dice.padded(1, 999, 3);
    return seventeen + CheckDigits.chinese(seventeen);
  }

  /** One digit of the first ten stands twice, or three times but not in a row. */
  private static String german(Dice dice) {
    while (true) {
      String distinct = dice.shuffled(Dice.DIGITS);
      String digits =
          dice.chance(50)
              ? distinct.substring(0, 9) + distinct.charAt(0)
              : distinct.substring(0, 8) + distinct.substring(0, 1).repeat(2);
      String ten = dice.shuffled(digits);
      if (ten.charAt(0) != '0' && !ten.contains(distinct.substring(0, 1).repeat(3))) {
        return ten + CheckDigits.mod11And10(ten);
      }
    }
  }

  private static String spanish(Dice dice) {
    if (dice.chance(70)) {
      int number = dice.between(1_000_000, 99_999_999);
      return Dice.pad(number, 8) + CheckDigits.spanish(number);
    }
    int letter = dice.between(0, 2);
    String seven = dice.digits(7);
    return "XYZ".charAt(letter) + seven + CheckDigits.spanish(Integer.parseInt(letter + seven));
  }

  private static String finnish(Dice dice) {
    LocalDate day = Birthdays.any(dice);
    String date = Birthdays.sixDigitsDayFirst(day);
    String person = dice.padded(2, 899, 3);
    char century = day.getYear() < 2000 ? dice.letter("------YXWVU") : dice.letter("AAAAABCDEF");
    return date + century + person + CheckDigits.finnish(date + person);
  }

  private static String french(Dice dice) {
    String place =
        dice.chance(5)
            ? dice.pick("2A", "2B")
            : dice.pick(
                "75", "13", "69", "33", "59", "31", "06", "92", "93", "94", "44", "67", "34", "01",
                "78", "99");
    String thirteen =
        dice.letter("12")
            + dice.digits(2)
            + dice.padded(1, 12, 2)
            + place
            + dice.padded(1, 580, 3)
            + dice.padded(1, 999, 3);
    return thirteen + CheckDigits.french(thirteen);
  }

  private static String italian(Dice dice) {
    LocalDate day = Birthdays.any(dice);
    String consonants = "BCDFGLMNPRSTVZ";
    String fifteen =
        dice.letters(consonants, 3)
            + (dice.chance(70) ? dice.letters(consonants, 3) : dice.letters(consonants, 2) + "A")
            + Dice.pad(day.getYear() % 100, 2)
            + "ABCDEHLMPRST".charAt(day.getMonthValue() - 1)
            + Dice.pad(day.getDayOfMonth() + (dice.chance(50) ? 40 : 0), 2)
            + dice.pick(
                "H501", "F205", "L219", "F839", "A944", "D612", "G273", "A562", "Z112", "Z404",
                "E507", "L736");
    return fifteen + CheckDigits.italian(fifteen);
  }

  private static String korean(Dice dice) {
    LocalDate day = Birthdays.any(dice);
    String twelve =
        Birthdays.sixDigits(day)
            + (day.getYear() < 2000 ? dice.letter("12") : dice.letter("34"))
            + dice.digits(5);
    return twelve + CheckDigits.korean(twelve);
  }

  private static String norwegian(Dice dice) {
    while (true) {
      LocalDate day = Birthdays.any(dice);
      String date = Birthdays.sixDigitsDayFirst(day);
      if (dice.chance(10)) {
        date = (char) (date.charAt(0) + 4) + date.substring(1);
      }
      String nine =
          date + (day.getYear() < 2000 ? dice.padded(0, 499, 3) : dice.padded(500, 999, 3));
      String check = CheckDigits.norwegian(nine);
      if (!check.isEmpty()) {
        return nine + check;
      }
    }
  }

  private static String polish(Dice dice) {
    LocalDate day = Birthdays.any(dice);
    String ten =
        Dice.pad(day.getYear() % 100, 2)
            + Dice.pad(day.getMonthValue() + (day.getYear() < 2000 ? 0 : 20), 2)
            + Dice.pad(day.getDayOfMonth(), 2)
            + dice.digits(4);
    return ten + CheckDigits.pesel(ten);
  }

  /** As people write it; {@code layout} is empty, "bare" or one that the country has. */
  static String written(Kind kind, Dice dice, String layout) {
    String bare = bare(kind, dice);
    return switch (layout) {
      case "bare" -> bare;
      case "lower" -> bare.toLowerCase(Locale.ROOT);
      case "spaced" -> inGroups(kind, bare, " ");
      case "dashed" -> inGroups(kind, bare, "-");
      case "dotted" -> inGroups(kind, bare, ".");
      case "long" -> century(bare) + inGroups(kind, bare, "-");
      case "long-bare" -> century(bare) + bare;
      case "" -> usual(kind, bare, dice);
      default -> throw new IllegalArgumentException("layout of " + kind.word() + ": " + layout);
    };
  }

  private static String century(String personnummer) {
    return personnummer.compareTo("16") < 0 ? "20" : "19";
  }

  private static String usual(Kind kind, String bare, Dice dice) {
    return switch (kind) {
      case US_SSN, KR_RRN, SE_PNR -> inGroups(kind, bare, "-");
      case BR_CPF -> grouped(bare.substring(0, 9), ".", 3, 3, 3) + "-" + bare.substring(9);
      case CA_SIN -> inGroups(kind, bare, dice.chance(60) ? " " : "-");
      case UK_NHS, IN_AADHAAR, FR_NIR -> inGroups(kind, bare, " ");
      case DE_TAX_ID, NO_FNR -> dice.chance(50) ? bare : inGroups(kind, bare, " ");
      case ES_NIF ->
          switch (dice.between(0, 3)) {
            case 0 -> inGroups(kind, bare, "-");
            case 1 ->
                Character.isDigit(bare.charAt(0))
                    ? grouped(bare.substring(0, 8), ".", 2, 3, 3) + "-" + bare.substring(8)
                    : bare;
            default -> bare;
          };
      default -> bare;
    };
  }

  /** In the groups that are usual for the kind. */
  static String inGroups(Kind kind, String bare, String separator) {
    return switch (kind) {
      case US_SSN -> grouped(bare, separator, 3, 2, 4);
      case BR_CPF -> grouped(bare, separator, 3, 3, 3, 2);
      case CA_SIN, NL_BSN -> grouped(bare, separator, 3, 3, 3);
      case CN_RIC -> grouped(bare, separator, 6, 8, 4);
      case DE_TAX_ID -> grouped(bare, separator, 2, 3, 3, 3);
      case ES_NIF ->
          Character.isDigit(bare.charAt(0))
              ? grouped(bare, separator, 8, 1)
              : grouped(bare, separator, 1, 7, 1);
      case FR_NIR -> grouped(bare, separator, 1, 2, 2, 2, 3, 3, 2);
      case UK_NHS -> grouped(bare, separator, 3, 3, 4);
      case IN_AADHAAR -> grouped(bare, separator, 4, 4, 4);
      case KR_RRN -> grouped(bare, separator, 6, 7);
      case NO_FNR -> grouped(bare, separator, 6, 5);
      case SE_PNR -> grouped(bare, separator, 6, 4);
      default -> bare;
    };
  }
}
