package io.mcpgateway.policy.detect;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PhonePlansTest {
  private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();
  private static final List<String> REGIONS =
      List.of(
          "GB", "DE", "FR", "IT", "AU", "JP", "NL", "BE", "CH", "AT", "SE", "KR", "IN", "ZA", "TR",
          "IE", "NZ", "FI", "CN", "BR");

  @Test
  void whoIsAskedWithoutTakingANumberApartSaysTheSame() {
    Random random = new Random(1);
    for (int round = 0; round < 20_000; round++) {
      String region = REGIONS.get(random.nextInt(REGIONS.size()));
      String digits = "0" + changed(random, example(random, region));

      assertThat(PhonePlans.isValid(digits, region))
          .as("%s in %s", digits, region)
          .isEqualTo(isValidOnceTakenApart(digits, region));
    }
  }

  @Test
  void theLargestOfTheCountriesWithOneCodeIsNotTheOnlyOne() {
    assertThat(PhonePlans.isValid("447624123456")).as("Isle of Man").isTrue();
    assertThat(PhonePlans.isValid("14163620123")).as("Toronto").isTrue();
    assertThat(PhonePlans.isValid("440624123456")).isFalse();
  }

  private static boolean isValidOnceTakenApart(String digits, String region) {
    try {
      return PLANS.isValidNumber(PLANS.parse(digits, region));
    } catch (NumberParseException noNumber) {
      return false;
    }
  }

  private static String example(Random random, String region) {
    PhoneNumberType[] types = PhoneNumberType.values();
    PhoneNumber example =
        PLANS.getExampleNumberForType(region, types[random.nextInt(types.length)]);
    return PLANS.getNationalSignificantNumber(
        example == null ? PLANS.getExampleNumber(region) : example);
  }

  private static String changed(Random random, String digits) {
    StringBuilder changed = new StringBuilder(digits);
    for (int i = random.nextInt(4); i > 0; i--) {
      changed.setCharAt(random.nextInt(changed.length()), (char) ('0' + random.nextInt(10)));
    }
    return changed.append(random.nextInt(4) == 0 ? "7" : "").toString();
  }
}
