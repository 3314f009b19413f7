package io.mcpgateway.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class McpHeadersTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "with space",
        "crm://accounts/7",
        "é",
        "漢字 😀",
        " leading",
        "trailing ",
        "\t",
        "a\r\nb",
        "\u0000",
        "\u007f",
        "=?base64?ZGFuZ2Vy?=",
        "=?base64?",
        "=?base64?x",
        "\u00a0",
        "\u2003"
      })
  void everyValueSurvivesAHeader(String value) {
    String header = McpHeaders.encode(value);

    assertThat(header).matches("[ -~]*").isEqualTo(header.strip());
    assertThat(McpHeaders.decode(header)).isEqualTo(value);
  }

  @Test
  void whatIsSafeStaysLegible() {
    assertThat(McpHeaders.encode("search_customers")).isEqualTo("search_customers");
    assertThat(McpHeaders.encode("=?utf-8?q?x?=")).isEqualTo("=?utf-8?q?x?=");
  }

  @Test
  void aSentinelIsDecoded() {
    assertThat(McpHeaders.decode("=?base64?ZGFuZ2Vy?=")).isEqualTo("danger");
    assertThat(McpHeaders.decode("=?base64??=")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=?base64?ZGFuZ2V?=", // padding missing
        "=?base64?ZGFuZ2Vy=?=", // padding too much
        "=?base64?ZGFuZ2Vz Cg==?=",
        "=?base64?YR==?=", // spare bits set
        "=?base64?Y-_a?=", // the alphabet for URLs
        "=?base64?gA==?=", // 0x80: not UTF-8
        "=?base64?7aCA?=", // a surrogate
        "=?base64?*?=",
      })
  void whatLooksLikeASentinelButIsNoneIsRefused(String header) {
    assertThat(McpHeaders.decode(header)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"=?BASE64?ZGFuZ2Vy?=", "=?base64?=", "=?base64?ZGFuZ2Vy", "x=?base64?YQ==?="})
  void whatDoesNotLookLikeASentinelIsTakenLiterally(String header) {
    assertThat(McpHeaders.decode(header)).isEqualTo(header);
  }
}
