package io.mcpgateway.policy.detect.quality;

import java.util.List;

/** Payment card numbers. */
final class Cards {
  /** A range of issuer prefixes of the same length, and the lengths of their numbers. */
  private record Range(int from, int to, int minLength, int maxLength) {
    boolean has(String digits) {
      int width = Integer.toString(from).length();
      int prefix = Integer.parseInt(digits.substring(0, width));
      return prefix >= from
          && prefix <= to
          && digits.length() >= minLength
          && digits.length() <= maxLength;
    }
  }

  /** What shops see every day; the first ones more often. */
  private static final List<Range> COMMON =
      List.of(
          new Range(4, 4, 16, 16),
          new Range(4, 4, 16, 16),
          new Range(4, 4, 16, 16),
          new Range(51, 55, 16, 16),
          new Range(51, 55, 16, 16),
          new Range(2221, 2720, 16, 16),
          new Range(34, 34, 15, 15),
          new Range(37, 37, 15, 15),
          new Range(6011, 6011, 16, 16),
          new Range(644, 649, 16, 16),
          new Range(65, 65, 16, 16),
          new Range(36, 36, 14, 14),
          new Range(300, 305, 14, 14),
          new Range(38, 39, 14, 14),
          new Range(3528, 3589, 16, 16),
          new Range(622126, 622925, 16, 16));

  private static final List<Range> RARE =
      List.of(
          new Range(6759, 6759, 16, 19),
          new Range(50, 50, 16, 16),
          new Range(56, 58, 16, 16),
          new Range(2200, 2204, 16, 16),
          new Range(508, 508, 16, 16),
          new Range(81, 82, 16, 16),
          new Range(9792, 9792, 16, 16),
          new Range(62, 62, 17, 19),
          new Range(4, 4, 19, 19));

  /** Whatever any scheme has ever given out. */
  private static final List<Range> POSSIBLE =
      List.of(
          new Range(4, 4, 13, 19),
          new Range(50, 58, 12, 19),
          new Range(2200, 2204, 16, 19),
          new Range(2221, 2720, 16, 16),
          new Range(34, 34, 15, 15),
          new Range(37, 37, 15, 15),
          new Range(300, 305, 14, 19),
          new Range(3095, 3095, 14, 19),
          new Range(36, 36, 14, 19),
          new Range(38, 39, 14, 19),
          new Range(3528, 3589, 16, 19),
          new Range(6, 6, 12, 19),
          new Range(81, 82, 16, 19),
          new Range(9792, 9792, 16, 16),
          new Range(1, 1, 15, 15));

  private Cards() {}

  /** Whether nobody can tell from the digits alone that this is no card. */
  static boolean isPossible(String digits) {
    return digits.length() >= 12
        && CheckDigits.isLuhn(digits)
        && POSSIBLE.stream().anyMatch(range -> range.has(digits));
  }

  static String common(Dice dice) {
    return of(dice.pick(COMMON), dice);
  }

  static String rare(Dice dice) {
    return of(dice.pick(RARE), dice);
  }

  private static String of(Range range, Dice dice) {
    while (true) {
      String prefix = Integer.toString(dice.between(range.from(), range.to()));
      int length = dice.between(range.minLength(), range.maxLength());
      String body = prefix + dice.digits(length - prefix.length() - 1);
      String card = body + CheckDigits.luhn(body);
      if (card.chars().distinct().count() > 3) {
        return card;
      }
    }
  }

  /** As it is printed on the card, with {@code separator} between the groups. */
  static String grouped(String card, String separator) {
    return switch (card.length()) {
      case 14, 15 -> Dice.grouped(card, separator, 4, 6, 5);
      default -> Dice.inFours(card, separator);
    };
  }

  static String written(Dice dice, String layout) {
    return switch (layout) {
      case "" ->
          dice.chance(35) ? common(dice) : grouped(common(dice), dice.chance(70) ? " " : "-");
      case "bare" -> common(dice);
      case "grouped" -> grouped(common(dice), " ");
      case "dashed" -> grouped(common(dice), "-");
      case "rare" -> dice.chance(60) ? rare(dice) : grouped(rare(dice), " ");
      default -> throw new IllegalArgumentException("layout of card: " + layout);
    };
  }

  /** Sixteen digits that no card can have. */
  static String noCard(Dice dice, int length) {
    while (true) {
      String digits = dice.digits(length);
      if (!isPossible(digits)) {
        return digits;
      }
    }
  }
}
