package io.mcpgateway.policy.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mcpgateway.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTokensTest {
  private static final byte[] OLD = "an old secret of thirty-two bytes".getBytes(UTF_8);
  private static final byte[] NEW = "a new secret of thirty-two bytes!".getBytes(UTF_8);
  private static final byte[] CARD = "4111111111111111".getBytes(UTF_8);
  private static final Duration LIFE = Duration.ofHours(24);
  private static final Binding ACME = new Binding.Tenant("https://idp.example", "acme");

  /** None of them may make or open what is ACME's. */
  private static final List<Binding> OTHERS =
      List.of(
          new Binding.Tenant("https://idp.example", "other"),
          new Binding.Tenant("https://idp.other", "acme"),
          new Binding.Tenant("https://idp.exampleacme", ""),
          new Binding.Tenant("", "https://idp.exampleacme"),
          new Binding.Issuer("https://idp.example"),
          new Binding.Issuer("https://idp.exampleacme"),
          new Binding.Anonymous("/crm/mcp"),
          new Binding.Anonymous("https://idp.example"));

  private final TestClock clock = new TestClock(Instant.parse("2026-11-20T12:00:00Z"));
  private final ValueTokens tokens = new ValueTokens(List.of(OLD), clock);

  private String seal(byte[] value) {
    return tokens.seal(ACME, "card", "cards", value, LIFE);
  }

  @Test
  void theSameValueHasTheSameHash() {
    String hash = tokens.hash(ACME, "card", CARD);

    assertThat(hash).matches("card_[a-p]{20}").isEqualTo(tokens.hash(ACME, "card", CARD.clone()));
    assertThat(new ValueTokens(List.of(OLD), clock).hash(ACME, "card", CARD)).isEqualTo(hash);
    assertThat(tokens.hash(ACME, "us-ssn", CARD)).matches("us_ssn_[a-p]{20}");
  }

  @Test
  void hashesDifferByValueKindBindingAndKey() {
    Set<String> hashes = new HashSet<>();
    hashes.add(tail(tokens.hash(ACME, "card", CARD)));
    hashes.add(tail(tokens.hash(ACME, "card", "4111111111111112".getBytes(UTF_8))));
    hashes.add(tail(tokens.hash(ACME, "iban", CARD)));
    hashes.add(tail(tokens.hash(ACME, "car", "d4111111111111111".getBytes(UTF_8))));
    hashes.add(tail(new ValueTokens(List.of(NEW, OLD), clock).hash(ACME, "card", CARD)));
    OTHERS.forEach(other -> hashes.add(tail(tokens.hash(other, "card", CARD))));

    assertThat(hashes).hasSize(5 + OTHERS.size());
  }

  @Test
  void theSameValueHasTheSameTokenOnEveryReplica() {
    String token = seal(CARD);

    assertThat(token).matches("tok_card_[a-zA-F]{64}").isEqualTo(seal(CARD.clone()));
    assertThat(new ValueTokens(List.of(OLD), clock).seal(ACME, "card", "cards", CARD, LIFE))
        .isEqualTo(token);
    assertThat(tokens.open(ACME, "cards", token)).isEqualTo(CARD);
  }

  @Test
  void tokensDifferByValueKindRuleLifeAndBinding() {
    Set<String> all = new HashSet<>();
    all.add(tail(seal(CARD)));
    all.add(tail(seal("4111111111111112".getBytes(UTF_8))));
    all.add(tail(tokens.seal(ACME, "iban", "cards", CARD, LIFE)));
    all.add(tail(tokens.seal(ACME, "card", "others", CARD, LIFE)));
    all.add(tail(tokens.seal(ACME, "card", "cards", CARD, Duration.ofHours(1))));
    OTHERS.forEach(other -> all.add(tail(tokens.seal(other, "card", "cards", CARD, LIFE))));

    assertThat(all).hasSize(5 + OTHERS.size());
  }

  @Test
  void aTokenOpensForItsBindingAndRuleOnly() {
    String token = seal(CARD);

    for (Binding other : OTHERS) {
      assertThat(tokens.open(other, "cards", token)).as(other.toString()).isNull();
    }
    assertThat(tokens.open(ACME, "others", token)).isNull();
    assertThat(tokens.open(ACME, "", token)).isNull();
    assertThat(tokens.open(ACME, "cards", token.replace("tok_card_", "tok_iban_"))).isNull();
  }

  @Test
  void afterARotationTheNewKeyMakesAndTheOldOneStillOpens() {
    String old = seal(CARD);
    ValueTokens both = new ValueTokens(List.of(NEW, OLD), clock);
    ValueTokens after = new ValueTokens(List.of(NEW), clock);
    String renewed = both.seal(ACME, "card", "cards", CARD, LIFE);

    assertThat(both.open(ACME, "cards", old)).isEqualTo(CARD);
    assertThat(renewed).isNotEqualTo(old);
    assertThat(after.open(ACME, "cards", renewed)).isEqualTo(CARD);
    assertThat(after.open(ACME, "cards", old)).isNull();
    assertThat(tokens.open(ACME, "cards", renewed)).isNull();
  }

  @Test
  void aTokenStaysTheSameWithinAPeriodAndOpensInTheNext() {
    clock.set(Instant.parse("2026-11-20T00:00:00Z"));
    String first = seal(CARD);
    clock.set(Instant.parse("2026-11-20T23:59:59.999Z"));
    assertThat(seal(CARD)).isEqualTo(first);

    clock.set(Instant.parse("2026-11-21T00:00:00Z"));
    String second = seal(CARD);
    assertThat(second).isNotEqualTo(first);
    clock.set(Instant.parse("2026-11-21T23:59:59.999Z"));
    assertThat(tokens.open(ACME, "cards", first)).isEqualTo(CARD);

    clock.set(Instant.parse("2026-11-22T00:00:00Z"));
    assertThat(tokens.open(ACME, "cards", first)).isNull();
    assertThat(tokens.open(ACME, "cards", second)).isEqualTo(CARD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "12", "123", "1234", "4111111111111111"})
  void aTokenWithAnyLetterChangedDoesNotOpen(String value) {
    // Every number of spare bits that the last letter can have.
    String token = seal(value.getBytes(UTF_8));
    String letters = "abcdefghijklmnopqrstuvwxyzABCDEFGXYZ012_- é";
    for (int i = 0; i < token.length(); i++) {
      for (int k = 0; k < letters.length(); k++) {
        char other = letters.charAt(k);
        if (token.charAt(i) != other) {
          String changed = token.substring(0, i) + other + token.substring(i + 1);
          assertThat(tokens.open(ACME, "cards", changed)).as(changed).isNull();
        }
      }
    }
    assertThat(tokens.open(ACME, "cards", token)).isEqualTo(value.getBytes(UTF_8));
  }

  @Test
  void aTokenThatIsCutOrLongerOrInAnotherCaseDoesNotOpen() {
    String token = seal(CARD);
    for (int end = 0; end < token.length(); end++) {
      assertThat(tokens.open(ACME, "cards", token.substring(0, end))).isNull();
      assertThat(tokens.open(ACME, "cards", token.substring(end + 1))).isNull();
    }
    for (String more : List.of("a", "aa", "aaaaaaaa", "_", " ", "\n")) {
      assertThat(tokens.open(ACME, "cards", token + more)).isNull();
      assertThat(tokens.open(ACME, "cards", more + token)).isNull();
    }
    assertThat(tokens.open(ACME, "cards", token.toUpperCase(Locale.ROOT))).isNull();
    assertThat(tokens.open(ACME, "cards", token.toLowerCase(Locale.ROOT))).isNull();
    assertThat(tokens.open(ACME, "cards", "tok_card_" + "a".repeat(1 << 20))).isNull();
    assertThat(tokens.open(ACME, "cards", "tok_" + "a".repeat(64) + "_")).isNull();
  }

  @Test
  void anyValueOpensAgain() {
    Random random = new Random(20_261_127);
    for (int i = 0; i < 10_000; i++) {
      byte[] value = new byte[random.nextInt(100)];
      random.nextBytes(value);
      Duration life = Duration.ofSeconds(1 + random.nextInt(100_000_000));
      String token = tokens.seal(ACME, "api-key", "rule " + i % 7, value, life);

      assertThat(tokens.open(ACME, "rule " + i % 7, token)).isEqualTo(value);
      assertThat(TokenSpan.next(token.getBytes(UTF_8), 0, token.length()))
          .isEqualTo(new TokenSpan(0, token.length()));
    }
  }

  @Test
  void valuesOfUpToFourKibibytesAreSealed() {
    byte[] longest = "v".repeat(4096).getBytes(UTF_8);
    String token = seal(longest);

    assertThat(tokens.open(ACME, "cards", token)).isEqualTo(longest);
    assertThat(TokenSpan.next(token.getBytes(UTF_8), 0, token.length())).isNotNull();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> seal(new byte[4097]))
        .withMessage("value: 4097 bytes (expected: <= 4096)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Card", "us_ssn", "-card", "card-", "us--ssn", "4card", "kärte", "a b"})
  void aKindIsOfLowerCaseLettersDigitsAndHyphens(String kind) {
    assertThatIllegalArgumentException().isThrownBy(() -> tokens.hash(ACME, kind, CARD));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tokens.seal(ACME, kind, "cards", CARD, LIFE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT0.999S", "PT-1H", "P3661D"})
  void aLifeIsBetweenASecondAndTenYears(String life) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tokens.seal(ACME, "card", "cards", CARD, Duration.parse(life)));
  }

  @Test
  void secretsHaveToBeLongAndThereHasToBeOne() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ValueTokens(List.of(), clock));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ValueTokens(List.of(OLD, new byte[31]), clock));
  }

  private static String tail(String text) {
    return text.substring(text.lastIndexOf('_') + 1);
  }
}
