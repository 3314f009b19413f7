package io.mcpgateway.policy.mask;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetectorsTest {
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
        "4111\u00a01111\u00a01111\u00a01111",
        "4111\u20111111\u20111111\u20111111",
        "4111\u200b1111\u200b1111\u200b1111",
        "4\u00ad1111111111111\u200d11",
        "４１１１１１１１１１１１１１１１",
        "٤١١١١١١١١١١١١١١١",
      })
  void aCardNumberIsFoundWhole(String card) {
    assertThat(cards(card)).containsExactly(card);
    assertThat(cards("pay with " + card + ", please")).containsExactly(card);
    assertThat(cards("(" + card + ").")).containsExactly(card);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "card 4111 1111 1111 1111 12/27",
        "2 4111 1111 1111 1111",
        "PAN4111111111111111",
        "no.4111111111111111",
        "order_4111111111111111",
        "exp 2027 4111111111111111 123",
      })
  void aCardNumberIsFoundAmongOtherThings(String text) {
    assertThat(cards(text))
        .singleElement()
        .satisfies(card -> assertThat(card.replace(" ", "")).isEqualTo("4111111111111111"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111112",
        "order 1234567890123456",
        "0000000000000000",
        "4444444444444444",
        "9999999999999995",
        "1763656213000 1763656213001",
        "20261120163013",
        "2026-11-20 16:30:13.123456",
        "20261120-163013-000042",
        "41111111-1111-1111-1111-111111111111",
        "f47ac10b-58cc-4372-a567-0e02b2c3d479",
        "a94a8fe5ccb19ba61c4c0873d391e987982fbbd3",
        "9f4111111111111111ab3",
        "0.4111111111111111",
        "+41 44 668 18 00",
        "127.0.0.1 192.168.100.200",
        "9007199254740993",
        "411111111111111111111111",
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
        "ISBN 978-3-16-148410-0",
      })
  void whatIsNoCardNumberStays(String text) {
    assertThat(cards(text)).isEmpty();
  }

  @Test
  void digitsBehindAnAddressDoNotHideIt() {
    assertThat(emails("jane@example.com4111")).containsExactly("jane@example.com");
  }

  @Test
  void everyNumberWithACheckDigitIsFoundAndNoOther() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder digits = new StringBuilder("4");
      for (int d = 0; d < 15; d++) {
        digits.append((char) ('0' + random.nextInt(10)));
      }
      String number = digits.toString();

      assertThat(cards(number).isEmpty()).as(number).isNotEqualTo(luhn(number));
    }
  }

  /** Written another way than the detector's. */
  private static boolean luhn(String number) {
    String doubled = "0246813579";
    int sum = 0;
    for (int i = 0; i < number.length(); i++) {
      char c = number.charAt(i);
      sum += (i % 2 == 0 ? doubled.charAt(c - '0') : c) - '0';
    }
    return sum % 10 == 0;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jane@example.com",
        "jane.doe+crm@mail.example.co.uk",
        "j_d-1%x@a-b.example",
        "o'hara@example.org",
        "josé@exámple.com",
        "иван@почта.рф",
        "a@b.xn--p1ai",
        "jane＠example.com",
        "a@1.com",
      })
  void anAddressIsFoundWhole(String address) {
    assertThat(emails(address)).containsExactly(address);
    assertThat(emails("write to <" + address + ">, now.")).containsExactly(address);
    assertThat(emails("mailto:" + address + "?subject=x")).containsExactly(address);
    assertThat(emails("联系：" + address + "，谢谢")).containsExactly(address);
    assertThat(emails("to " + address + ".")).containsExactly(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@Override",
        "npm install @scope/package@1.2.3",
        "pkg@1.2.3",
        "user@localhost",
        "a @ b.com",
        "@example.com",
        "icon@2x.png",
        "a@b",
        "a@.com",
        "a@-b.com",
        "@@@@@@",
        "meet @ 5.30",
        "sha256:ab@12",
      })
  void whatIsNoAddressStays(String text) {
    assertThat(emails(text)).isEmpty();
  }

  private static List<String> cards(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    List<String> found = new ArrayList<>();
    new CardDetector()
        .find(
            bytes,
            0,
            bytes.length,
            (start, end, last) -> found.add(new String(bytes, start, end - start, UTF_8)));
    return found;
  }

  private static List<String> emails(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    List<String> found = new ArrayList<>();
    EmailDetector.find(
        bytes,
        0,
        bytes.length,
        (start, end) -> found.add(new String(bytes, start, end - start, UTF_8)));
    return found;
  }
}
