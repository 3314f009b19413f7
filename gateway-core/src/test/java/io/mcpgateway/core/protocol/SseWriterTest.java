package io.mcpgateway.core.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseWriterTest {
  @Test
  void anEventHasItsFieldsInOrder() {
    assertThat(SseWriter.event("{\n}".getBytes(UTF_8), "a", 5L))
        .asString(UTF_8)
        .isEqualTo("event: message\nid: a\nretry: 5\ndata: {\ndata: }\n\n");
  }

  @Test
  void aPrimingEventHasEmptyData() {
    assertThat(SseWriter.event(new byte[0], "a", null))
        .asString(UTF_8)
        .isEqualTo("event: message\nid: a\ndata: \n\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "a\0b"})
  void anIdThatWouldInjectAFieldIsRefused(String id) {
    assertThatThrownBy(() -> SseWriter.event(new byte[0], id, null))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
