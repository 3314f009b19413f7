package io.mcpgateway.core.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SplicesTest {
  private static final byte[] BYTES = "0123456789".getBytes(UTF_8);

  @Test
  void everyReplacementIsMadeAndTheRestStays() {
    Splices splices =
        new Splices()
            .replace(new Span(0, 1), "é")
            .replace(new Span(1, 1), "+")
            .replace(new Span(4, 6), "")
            .replace(new Span(9, 10), "end");

    assertThat(new String(splices.applyTo(BYTES), UTF_8)).isEqualTo("é+123678end");
    assertThat(splices.size()).isEqualTo(4);
    assertThat(new String(BYTES, UTF_8)).isEqualTo("0123456789");
  }

  @Test
  void nothingToReplaceIsACopy() {
    Splices none = new Splices();

    assertThat(none.isEmpty()).isTrue();
    assertThat(none.applyTo(BYTES)).isEqualTo(BYTES).isNotSameAs(BYTES);
  }

  @Test
  void spansThatOverlapOrGoBackwardsAreRefused() {
    Splices splices = new Splices().replace(new Span(3, 6), "x");

    assertThatIllegalArgumentException().isThrownBy(() -> splices.replace(new Span(5, 7), "y"));
    assertThatIllegalArgumentException().isThrownBy(() -> splices.replace(new Span(0, 1), "y"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Span(3, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> new Span(-1, 2));
  }
}
