package io.mcpgateway.app.audit.verify;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The lines of a file, one at a time and in bounded memory. */
public final class RecordLines implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  /** No record is as long; of a longer line only the beginning is kept. */
  static final int MAX_LINE = 1 << 20;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private byte[] line = new byte[4096];
  private int from;
  private int to;
  private long read;
  private long number;
  private boolean complete;
  private boolean ended;

  public RecordLines(InputStream in) {
    this.in = in;
  }

  /** The next line without its end, or null after the last. */
  public byte @Nullable [] next() throws IOException {
    int size = 0;
    complete = false;
    if (ended) {
      return null;
    }
    while (true) {
      if (from == to) {
        from = 0;
        to = Math.max(0, in.read(buffer));
        if (to == 0) {
          // What a writer adds from here on would be taken for a line of its own.
          ended = true;
          break;
        }
      }
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      size = keep(size, end);
      read += end - from;
      complete = end < to;
      from = complete ? end + 1 : end;
      if (complete) {
        read++;
        break;
      }
    }
    if (size == 0 && !complete) {
      return null;
    }
    number++;
    return Arrays.copyOf(line, size);
  }

  private int keep(int size, int end) {
    int more = Math.min(end - from, MAX_LINE - size);
    if (size + more > line.length) {
      line = Arrays.copyOf(line, Math.max(size + more, 2 * line.length));
    }
    System.arraycopy(buffer, from, line, size, more);
    return size + more;
  }

  /** Whether the line had an end. */
  public boolean isComplete() {
    return complete;
  }

  /** Which line it was, from 1 on. */
  public long number() {
    return number;
  }

  /** Where it ended, in bytes. */
  public long end() {
    return read;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
