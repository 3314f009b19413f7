package io.mcpgateway.policy.pin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.core.protocol.Span;
import io.mcpgateway.policy.schema.Values;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {
  private static String canonical(String json) {
    return new String(CanonicalJson.bytes(read(json)), UTF_8);
  }

  static JsonNode read(String json) {
    byte[] bytes = json.getBytes(UTF_8);
    return Values.read(bytes, new Span(0, bytes.length));
  }

  @ParameterizedTest(name = "{0} is written {1}")
  @CsvSource({
    "0,0",
    "-0,0",
    "-0.0,0",
    "0e10,0",
    "1.0,1",
    "1.10,1.1",
    "1e2,100",
    "4.50,4.5",
    "2e-3,0.002",
    "0.000001,0.000001",
    "0.0000001,1e-7",
    "1e-27,1e-27",
    "1e20,100000000000000000000",
    "1e21,1e+21",
    "1e30,1e+30",
    "123456789012345680000,123456789012345680000",
    "333333333.33333329,333333333.3333333",
    "1.7976931348623157e308,1.7976931348623157e+308",
    "2.2250738585072014e-308,2.2250738585072014e-308",
    "9007199254740991,9007199254740991",
    "-12.5,-12.5",
  })
  void numbersAreWrittenAsEcmaScriptDoes(String number, String written) {
    assertThat(canonical(number)).isEqualTo(written);
  }

  @Test
  void numbersThatNoDoubleIsKeepTheirDigits() {
    assertThat(canonical("9007199254740993")).isEqualTo("9007199254740993");
    assertThat(canonical("1e400")).isEqualTo("1e+400");
    assertThat(canonical("1e999999999")).isEqualTo("1e+999999999");
    assertThat(canonical("0.12345678901234567890123")).isEqualTo("0.12345678901234567890123");
  }

  @Test
  void membersAreSortedByCodeUnitsAndNothingElseIsChanged() {
    assertThat(
            canonical("{ \"\uFB33\":1, \"\uD83D\uDE00\":2, \"b\":[3,{}], \"a\":[], \"1\":null }"))
        .isEqualTo("{\"1\":null,\"a\":[],\"b\":[3,{}],\"\uD83D\uDE00\":2,\"\uFB33\":1}");
  }

  @Test
  void stringsAreEscapedWhereTheyMustBe() {
    assertThat(canonical("\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\""))
        .isEqualTo("\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
    assertThat(canonical("\"\\ud800\"")).isEqualTo("\"\\ud800\"").isNotEqualTo(canonical("\"?\""));
  }
}
