package io.mcpgateway.policy.detect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NumberRunTest {
  private static final String CARD = "4111 1111 1111 1111";
  private static final int PART = 4_096;

  @Test
  void aNumberIsFoundWhereverTheRunIsReadInParts() {
    for (int before = PART - 140; before < PART + 40; before++) {
      String text = "7 ".repeat(before) + CARD + " 7".repeat(2 * PART);

      assertThat(Readings.found(Kind.CARD, text)).as("behind %d", before).containsExactly(CARD);
    }
  }

  @Test
  void everyNumberOfALongRunIsFoundOnce() {
    String text = (CARD + " ").repeat(5_000);

    assertThat(Readings.found(Kind.CARD, text)).hasSize(5_000).containsOnly(CARD);
  }

  @Test
  void aLongGroupEndsWhereItEnds() {
    byte[] text = ("1".repeat(100_000) + " 22").getBytes(UTF_8);
    NumberRun run = new NumberRun();

    assertThat(run.read(new Reading(text, 0, text.length, ""), 0)).isEqualTo(text.length);
    assertThat(List.of(run.groups(), run.length(0), run.gap(1), run.length(1)))
        .containsExactly(2, 100_000, 1, 2);
    assertThat(run.digit(1, 1)).isEqualTo(2);
  }
}
