package io.mcpgateway.policy.detect;

import static io.mcpgateway.policy.detect.Readings.found;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "+14155552671",
        "+1 415 555 2671",
        "+1 (415) 555-2671",
        "+1-415-555-2671",
        "+49 30 901820",
        "+49 (0)30 901820",
        "+44 20 7946 0958",
        "+33 1 42 68 53 00",
        "+91 98765 43210",
        "+55 11 96123-4567",
        "+81 90-1234-5678",
        "0049 30 901820",
        "(415) 555-2671",
        "(415)555-2671",
        "415-555-2671",
        "415.555.2671",
        "1-415-555-2671",
        "415-555-2671 x12",
        "415-555-2671 ext. 12"
      })
  void anInternationalOrAmericanNumberIsFoundWhole(String text) {
    assertThat(found(Kind.PHONE, text)).containsExactly(text);
    assertThat(found(Kind.PHONE, "It is " + text + ", please.")).containsExactly(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4155552671",
        "415 555 2671",
        "020 7946 0958",
        "020-7946-0958",
        "030/901820",
        "01.42.68.53.00",
        "030 901820",
        "01 42 68 53 00",
        "612 345 678",
        "06 12 34 56 78",
        "0412 345 678",
        "14155552671",
        "0049301234567"
      })
  void aNationalNumberIsFoundBesideAWord(String text) {
    assertThat(found(Kind.PHONE, text)).isEmpty();
    assertThat(found(Kind.PHONE, "Phone: " + text)).containsExactly(text);
    assertThat(found(Kind.PHONE, text, "phonenumber")).containsExactly(text);
    assertThat(found(Kind.PHONE, text + " is my phone number")).containsExactly(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "call 192.168.100.100",
        "call on 2026-11-27",
        "call on 27.11.2026",
        "call on 20261127",
        "call about order 4155552671",
        "+49.9084563 -26.3483744",
        "ID-415-555-2671",
        "415-555-2671-9",
        "A415-555-2671",
        "115-555-2671",
        "2026-11-27T10:51:44+0100",
        "978-3-16-148410-0",
        "tel 123",
        "1732704704123",
        "415555267",
        "(415) 155-2671"
      })
  void otherThingsAreNoPhoneNumber(String text) {
    assertThat(found(Kind.PHONE, text)).isEmpty();
  }
}
