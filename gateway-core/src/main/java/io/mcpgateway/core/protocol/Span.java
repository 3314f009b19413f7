package io.mcpgateway.core.protocol;

import java.nio.charset.StandardCharsets;

/**
 * Where something stands in a message's bytes.
 *
 * @param start the first byte
 * @param end the byte after the last
 */
public record Span(int start, int end) {
  public Span {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException(
          "span: " + start + ".." + end + " (expected: 0 <= start <= end)");
    }
  }

  public int length() {
    return end - start;
  }

  /** The bytes of this span of {@code bytes}, read as UTF-8. */
  public String text(byte[] bytes) {
    return new String(bytes, start, length(), StandardCharsets.UTF_8);
  }
}
