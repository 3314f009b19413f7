package io.mcpgateway.policy.detect;

/**
 * Which card numbers issuer networks give out (ISO/IEC 7812-1): by their first digits and length.
 */
final class Issuers {
  /** How sure it is that a number of this kind is a card's. */
  enum Claim {
    NONE,
    /** Of a network that few cards belong to, or in a range that much else is in. */
    RARE,
    COMMON
  }

  private Issuers() {}

  static Claim claim(NumberRun run, int group, int count) {
    int six = CheckDigits.number(run, group, 0, 6);
    return switch (six / 100_000) {
      case 4 -> visa(run, group, count);
      case 5 -> fives(six, count);
      case 2 -> twos(six / 100, count);
      case 3 -> threes(six / 100, count);
      case 6 -> sixes(six, count);
      case 8 -> {
        int two = six / 10_000;
        boolean listed = two == 81 || two == 82 || six / 100 == 8600;
        yield listed && count >= 16 ? Claim.RARE : Claim.NONE;
      }
      case 9 -> {
        int four = six / 100;
        boolean listed = four == 9792 || four == 9860 || four == 9704;
        yield listed && count >= 16 ? Claim.RARE : Claim.NONE;
      }
      case 1 -> count == 15 ? Claim.RARE : Claim.NONE;
      default -> Claim.NONE;
    };
  }

  /** Thirteen digits are more often an article's number (EAN-13), which has another check digit. */
  private static Claim visa(NumberRun run, int group, int count) {
    return switch (count) {
      case 16, 19 -> Claim.COMMON;
      case 13 -> isEan(run, group) ? Claim.RARE : Claim.COMMON;
      default -> Claim.NONE;
    };
  }

  private static boolean isEan(NumberRun run, int group) {
    return CheckDigits.weighted(run, group, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1) % 10 == 0;
  }

  /** Mastercard, Maestro. */
  private static Claim fives(int six, int count) {
    int two = six / 10_000;
    if (two >= 51 && two <= 55) {
      return count == 16 ? Claim.COMMON : Claim.NONE;
    }
    return switch (six / 100) {
      case 5018, 5019, 5020, 5038, 5893 -> count >= 16 ? Claim.COMMON : Claim.RARE;
      default -> two == 50 || (two >= 56 && two <= 58) ? Claim.RARE : Claim.NONE;
    };
  }

  /** Mastercard, Mir, Borica, JCB. */
  private static Claim twos(int four, int count) {
    if ((four >= 2221 && four <= 2720 && count == 16)
        || (four >= 2200 && four <= 2204 && count >= 16)) {
      return Claim.COMMON;
    }
    return (four == 2205 && count == 16) || (four == 2131 && count == 15) ? Claim.RARE : Claim.NONE;
  }

  /** American Express, JCB, Diners Club. */
  private static Claim threes(int four, int count) {
    int two = four / 100;
    int three = four / 10;
    if (two == 34 || two == 37) {
      return count == 15 ? Claim.COMMON : Claim.NONE;
    }
    if (four >= 3528 && four <= 3589) {
      return count >= 16 ? Claim.COMMON : Claim.NONE;
    }
    boolean diners =
        (three >= 300 && three <= 305) || four == 3095 || two == 36 || two == 38 || two == 39;
    if (!diners || count < 14) {
      return Claim.NONE;
    }
    return count == 14 ? Claim.COMMON : Claim.RARE;
  }

  /** Discover, UnionPay, RuPay, Maestro and national ones. */
  private static Claim sixes(int six, int count) {
    int two = six / 10_000;
    int three = six / 1_000;
    int four = six / 100;
    boolean common = two == 60 || two == 62 || two == 65 || (three >= 644 && three <= 649);
    if (common && count >= 16) {
      return Claim.COMMON;
    }
    return switch (four) {
      case 6304, 6759, 6761, 6762, 6763 -> count >= 16 ? Claim.COMMON : Claim.RARE;
      default -> Claim.RARE;
    };
  }
}
