package io.mcpgateway.core.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events from bytes that come in any pieces (WHATWG HTML, server-sent events):
 * lines end in CR, LF or CRLF, a leading BOM is skipped, {@code data} may span lines, comments are
 * reported apart. Work is linear in the number of bytes, however they are cut. Used by one thread.
 */
public final class SseReader {

  /** An event is larger than the reader accepts. */
  public static final class TooLargeException extends Exception {
    private static final long serialVersionUID = 1L;

    TooLargeException(int limit) {
      super("an event is larger than " + limit + " bytes", null, false, false);
    }
  }

  private final int maxEventBytes;
  private final Consumer<SseEvent> onEvent;
  private final Runnable onComment;

  private byte[] line = new byte[512];
  private int lineLength;
  private boolean sawCarriageReturn;
  private boolean firstLine = true;

  private byte[] data = new byte[0];
  private int dataLength;
  private boolean hasData;
  private @Nullable String name;
  private @Nullable String id;
  private @Nullable Long retry;

  /**
   * @param maxEventBytes the largest event accepted, all its lines together
   * @param onComment called for a comment line, which keeps an idle stream alive
   */
  public SseReader(int maxEventBytes, Consumer<SseEvent> onEvent, Runnable onComment) {
    this.maxEventBytes = maxEventBytes;
    this.onEvent = onEvent;
    this.onComment = onComment;
  }

  /** Reads on; calls back for every event that is complete. */
  public void read(byte[] bytes, int offset, int length) throws TooLargeException {
    int end = offset + length;
    int start = offset;
    for (int i = offset; i < end; i++) {
      byte b = bytes[i];
      if (b == '\n' && sawCarriageReturn && i == start) {
        // The second half of CRLF: the line ended at the CR already.
        sawCarriageReturn = false;
        start = i + 1;
        continue;
      }
      if (b == '\n' || b == '\r') {
        appendToLine(bytes, start, i - start);
        endLine();
        start = i + 1;
        sawCarriageReturn = b == '\r';
      } else if (sawCarriageReturn) {
        sawCarriageReturn = false;
      }
    }
    appendToLine(bytes, start, end - start);
  }

  private void appendToLine(byte[] bytes, int from, int length) throws TooLargeException {
    if (length == 0) {
      return;
    }
    if ((long) lineLength + length + dataLength > maxEventBytes) {
      throw new TooLargeException(maxEventBytes);
    }
    line = withRoomFor(line, lineLength + length);
    System.arraycopy(bytes, from, line, lineLength, length);
    lineLength += length;
  }

  private void endLine() throws TooLargeException {
    int from = 0;
    if (firstLine) {
      firstLine = false;
      if (lineLength >= 3
          && line[0] == (byte) 0xEF
          && line[1] == (byte) 0xBB
          && line[2] == (byte) 0xBF) {
        from = 3;
      }
    }
    int end = lineLength;
    lineLength = 0;
    if (from == end) {
      dispatch();
      return;
    }
    int colon = from;
    while (colon < end && line[colon] != ':') {
      colon++;
    }
    if (colon == from) {
      onComment.run();
      return;
    }
    int value = Math.min(colon + 1, end);
    if (value < end && line[value] == ' ') {
      value++;
    }
    field(new String(line, from, colon - from, StandardCharsets.UTF_8), value, end);
  }

  private void field(String field, int from, int end) throws TooLargeException {
    switch (field) {
      case "data" -> appendData(from, end);
      case "event" -> name = text(from, end);
      case "id" -> {
        String text = text(from, end);
        if (text.indexOf('\0') < 0) {
          id = text;
        }
      }
      case "retry" -> {
        String text = text(from, end);
        if (text.length() <= 9
            && !text.isEmpty()
            && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
          retry = Long.valueOf(text);
        }
      }
      default -> {
        // Unknown fields are ignored, as the standard says.
      }
    }
  }

  private void appendData(int from, int end) throws TooLargeException {
    int separator = hasData ? 1 : 0;
    int needed = dataLength + separator + end - from;
    if (needed > maxEventBytes) {
      throw new TooLargeException(maxEventBytes);
    }
    data = withRoomFor(data, needed);
    if (separator == 1) {
      data[dataLength++] = '\n';
    }
    System.arraycopy(line, from, data, dataLength, end - from);
    dataLength = needed;
    hasData = true;
  }

  private void dispatch() {
    if (hasData || id != null || retry != null) {
      onEvent.accept(
          new SseEvent(
              name == null || name.isEmpty() ? "message" : name,
              Arrays.copyOf(data, dataLength),
              id,
              retry));
    }
    if (data.length > 64 * 1024) {
      // One large event must not pin its buffer for the life of an idle stream.
      data = new byte[0];
      line = new byte[512];
    }
    dataLength = 0;
    hasData = false;
    name = null;
    id = null;
    retry = null;
  }

  private String text(int from, int end) {
    return new String(line, from, end - from, StandardCharsets.UTF_8);
  }

  private static byte[] withRoomFor(byte[] array, int needed) {
    return needed <= array.length
        ? array
        : Arrays.copyOf(array, Math.max(needed, Math.min(array.length * 2, 1 << 30)));
  }
}
