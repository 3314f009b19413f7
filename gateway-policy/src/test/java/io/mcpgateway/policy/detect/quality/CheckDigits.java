package io.mcpgateway.policy.detect.quality;

/** Check digits as the countries publish their rules; texts hold ASCII digits only. */
final class CheckDigits {
  private static final int[][] DIHEDRAL = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
    {1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
    {2, 3, 4, 0, 1, 7, 8, 9, 5, 6},
    {3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
    {4, 0, 1, 2, 3, 9, 5, 6, 7, 8},
    {5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
    {6, 5, 9, 8, 7, 1, 0, 4, 3, 2},
    {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
    {8, 7, 6, 5, 9, 3, 2, 1, 0, 4},
    {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}
  };
  private static final int[] SHUFFLE = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};

  private CheckDigits() {}

  private static int digit(String digits, int at) {
    return digits.charAt(at) - '0';
  }

  /** The sum of the digits, each times its weight. */
  static int weighted(String digits, int... weights) {
    int sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += digit(digits, i) * weights[i];
    }
    return sum;
  }

  /** The digit that makes {@code digits} right by ISO/IEC 7812-1. */
  static int luhn(String digits) {
    int sum = 0;
    for (int i = digits.length() - 1, twice = 1; i >= 0; i--, twice ^= 1) {
      int value = digit(digits, i) << twice;
      sum += value > 9 ? value - 9 : value;
    }
    return (10 - sum % 10) % 10;
  }

  static boolean isLuhn(String digits) {
    int last = digits.length() - 1;
    return luhn(digits.substring(0, last)) == digit(digits, last);
  }

  /** The check digits of an IBAN by ISO 13616. */
  static String iban(String country, String account) {
    return Dice.pad(98 - mod97(account + country + "00"), 2);
  }

  /** The remainder by 97, with letters as 10 to 35. */
  static int mod97(String text) {
    int rest = 0;
    for (int i = 0; i < text.length(); i++) {
      int value = Character.digit(text.charAt(i), 36);
      rest = (value > 9 ? rest * 100 + value : rest * 10 + value) % 97;
    }
    return rest;
  }

  /** The digit by the method of Verhoeff. */
  static int verhoeff(String digits) {
    int check = 0;
    for (int i = 0; i < digits.length(); i++) {
      int value = digit(digits, digits.length() - 1 - i);
      for (int times = (i + 1) % 8; times > 0; times--) {
        value = SHUFFLE[value];
      }
      check = DIHEDRAL[check][value];
    }
    for (int inverse = 0; inverse < 10; inverse++) {
      if (DIHEDRAL[check][inverse] == 0) {
        return inverse;
      }
    }
    throw new IllegalStateException(digits);
  }

  /** The digit by ISO/IEC 7064, MOD 11,10. */
  static int mod11And10(String digits) {
    int product = 10;
    for (int i = 0; i < digits.length(); i++) {
      int sum = (digit(digits, i) + product) % 10;
      product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    return (11 - product) % 10;
  }

  /** The two digits of a CPF. */
  static String cpf(String nine) {
    String ten = nine + weighted(nine, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
    return ten.substring(9) + weighted(ten, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
  }

  /** The last place of a Chinese identity number, by ISO/IEC 7064, MOD 11-2. */
  static char chinese(String seventeen) {
    int rest = weighted(seventeen, 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2) % 11;
    return "10X98765432".charAt(rest);
  }

  static char spanish(int number) {
    return "TRWAGMYFPDXBNJZSQVHLCKE".charAt(number % 23);
  }

  /** Of the six digits of the date and the three of the person. */
  static char finnish(String nine) {
    return "0123456789ABCDEFHJKLMNPRSTUVWXY".charAt(Integer.parseInt(nine) % 31);
  }

  /** The key of a NIR of 13 places, in which Corsica may have a letter. */
  static String french(String thirteen) {
    String digits = thirteen.replace("2A", "19").replace("2B", "18");
    return Dice.pad((int) (97 - Long.parseLong(digits) % 97), 2);
  }

  /** 10 if there is no number that begins so. */
  static int nhs(String nine) {
    return (11 - weighted(nine, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11) % 11;
  }

  static char italian(String fifteen) {
    // What 0 to 9, and A to Z, count for in the odd places, where the first is odd.
    int[] ofDigits = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21};
    int[] ofLetters = {
      1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
    };
    int sum = 0;
    for (int i = 0; i < 15; i++) {
      char c = fifteen.charAt(i);
      boolean isDigit = c <= '9';
      int even = isDigit ? c - '0' : c - 'A';
      int odd = isDigit ? ofDigits[c - '0'] : ofLetters[c - 'A'];
      sum += i % 2 == 0 ? odd : even;
    }
    return (char) ('A' + sum % 26);
  }

  static int korean(String twelve) {
    return (11 - weighted(twelve, 2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5) % 11) % 10;
  }

  /** 10 if there is no number that begins so. */
  static int bsn(String eight) {
    return weighted(eight, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
  }

  /** Both digits, or an empty text if there is no number that begins so. */
  static String norwegian(String nine) {
    int first = (11 - weighted(nine, 3, 7, 6, 1, 8, 9, 4, 5, 2) % 11) % 11;
    if (first == 10) {
      return "";
    }
    int second = (11 - weighted(nine + first, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11) % 11;
    return second == 10 ? "" : "" + first + second;
  }

  static int pesel(String ten) {
    return (10 - weighted(ten, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3) % 10) % 10;
  }

  static char singaporean(char prefix, String seven) {
    int sum = weighted(seven, 2, 7, 6, 5, 4, 3, 2);
    return switch (prefix) {
      case 'S' -> "JZIHGFEDCBA".charAt(sum % 11);
      case 'T' -> "JZIHGFEDCBA".charAt((sum + 4) % 11);
      case 'F' -> "XWUTRQPNMLK".charAt(sum % 11);
      case 'G' -> "XWUTRQPNMLK".charAt((sum + 4) % 11);
      case 'M' -> "XWUTRQPNJLK".charAt((sum + 3) % 11);
      default -> throw new IllegalArgumentException("prefix: " + prefix);
    };
  }
}
