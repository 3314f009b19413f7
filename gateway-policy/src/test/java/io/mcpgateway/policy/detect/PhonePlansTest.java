package io.mcpgateway.policy.detect;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PhonePlansTest {
  private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();

  @Test
  void aNumberIsValidIfItIsOnceTakenApart() {
    Random random = new Random(1);
    List<String> codes = PLANS.getSupportedCallingCodes().stream().map(String::valueOf).toList();
    for (int round = 0; round < 40_000; round++) {
      StringBuilder number = new StringBuilder();
      if (random.nextInt(4) > 0) {
        number.append(codes.get(random.nextInt(codes.size())));
      }
      int length = 7 + random.nextInt(9);
      while (number.length() < length) {
        number.append((char) ('0' + random.nextInt(10)));
      }
      String digits = number.toString();

      assertThat(PhonePlans.isValid(digits)).as(digits).isEqualTo(isValid("+" + digits));
    }
  }

  private static boolean isValid(String number) {
    try {
      return PLANS.isValidNumber(PLANS.parse(number, "ZZ"));
    } catch (NumberParseException none) {
      return false;
    }
  }
}
