package io.mcpgateway.policy.detect;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Set;

/** Which numbers the numbering plans of the countries have, as libphonenumber knows them. */
final class PhonePlans {
  private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();
  private static final int MAX_COUNTRY_CODE = 999;
  private static final boolean[] COUNTRY_CODES = countryCodes();

  /** Where a single zero is all that is dialled before a number, if that begins with a zero. */
  private static final Set<String> ZERO_BEFORE =
      Set.of("GB", "DE", "FR", "NL", "BE", "CH", "AT", "SE", "IN", "ZA", "TR", "IE");

  /** The country of numbers that begin with its code. */
  private static final String INTERNATIONAL = "ZZ";

  private PhonePlans() {}

  private static boolean[] countryCodes() {
    boolean[] codes = new boolean[MAX_COUNTRY_CODE + 1];
    for (int code : PLANS.getSupportedCallingCodes()) {
      codes[code] = true;
    }
    return codes;
  }

  /** Reads the plans of the countries that are asked for most, which are kept then. */
  static void readBeforehand() {
    for (String region :
        new String[] {"US", "GB", "DE", "FR", "IT", "AU", "JP", "IN", "ES", "BR", "CN", "NL"}) {
      PLANS.getExampleNumber(region);
      isValid("0123456789", region);
    }
  }

  /** Whether somebody has the number {@code digits}, as it is dialled in a country. */
  static boolean isValid(String digits, String region) {
    if (digits.charAt(0) == '0' && digits.charAt(1) != '0' && ZERO_BEFORE.contains(region)) {
      // Nobody has to take it apart.
      return isValid(PLANS.getCountryCodeForRegion(region), digits, 1);
    }
    try {
      return PLANS.isValidNumber(PLANS.parse(digits, region));
    } catch (NumberParseException noNumber) {
      return false;
    }
  }

  /**
   * Whether somebody has the number.
   *
   * @param digits from the country's code on, without a sign; at most eighteen
   */
  static boolean isValid(String digits) {
    int code = countryCodeLength(digits);
    if (code == 0) {
      return false;
    }
    // As it is written, it is a number mostly: then nobody has to take it apart.
    return (digits.charAt(code) != '0'
            && isValid(Integer.parseInt(digits, 0, code, 10), digits, code))
        || isValid("+" + digits, INTERNATIONAL);
  }

  /** Whether somebody has the number that begins at {@code from}, in a country of that code. */
  private static boolean isValid(int code, String digits, int from) {
    PhoneNumber number =
        new PhoneNumber()
            .setCountryCode(code)
            .setNationalNumber(Long.parseLong(digits, from, digits.length(), 10));
    // Most numbers are of the largest of the countries with one code, which costs half to ask.
    return PLANS.isValidNumberForRegion(number, PLANS.getRegionCodeForCountryCode(code))
        || PLANS.isValidNumber(number);
  }

  /** How many digits the country's code has; 0 if no country has such a one. */
  private static int countryCodeLength(String digits) {
    int code = 0;
    for (int length = 1; length <= 3 && length < digits.length(); length++) {
      code = code * 10 + digits.charAt(length - 1) - '0';
      if (code == 0) {
        return 0;
      }
      if (COUNTRY_CODES[code]) {
        return length;
      }
    }
    return 0;
  }

  /** Whether there could be such a number; as {@link #isValid(String)}. */
  static boolean isPossible(String digits) {
    if (countryCodeLength(digits) == 0) {
      return false;
    }
    try {
      return PLANS.isPossibleNumber(PLANS.parse("+" + digits, INTERNATIONAL));
    } catch (NumberParseException noNumber) {
      return false;
    }
  }
}
