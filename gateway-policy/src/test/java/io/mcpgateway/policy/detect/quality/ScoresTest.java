package io.mcpgateway.policy.detect.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.policy.detect.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoresTest {
  private static final Sample ONE_CARD =
      new Sample("s", "", "pay 4111 1111 now", List.of(Label.of(Kind.CARD, 4, 13)));

  private final Scores scores = new Scores();

  @Test
  void aValueIsFoundIfAllItsDigitsAreCovered() {
    scores.add(ONE_CARD, List.of(new Span(Kind.CARD, 4, 8), new Span(Kind.CARD, 9, 13)));

    assertThat(scores.of(Kind.CARD).recall()).isEqualTo(1);
    assertThat(scores.of(Kind.CARD).precision()).isEqualTo(1);
  }

  @Test
  void aValueThatIsFoundInPartIsMissed() {
    scores.add(ONE_CARD, List.of(new Span(Kind.CARD, 4, 12)));

    assertThat(scores.of(Kind.CARD).recall()).isZero();
    assertThat(scores.of(Kind.CARD).precision()).isEqualTo(1);
    assertThat(scores.of(Kind.CARD).missed()).containsExactly("s: pay ⟦4111 1111⟧ now");
  }

  @Test
  void whatIsTakenForSomethingElseIsWrong() {
    scores.add(ONE_CARD, List.of(new Span(Kind.PHONE, 4, 13)));

    assertThat(scores.of(Kind.CARD).recall()).isZero();
    assertThat(scores.of(Kind.PHONE).precision()).isZero();
    assertThat(scores.of(Kind.PHONE).taken()).containsExactly("s: pay ⟦4111 1111⟧ now");
  }

  @Test
  void whatMayBeTakenForSomethingElseIsRight() {
    Sample either =
        new Sample("s", "", "4111 1111", List.of(Label.of(Kind.CARD, 0, 9).or(Kind.PHONE)));

    scores.add(either, List.of(new Span(Kind.PHONE, 0, 9)));

    assertThat(scores.of(Kind.CARD).recall()).isEqualTo(1);
    assertThat(scores.of(Kind.PHONE).precision()).isEqualTo(1);
  }

  @Test
  void aFoldedTextLeadsBackToItsChars() {
    String text = "ä１\u200b２–😀x";
    Folded folded = Folded.of(text);

    assertThat(new String(folded.bytes(), StandardCharsets.UTF_8)).isEqualTo("ä12-😀x");
    assertThat(folded.startInText(2)).isEqualTo(1);
    assertThat(folded.endInText(4)).isEqualTo(4);
    assertThat(folded.startInText(5)).isEqualTo(5);
    assertThat(folded.endInText(10)).isEqualTo(8);
  }
}
