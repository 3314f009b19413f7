package io.mcpgateway.policy.detect.quality;

import java.util.List;
import java.util.Locale;

/** International bank account numbers, by the structures of the registry of ISO 13616. */
final class Ibans {
  /** n: digits, a: upper case letters, c: both. The national check digits inside are not set. */
  private static final List<String> EVERYDAY =
      List.of(
          "DE18n",
          "DE18n",
          "FR10n11c2n",
          "GB4a14n",
          "ES20n",
          "IT1a10n12c",
          "NL4a10n",
          "BE12n",
          "AT16n",
          "CH5n12c",
          "PL24n",
          "PT21n",
          "SE20n",
          "NO11n",
          "DK14n",
          "FI14n",
          "IE4a14n",
          "LU3n13c",
          "CZ20n");

  private static final List<String> OTHERS =
      List.of(
          "SK20n",
          "HU24n",
          "RO4a16c",
          "BG4a6n8c",
          "GR7n16c",
          "HR17n",
          "SI15n",
          "EE16n",
          "LT16n",
          "LV4a13c",
          "MT4a5n18c",
          "CY8n16c",
          "IS22n",
          "LI5n12c",
          "MC10n11c2n",
          "SM1a10n12c",
          "TR6n16c",
          "SA2n18c",
          "AE19n",
          "IL19n",
          "QA4a21c",
          "KW4a22c",
          "BH4a14c",
          "JO4a4n18c",
          "LB4n20c",
          "PK4a16c",
          "KZ3n13c",
          "GE2a16n",
          "AZ4a20c",
          "MD20c",
          "UA6n19c",
          "BY4c4n16c",
          "RS18n",
          "BA16n",
          "ME18n",
          "MK3n10c2n",
          "AL8n16c",
          "XK16n",
          "AD8n12c",
          "BR23n1a1c",
          "CR18n",
          "DO4c20n",
          "GT24c",
          "SV4a20n",
          "MU4a19n3a",
          "TN20n",
          "EG25n",
          "GI4a15c",
          "GL14n",
          "FO14n",
          "VA18n",
          "SC4a20n3a",
          "ST21n",
          "TL19n",
          "IQ4a15n",
          "LY21n",
          "VG4a16n",
          "PS4a21c",
          "MR23n",
          "LC4a24c");

  private Ibans() {}

  static String any(Dice dice) {
    return of(dice.pick(dice.chance(80) ? EVERYDAY : OTHERS), dice);
  }

  private static String of(String structure, Dice dice) {
    String country = structure.substring(0, 2);
    StringBuilder account = new StringBuilder();
    int count = 0;
    for (int i = 2; i < structure.length(); i++) {
      char c = structure.charAt(i);
      switch (c) {
        case 'n' -> account.append(dice.digits(count));
        case 'a' -> account.append(dice.letters(Dice.UPPER, count));
        case 'c' ->
            account.append(
                dice.letters(dice.chance(70) ? Dice.DIGITS : Dice.DIGITS + Dice.UPPER, count));
        default -> {
          count = count * 10 + (c - '0');
          continue;
        }
      }
      count = 0;
    }
    return country + CheckDigits.iban(country, account.toString()) + account;
  }

  static String written(Dice dice, String layout) {
    return switch (layout) {
      case "" -> dice.chance(55) ? any(dice) : Dice.inFours(any(dice), dice.chance(90) ? " " : "-");
      case "compact" -> any(dice);
      case "grouped" -> Dice.inFours(any(dice), " ");
      case "lower" -> any(dice).toLowerCase(Locale.ROOT);
      default -> of(structure(layout), dice, dice.chance(50));
    };
  }

  private static String of(String structure, Dice dice, boolean grouped) {
    String iban = of(structure, dice);
    return grouped ? Dice.inFours(iban, " ") : iban;
  }

  private static String structure(String country) {
    return EVERYDAY.stream()
        .filter(each -> each.startsWith(country))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("layout of iban: " + country));
  }
}
