package io.mcpgateway.app.audit.query;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads lines that end in a line feed; what has none is no line yet. */
final class LineReader {
  private final InputStream in;
  private final int longest;
  private byte[] buffer = new byte[64 * 1024];
  private int begin;
  private int end;

  /**
   * @param longest bytes of a line
   */
  LineReader(InputStream in, int longest) {
    this.in = in;
    this.longest = longest;
  }

  /**
   * The next line without its end, or null.
   *
   * @throws IOException also if a line is too long
   */
  byte @Nullable [] next() throws IOException {
    int searched = begin;
    while (true) {
      for (int i = searched; i < end; i++) {
        if (buffer[i] == '\n') {
          byte[] line = Arrays.copyOfRange(buffer, begin, i);
          begin = i + 1;
          return line;
        }
      }
      int scanned = end - begin;
      if (!fill()) {
        return null;
      }
      searched = begin + scanned;
    }
  }

  /** How many beginnings of lines are left: 0 or 1. */
  int rest() {
    return end > begin ? 1 : 0;
  }

  private boolean fill() throws IOException {
    System.arraycopy(buffer, begin, buffer, 0, end - begin);
    end -= begin;
    begin = 0;
    if (end == buffer.length) {
      if (end >= longest) {
        throw new IOException("a line of more than " + longest + " bytes");
      }
      buffer = Arrays.copyOf(buffer, Math.min(longest, buffer.length * 2));
    }
    int read = in.read(buffer, end, buffer.length - end);
    end += Math.max(0, read);
    return read > 0;
  }
}
