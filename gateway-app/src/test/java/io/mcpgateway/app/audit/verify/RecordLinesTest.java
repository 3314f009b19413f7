package io.mcpgateway.app.audit.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class RecordLinesTest {
  /** A file that somebody writes to: it ends, and later there is more. */
  private static final class Growing extends InputStream {
    private final Queue<String> parts = new ArrayDeque<>(List.of("one\ntw", "", "o\nthree\n"));

    @Override
    public int read() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(byte[] into, int at, int most) {
      String part = parts.isEmpty() ? "" : parts.remove();
      byte[] bytes = part.getBytes(UTF_8);
      System.arraycopy(bytes, 0, into, at, bytes.length);
      return bytes.length == 0 ? -1 : bytes.length;
    }
  }

  @Test
  void theRestOfALineThatWasNotWhollyThereIsNoLine() throws Exception {
    try (RecordLines lines = new RecordLines(new Growing())) {
      assertThat(lines.next()).asString().isEqualTo("one");
      assertThat(lines.isComplete()).isTrue();
      assertThat(lines.next()).asString().isEqualTo("tw");
      assertThat(lines.isComplete()).isFalse();
      assertThat(lines.next()).isNull();
    }
  }
}
