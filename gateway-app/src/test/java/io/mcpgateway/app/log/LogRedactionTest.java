package io.mcpgateway.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is logged is bounded and holds no value; what it takes to run a gateway stays. */
class LogRedactionTest {
  @Test
  void addressesAndIdsStayAndValuesDoNot() {
    assertThat(
            LogRedaction.of(
                "listening on 10.1.2.3:8080, [2001:db8::7]:443;"
                    + " revocation 5f0c954e-4d3a-4a6e-9b1c-2a1d3f4b5c6d; jane.doe@acme-corp.com"))
        .isEqualTo(
            "listening on 10.1.2.3:8080, [2001:db8::7]:443;"
                + " revocation 5f0c954e-4d3a-4a6e-9b1c-2a1d3f4b5c6d; [email]");
  }

  @Test
  void longTextsAreCutAndTheirEndIsNoHalfOfAValue() {
    String front = "x ".repeat(LogRedaction.MAX_LENGTH / 2 - 4);

    String shown = LogRedaction.of(front + "4539578763621486 " + "y ".repeat(20_000));

    assertThat(shown).hasSize(LogRedaction.MAX_LENGTH + 1).endsWith("…").doesNotContain("4539");
    assertThat(LogRedaction.of("y".repeat(2_000_000))).hasSize(LogRedaction.MAX_LENGTH + 1);
  }
}
