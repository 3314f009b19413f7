package io.mcpgateway.core.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mcpgateway.testkit.TestClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedTokensTest {
  private static final byte[] OLD = "an old secret of thirty-two bytes".getBytes(UTF_8);
  private static final byte[] NEW = "a new secret of thirty-two bytes!".getBytes(UTF_8);
  private static final Duration LIFE = Duration.ofMinutes(10);

  private final TestClock clock = new TestClock();
  private final SealedTokens tokens = new SealedTokens("session", List.of(OLD), clock);

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ab", "abc", "up-1", "é漢😀\u0000\n\" :"})
  void whatWasSealedOpensAgain(String text) {
    String token = tokens.seal(text, "alice", LIFE);

    assertThat(token).matches("[A-Za-z0-9_-]+");
    assertThat(tokens.open(token, "alice")).isEqualTo(text);
  }

  @Test
  void noTwoTokensAreAlikeAndNoneShowsWhatItHolds() {
    String first = tokens.seal("upstream-session", "alice", LIFE);

    assertThat(tokens.seal("upstream-session", "alice", LIFE)).isNotEqualTo(first);
    assertThat(new String(java.util.Base64.getUrlDecoder().decode(first), UTF_8))
        .doesNotContain("upstream");
  }

  @Test
  void aTokenIsBoundToWhatItWasMadeFor() {
    String token = tokens.seal("up-1", "alice", LIFE);

    assertThat(tokens.open(token, "bob")).isNull();
    assertThat(tokens.open(token, "")).isNull();
    assertThat(new SealedTokens("event", List.of(OLD), clock).open(token, "alice")).isNull();
    assertThat(new SealedTokens("session", List.of(NEW), clock).open(token, "alice")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "ab", "abc"})
  void aTokenWithAnyCharacterChangedDoesNotOpen(String text) {
    // Three lengths, so that the last character has two, four and no spare bits.
    String token = tokens.seal(text, "alice", LIFE);
    for (int i = 0; i < token.length(); i++) {
      for (char other : "ABCDabcdQgw0123456789-_".toCharArray()) {
        if (other != token.charAt(i)) {
          String changed = token.substring(0, i) + other + token.substring(i + 1);
          assertThat(tokens.open(changed, "alice")).as("character %s", i).isNull();
        }
      }
    }
  }

  @Test
  void aTokenHasOneText() {
    for (String text : List.of("a", "ab", "abc")) {
      String token = tokens.seal(text, "alice", LIFE);
      for (String variant :
          List.of(token + "=", token + "==", token + "A", token + " ", " " + token, token + "\n")) {
        assertThat(tokens.open(variant, "alice")).isNull();
      }
      for (int length = 0; length < token.length(); length++) {
        assertThat(tokens.open(token.substring(0, length), "alice")).isNull();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "=", "AQ", "not base64!", "é", "AQAAAAAAAAAAAAAAAAAAAAAA", "\u0000"})
  void whatIsNoTokenDoesNotOpen(String token) {
    assertThat(tokens.open(token, "alice")).isNull();
    assertThat(tokens.open("A".repeat(1_000_000), "alice")).isNull();
  }

  @Test
  void aTokenEndsWithItsLife() {
    String token = tokens.seal("up-1", "alice", LIFE);

    clock.advance(LIFE);
    assertThat(tokens.open(token, "alice")).isEqualTo("up-1");
    clock.advance(Duration.ofSeconds(1));
    assertThat(tokens.open(token, "alice")).isNull();
  }

  @Test
  void twoSecretsAreLiveDuringARotation() {
    String before = tokens.seal("up-1", "alice", LIFE);
    SealedTokens during = new SealedTokens("session", List.of(NEW, OLD), clock);
    String after = during.seal("up-2", "alice", LIFE);

    assertThat(during.open(before, "alice")).isEqualTo("up-1");
    assertThat(during.open(after, "alice")).isEqualTo("up-2");
    assertThat(tokens.open(after, "alice")).as("sealed with the first").isNull();
    assertThat(new SealedTokens("session", List.of(NEW), clock).open(after, "alice"))
        .isEqualTo("up-2");
  }

  @Test
  void aSecretThatIsTooShortIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SealedTokens("session", List.of(new byte[31]), clock));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SealedTokens("session", List.of(), clock));
  }
}
