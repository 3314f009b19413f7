package io.mcpgateway.auth.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TermsTest {
  @Test
  void revokingNothingInParticularIsAMistake() {
    assertThatThrownBy(() -> Terms.of(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one of tokenId, session, subject");
  }

  @Test
  void aTermThatDoesNotExistIsAMistake() {
    assertThatThrownBy(() -> Terms.of(Map.of("user", "alice")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: one of");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "a\nb", "a\u0000", "\ud800", "\u0085"})
  void valuesAreVisibleText(String value) {
    assertThatThrownBy(() -> Terms.of(Map.of("subject", value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("subject: ");
  }

  @Test
  void valuesHaveABound() {
    assertThat(Terms.of(Map.of("tool", "x".repeat(Terms.MAX_LENGTH))).tool()).isNotNull();
    assertThatThrownBy(() -> Terms.of(Map.of("tool", "x".repeat(Terms.MAX_LENGTH + 1))))
        .hasMessageContaining("tool: 2049 characters");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"id\":\"1\"}",
        "{\"id\":\"1\",\"terms\":{},\"created\":\"2026-01-01T00:00:00Z\",\"by\":\"o\",\"reason\":\"\"}",
        "{\"id\":\"1\",\"terms\":{\"tool\":7},\"created\":\"2026-01-01T00:00:00Z\",\"by\":\"o\",\"reason\":\"\"}",
        "{\"id\":\"1\",\"terms\":{\"tool\":\"x\"},\"created\":\"today\",\"by\":\"o\",\"reason\":\"\"}",
        "{\"id\":\"../1\",\"terms\":{\"tool\":\"x\"},\"created\":\"2026-01-01T00:00:00Z\",\"by\":\"o\",\"reason\":\"\"}",
        "{\"id\":\"1\",\"terms\":{\"tool\":\"x\"},\"created\":\"2026-01-01T00:00:00Z\",\"expires\":\"2026-01-01T00:00:00Z\",\"by\":\"o\",\"reason\":\"\"}",
        "{\"id\":\"1\",\"terms\":{\"tool\":\"x\"},\"created\":\"2026-01-01T00:00:00Z\",\"by\":\"\",\"reason\":\"\"}",
        "{\"id\":\"1\",\"terms\":{\"tool\":\"x\"},\"created\":\"2026-01-01T00:00:00Z\",\"by\":\"o\",\"reason\":\"\",\"more\":1}",
        "{\"id\":\"1\",\"id\":\"2\",\"terms\":{\"tool\":\"x\"},\"created\":\"2026-01-01T00:00:00Z\",\"by\":\"o\",\"reason\":\"\"}",
        "{\"id\":\"1\",\"terms\":{\"tool\":\"x\"},\"created\":\"2026-01-01T00:00:00Z\",\"by\":\"o\",\"reason\":\"\"} {}",
      })
  void whatIsNoRevocationIsRefused(String json) {
    assertThatThrownBy(() -> RevocationJson.revocation(json))
        .isInstanceOf(MalformedRevocationException.class);
  }
}
