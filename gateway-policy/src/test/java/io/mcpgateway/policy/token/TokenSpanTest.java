package io.mcpgateway.policy.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.testkit.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSpanTest {
  private static final ValueTokens TOKENS =
      new ValueTokens(
          List.of("a secret of at least 32 characters".getBytes(UTF_8)), new TestClock());
  private static final String T = token("card", "4111111111111111");
  private static final String U = token("us-ssn", "");

  private static String token(String kind, String value) {
    return TOKENS.seal(
        new Binding.Anonymous("/mcp"), kind, "rule", value.getBytes(UTF_8), Duration.ofDays(1));
  }

  /** T and U stand for tokens. */
  private static String text(String pattern) {
    return pattern.replace("<T>", T).replace("<U>", U);
  }

  private static List<String> found(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    List<String> all = new ArrayList<>();
    for (TokenSpan span = TokenSpan.next(bytes, 0, bytes.length);
        span != null;
        span = TokenSpan.next(bytes, span.to(), bytes.length)) {
      all.add(span.in(bytes));
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<T>",
        " <T> ",
        "Pay with <T>.",
        "(<T>)",
        "\"<T>\"",
        "{\"card\":\"<T>\"}",
        "{\\\"card\\\":\\\"<T>\\\"}",
        "card=<T>&amount=10",
        "https://pay.example/cards/<T>/charge?x=1",
        "https://pay.example/?q=card%20<T>%20now",
        "https://pay.example/?q=%3d<T>",
        "mailto:<T>@example.com",
        "line\n<T>\r\n",
        "line\\n<T>\\r",
        "tab\\t<T>",
        "C:\\<T>",
        "-<T>-",
        "*<T>*",
        "卡号<T>。",
        "é<T>é",
        "tok_card_ tok_ <T>",
        "tok_card_abc <T>",
        "toktok <T>",
        "%<T>",
        "%2<T> <T>"
      })
  void aTokenIsFoundAmongAnythingThatIsNoWord(String pattern) {
    assertThat(found(text(pattern))).containsOnly(T).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "t",
        "tok_",
        "tok__",
        "tok_card_",
        "tok_card_abcdef",
        "x<T>",
        "X<T>",
        "0<T>",
        "_<T>",
        "<T>x",
        "<T>Z",
        "<T>0",
        "<T>_",
        "<T><T>",
        "<T>_<U>",
        "n<T>",
        "20<T>",
        "\\q<T>",
        "%2g<T>"
      })
  void whatIsPartOfAWordIsNone(String pattern) {
    // "<T>x" looks like a longer token; it is for the key to say that it is none.
    assertThat(found(text(pattern))).doesNotContain(T, U);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<T>,<U>", "<T> <U>", "<T>\n<U>", "a <T>-<U> b", "[\"<T>\",\"<U>\"]"})
  void tokensBesideEachOtherAreFoundOneAfterTheOther(String pattern) {
    assertThat(found(text(pattern))).containsExactly(T, U);
  }

  @Test
  void onlyWhatIsBetweenTheBoundsIsLookedAt() {
    byte[] text = ("x" + T + "x").getBytes(UTF_8);

    assertThat(TokenSpan.next(text, 1, text.length - 1))
        .isEqualTo(new TokenSpan(1, text.length - 1));
    assertThat(TokenSpan.next(text, 1, T.length())).isNotEqualTo(new TokenSpan(1, T.length() + 1));
    assertThat(TokenSpan.next(text, 5, 5)).isNull();
  }

  @Test
  void wordsThatBeginLikeATokenAreNone() {
    for (String each :
        List.of(
            "tok_Card_" + "a".repeat(60),
            "tok_4card_" + "a".repeat(60),
            "tok_us__ssn_" + "a".repeat(60),
            "tok_" + "a".repeat(65) + "_" + "a".repeat(60),
            "tok_card_" + "G".repeat(60),
            "tok_card_" + "a".repeat(7000),
            "TOK_card_" + "a".repeat(60))) {
      assertThat(found(each)).as(each).isEmpty();
    }
  }

  @Test
  void aLongTextOfNothingButBeginningsIsRead() {
    assertThat(found("tok_".repeat(500_000))).isEmpty();
    assertThat(found("tok_card_a ".repeat(200_000) + T)).containsExactly(T);
  }
}
