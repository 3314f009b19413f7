package io.mcpgateway.policy.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UuidDetectorTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "«f47ac10b-58cc-4372-a567-0e02b2c3d479»",
        "urn:uuid:«F47AC10B-58CC-4372-A567-0E02B2C3D479», {«018f6b2e-7c1a-7def-8abc-0123456789ab»}",
        "user_«f47ac10b-58cc-4372-a567-0e02b2c3d479»-1",
        "00000000-0000-0000-0000-000000000000",
        "xf47ac10b-58cc-4372-a567-0e02b2c3d479 f47ac10b-58cc-4372-a567-0e02b2c3d479a",
        "f47ac10b58cc4372a5670e02b2c3d479 xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
        "2024-01-15-10-30 -----------------------------",
      })
  void whatStandsBetweenMarksIsFoundAndNothingElse(String text) {
    assertThat(Marked.find(Kind.UUID, Marked.plain(text))).isEqualTo(text);
  }
}
