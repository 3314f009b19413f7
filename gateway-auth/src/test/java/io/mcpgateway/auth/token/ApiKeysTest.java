package io.mcpgateway.auth.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.testkit.TestClock;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {
  private static final String OLD = "key-of-the-nightly-import-1";
  private static final String NEW = "key-of-the-nightly-import-2";

  private final TestClock clock = new TestClock();

  @Test
  void twoKeysOfOneCallerLiveSideBySideAndEachEndsByItself() throws Exception {
    Instant end = clock.instant().plusSeconds(60);
    ApiKeys keys = keys(key("old", OLD, end), key("new", NEW, null));

    assertThat(keys.find(OLD))
        .isEqualTo(
            new ApiKeys.Match.Caller(
                new Principal.Authenticated(
                    "api-key:robots",
                    "ci-bot",
                    null,
                    List.of(),
                    "acme",
                    Set.of("sales"),
                    Set.of("crm:read"),
                    "old",
                    end)));
    assertThat(keys.find(NEW))
        .isInstanceOfSatisfying(
            ApiKeys.Match.Caller.class,
            caller -> {
              assertThat(caller.principal().tokenId()).isEqualTo("new");
              assertThat(caller.principal().expiresAt()).isEqualTo(Instant.MAX);
            });

    clock.set(end.minusMillis(1));
    assertThat(keys.find(OLD)).isInstanceOf(ApiKeys.Match.Caller.class);
    clock.set(end);
    assertThat(keys.find(OLD)).isInstanceOf(ApiKeys.Match.Expired.class);
    clock.advance(Duration.ofDays(1));
    assertThat(keys.find(NEW)).isInstanceOf(ApiKeys.Match.Caller.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "key-of-the-nightly-import-3",
        "key-of-the-nightly-import-1 ",
        " key-of-the-nightly-import-1",
        "Key-of-the-nightly-import-1",
        "key-of-the-nightly-import-",
        "key-of-the-nightly-import-\u0661",
        "key-of-the-nightly-import-11"
      })
  void whatIsNotTheKeyIsNobodys(String presented) throws Exception {
    assertThat(keys(key("old", OLD, null)).find(presented)).isEqualTo(new ApiKeys.Match.None());
  }

  @Test
  void theHashIsNotAKey() throws Exception {
    assertThat(keys(key("old", OLD, null)).find(sha256(OLD))).isEqualTo(new ApiKeys.Match.None());
  }

  @Test
  void tooShortAndTooLongAreNotLookedAt() throws Exception {
    String shortest = "x".repeat(ApiKeys.MIN_LENGTH);
    String longest = "x".repeat(ApiKeys.MAX_LENGTH);
    String tooShort = "x".repeat(ApiKeys.MIN_LENGTH - 1);
    String tooLong = "x".repeat(ApiKeys.MAX_LENGTH + 1);
    ApiKeys keys =
        keys(
            key("1", shortest, null),
            key("2", longest, null),
            key("3", tooShort, null),
            key("4", tooLong, null));

    assertThat(keys.find(shortest)).isInstanceOf(ApiKeys.Match.Caller.class);
    assertThat(keys.find(longest)).isInstanceOf(ApiKeys.Match.Caller.class);
    assertThat(keys.find(tooShort)).isInstanceOf(ApiKeys.Match.None.class);
    assertThat(keys.find(tooLong)).isInstanceOf(ApiKeys.Match.None.class);
  }

  @Test
  void aHashMayBeWrittenInCapitals() throws Exception {
    ApiKey capitals =
        new ApiKey(
            "a", sha256(OLD).toUpperCase(Locale.ROOT), "ci-bot", Set.of(), Set.of(), null, null);

    assertThat(keys(capitals).find(OLD)).isInstanceOf(ApiKeys.Match.Caller.class);
    assertThat(capitals.isSameKey(key("b", OLD, null))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {OLD, "", "0123456789abcdef", "g123"})
  void aKeyInsteadOfItsHashIsRefusedAndNotRepeated(String sha256) {
    assertThatThrownBy(() -> new ApiKey("a", sha256, "ci-bot", Set.of(), Set.of(), null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sha256: *** (expected: the SHA-256 of the key as 64 hexadecimal digits)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\nb", "a\u202eb"})
  void aNameIsVisible(String name) {
    assertThatThrownBy(() -> new ApiKey("a", sha256(OLD), name, Set.of(), Set.of(), null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("principal: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "authorization",
        "Cookie",
        "host",
        "mcp-session-id",
        "mcp-param-x",
        "x-forwarded-for",
        "x_api_key",
        "x api",
        ""
      })
  void aHeaderWithAMeaningOfItsOwnHoldsNoKey(String header) {
    assertThatThrownBy(() -> new ApiKeySet("robots", header, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("header: ");
  }

  @Test
  void nothingOfAKeyIsPrinted() throws Exception {
    assertThat(new ApiKeySet("robots", "X-Api-Key", List.of(key("old", OLD, null))).toString())
        .isEqualTo("ApiKeySet[name=robots, header=x-api-key, keys=[ApiKey[old]]]");
  }

  private ApiKeys keys(ApiKey... keys) {
    return new ApiKeys(new ApiKeySet("robots", null, List.of(keys)), clock);
  }

  private static ApiKey key(String id, String key, @Nullable Instant expires) throws Exception {
    return new ApiKey(
        id, sha256(key), "ci-bot", Set.of("sales"), Set.of("crm:read"), "acme", expires);
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }
}
