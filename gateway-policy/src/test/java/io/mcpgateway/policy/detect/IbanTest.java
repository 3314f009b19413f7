package io.mcpgateway.policy.detect;

import static io.mcpgateway.policy.detect.Readings.found;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IbanTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "DE89370400440532013000",
        "de89370400440532013000",
        "DE89 3704 0044 0532 0130 00",
        "DE89-3704-0044-0532-0130-00",
        "GB29NWBK60161331926819",
        "GB29 NWBK 6016 1331 9268 19",
        "NL91ABNA0417164300",
        "NL91 ABNA 0417 1643 00",
        "FR1420041010050500013M02606",
        "FR14 2004 1010 0505 0001 3M02 606",
        "MT84MALT011000012345MTLCAST001S",
        "NO9386011117947",
        "BE68539007547034",
        "CH9300762011623852957",
        "ES9121000418450200051332",
        "IT60X0542811101000000123456",
        "PL61109010140000071219812874",
        "SA0380000000608010167519",
        "DE 89 3704 0044 0532 0130 00"
      })
  void anIbanIsFoundWhole(String text) {
    assertThat(found(Kind.IBAN, text)).containsExactly(text);
    assertThat(found(Kind.IBAN, "It is " + text + ", please.")).containsExactly(text);
    assertThat(found(Kind.IBAN, "\"" + text + "\"")).containsExactly(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DE88370400440532013000",
        "DE8937040044053201300",
        "DE893704004405320130000",
        "XDE89370400440532013000",
        "DE89370400440532013000X",
        "DE89 3704 0044 0532 0130 0O",
        "XX89370400440532013000",
        "de 89 3704 0044 0532 0130 00",
        "GB29 1234 6016 1331 9268 19",
        "89370400440532013000"
      })
  void otherThingsAreNoIban(String text) {
    assertThat(found(Kind.IBAN, text)).isEmpty();
  }
}
