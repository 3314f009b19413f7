package io.mcpgateway.core.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes server-sent events. What comes from an upstream is always framed anew, so that it cannot
 * inject fields or events of its own.
 */
public final class SseWriter {
  private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);

  private SseWriter() {}

  /** A comment that keeps intermediaries from closing an idle stream. */
  public static byte[] keepAlive() {
    return KEEP_ALIVE.clone();
  }

  /**
   * A {@code message} event.
   *
   * @param data the message; line breaks in it become lines of {@code data}
   * @param id without line breaks and NUL, or null
   * @param retry in milliseconds, or null
   * @throws IllegalArgumentException if {@code id} would end its line
   */
  public static byte[] event(byte[] data, @Nullable String id, @Nullable Long retry) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(data.length + 64);
    out.writeBytes("event: message\n".getBytes(StandardCharsets.US_ASCII));
    if (id != null) {
      if (id.indexOf('\n') >= 0 || id.indexOf('\r') >= 0 || id.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("id: (expected: no line break and no NUL)");
      }
      out.writeBytes(("id: " + id + "\n").getBytes(StandardCharsets.UTF_8));
    }
    if (retry != null) {
      out.writeBytes(("retry: " + retry + "\n").getBytes(StandardCharsets.US_ASCII));
    }
    int from = 0;
    for (int i = 0; i <= data.length; i++) {
      if (i == data.length || data[i] == '\n' || data[i] == '\r') {
        out.writeBytes(DATA);
        out.write(data, from, i - from);
        out.write('\n');
        if (i + 1 < data.length && data[i] == '\r' && data[i + 1] == '\n') {
          i++;
        }
        from = i + 1;
      }
    }
    out.write('\n');
    return out.toByteArray();
  }
}
