package io.mcpgateway.policy.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacDetectorTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "«00:1b:44:11:3a:b7»",
        "eth0 «00-1B-44-11-3A-B7», «001b.4411.3ab7».",
        "«00-11-22-33-44-55» lladdr «0a:0b:0c:0d:0e:0f» STALE",
        "00:00:00:00:00:00 ff:ff:ff:ff:ff:ff ffff.ffff.ffff",
        "24-01-15-10-30-45 00:1b-44:11-3a:b7 12:30:45",
        "00:11:22:33:44:55:66:77 16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48",
        "1234.5678.9012 001b44113ab7",
      })
  void whatStandsBetweenMarksIsFoundAndNothingElse(String text) {
    assertThat(Marked.find(Kind.MAC, Marked.plain(text))).isEqualTo(text);
  }
}
