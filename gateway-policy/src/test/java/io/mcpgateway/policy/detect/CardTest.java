package io.mcpgateway.policy.detect;

import static io.mcpgateway.policy.detect.Readings.found;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111111",
        "4222222222222",
        "5555555555554444",
        "2223003122003222",
        "378282246310005",
        "6011111111111117",
        "30569309025904",
        "3530111333300000",
        "6200000000000005",
        "6759649826438453",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111 - 1111 - 1111 - 1111",
        "3782 822463 10005",
        "41111111 11111111",
        "4111.1111.1111.1111",
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
        "41 11 11 11 11 11 11 11",
        "4.111111111111111E15"
      })
  void aCardNumberIsFoundWhole(String text) {
    assertThat(found(Kind.CARD, text)).containsExactly(text);
    assertThat(found(Kind.CARD, "It is " + text + ", please.")).containsExactly(text);
    assertThat(found(Kind.CARD, "\"" + text + "\"")).containsExactly(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "card 4111 1111 1111 1111 12/27",
        "2 4111 1111 1111 1111",
        "PAN4111111111111111",
        "no.4111111111111111",
        "order_4111111111111111",
        "pan=4111111111111111",
        "exp 2027 4111111111111111 123",
        "卡号4111111111111111。",
        "4111111111111111.0"
      })
  void aCardNumberIsFoundAmongOtherThings(String text) {
    assertThat(found(Kind.CARD, text))
        .singleElement()
        .satisfies(each -> assertThat(each.replace(" ", "")).isEqualTo("4111111111111111"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5000000000000009",
        "5610000000000001",
        "8100000000000002",
        "9792000000000003",
        "100000000000009"
      })
  void aNumberOfARareRangeIsFoundBesideAWordOnly(String text) {
    assertThat(found(Kind.CARD, text)).isEmpty();
    assertThat(found(Kind.CARD, "my card: " + text)).containsExactly(text);
    assertThat(found(Kind.CARD, text, "cardnumber")).containsExactly(text);
    assertThat(found(Kind.CARD, "card on file, order " + text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111112",
        "4111 1111 1111 1112",
        "0000000000000000",
        "0.4111111111111111",
        "a4b1111c-4111-1111-1111-111111111111",
        "12345678-4111-1111-1111-111111111111",
        "af4111111111111111d3",
        "4abc4111111111111111",
        "1732704704123",
        "656-4353246-1894675",
        "4006381333931",
        "DE12 5105 0015 0123 4567 89",
        "4111.1111",
        "+4 111 1111 1111 11116"
      })
  void otherDigitsAreNoCard(String text) {
    assertThat(found(Kind.CARD, text)).isEmpty();
  }

  @Test
  void twoCardsSideBySideAreBothFound() {
    assertThat(found(Kind.CARD, "4111 1111 1111 1111 4242 4242 4242 4242"))
        .containsExactly("4111 1111 1111 1111", "4242 4242 4242 4242");
  }
}
