package io.mcpgateway.policy.mask;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextTest {
  @Test
  void noSignAndNoQuoteIsPassedOverWhereverItStands() {
    for (int b = 0; b < 256; b++) {
      boolean wanted = b == '"' || Signs.of((byte) b) != 0;
      for (int at = 0; at < 40; at++) {
        byte[] text = "x".repeat(40).getBytes(UTF_8);
        text[at] = (byte) b;
        for (int from = 0; from <= at && wanted; from++) {
          assertThat(PlainText.end(text, from, text.length, Signs.NONE))
              .as("byte %d at %d from %d", b, at, from)
              .isEqualTo(at);
        }
      }
    }
  }

  @Test
  void theFirstOfSeveralSignsIsTheEnd() {
    byte[] text = "plain text, é and % and {".getBytes(UTF_8);

    assertThat(PlainText.end(text, 0, text.length, Signs.NONE)).isEqualTo(12);
    assertThat(PlainText.end(text, 0, text.length, Signs.WIDE)).isEqualTo(19);
    assertThat(PlainText.end(text, 0, 12, Signs.NONE)).isEqualTo(12);
  }

  @Test
  void signsOfATextAreThoseOfItsBytes() {
    byte[] text =
        "a 50% é {\"b\": \"\\\"\"} 'quoted' & more of the same plain text".getBytes(UTF_8);
    for (int from = 0; from < text.length; from++) {
      for (int to = from; to <= text.length; to++) {
        int signs = 0;
        for (int i = from; i < to; i++) {
          signs |= Signs.of(text[i]);
        }

        assertThat(Signs.of(text, from, to)).as("%d to %d", from, to).isEqualTo(signs);
      }
    }
  }
}
