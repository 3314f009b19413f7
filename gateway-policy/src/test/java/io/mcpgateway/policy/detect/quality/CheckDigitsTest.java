package io.mcpgateway.policy.detect.quality;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The generator's own rules, against numbers that their issuers or textbooks publish. */
class CheckDigitsTest {

  @Test
  void cardNumbersAreThoseOfTestCards() {
    for (String card :
        new String[] {
          "4111111111111111",
          "5555555555554444",
          "2223003122003222",
          "378282246310005",
          "6011111111111117",
          "30569309025904",
          "3530111333300000",
          "6200000000000005"
        }) {
      assertThat(CheckDigits.isLuhn(card)).as(card).isTrue();
      assertThat(Cards.isPossible(card)).as(card).isTrue();
    }
    assertThat(Cards.isPossible("4111111111111112")).isFalse();
    assertThat(Cards.isPossible("0000000000000000")).isFalse();
  }

  @Test
  void ibansAreThoseOfTheRegistry() {
    assertThat(CheckDigits.iban("DE", "370400440532013000")).isEqualTo("89");
    assertThat(CheckDigits.iban("GB", "NWBK60161331926819")).isEqualTo("29");
    assertThat(CheckDigits.iban("FR", "20041010050500013M02606")).isEqualTo("14");
    assertThat(CheckDigits.iban("MT", "MALT011000012345MTLCAST001S")).isEqualTo("84");
    assertThat(CheckDigits.iban("NO", "86011117947")).isEqualTo("93");
  }

  @Test
  void nationalIdsAreThoseThatArePublished() {
    assertThat(CheckDigits.cpf("123456789")).isEqualTo("09");
    assertThat(CheckDigits.luhn("04645428")).as("SIN 046 454 286").isEqualTo(6);
    assertThat(CheckDigits.chinese("11010519491231002")).isEqualTo('X');
    assertThat(CheckDigits.mod11And10("3657426180")).isEqualTo(9);
    assertThat(CheckDigits.mod11And10("8609574271")).isEqualTo(9);
    assertThat(CheckDigits.spanish(12345678)).isEqualTo('Z');
    assertThat(CheckDigits.spanish(1234567)).isEqualTo('L');
    assertThat(CheckDigits.finnish("131052308")).isEqualTo('T');
    assertThat(CheckDigits.french("2550814168025")).isEqualTo("38");
    assertThat(CheckDigits.nhs("943476591")).isEqualTo(9);
    assertThat(CheckDigits.verhoeff("236")).isEqualTo(3);
    assertThat(CheckDigits.verhoeff("23412341234")).isEqualTo(6);
    assertThat(CheckDigits.italian("RSSMRA85T10A562")).isEqualTo('S');
    assertThat(CheckDigits.italian("MRTMTT25D09F205")).isEqualTo('Z');
    assertThat(CheckDigits.korean("971013901990")).isEqualTo(2);
    assertThat(CheckDigits.bsn("12345678")).isEqualTo(2);
    assertThat(CheckDigits.bsn("11122233")).isEqualTo(3);
    assertThat(CheckDigits.norwegian("151086950")).isEqualTo("88");
    assertThat(CheckDigits.pesel("4405140135")).isEqualTo(9);
    assertThat(CheckDigits.luhn("811228987")).as("personnummer 811228-9874").isEqualTo(4);
    assertThat(CheckDigits.singaporean('S', "1234567")).isEqualTo('D');
    assertThat(CheckDigits.singaporean('M', "1234567")).isEqualTo('K');
    assertThat(CheckDigits.singaporean('G', "1234567")).isEqualTo('X');
  }
}
