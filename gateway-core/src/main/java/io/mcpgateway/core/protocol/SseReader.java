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

  private static final int KEPT_BYTES = 64 * 1024;
  private static final int LONGEST_FIELD = "event".length();

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
        if (lineLength == 0) {
          checkSize(i - start);
          endLine(bytes, start, i);
        } else {
          appendToLine(bytes, start, i - start);
          int lineEnd = lineLength;
          lineLength = 0;
          endLine(line, 0, lineEnd);
        }
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
    checkSize(length);
    line = withRoomFor(line, lineLength + length);
    System.arraycopy(bytes, from, line, lineLength, length);
    lineLength += length;
  }

  private void checkSize(int more) throws TooLargeException {
    if ((long) lineLength + more + dataLength > maxEventBytes) {
      throw new TooLargeException(maxEventBytes);
    }
  }

  private void endLine(byte[] text, int start, int end) throws TooLargeException {
    int from = start;
    if (firstLine) {
      firstLine = false;
      if (end - start >= 3
          && text[start] == (byte) 0xEF
          && text[start + 1] == (byte) 0xBB
          && text[start + 2] == (byte) 0xBF) {
        from = start + 3;
      }
    }
    if (from == end) {
      dispatch();
      return;
    }
    int colon = from;
    while (colon < end && text[colon] != ':') {
      colon++;
    }
    if (colon == from) {
      release();
      onComment.run();
      return;
    }
    int value = Math.min(colon + 1, end);
    if (value < end && text[value] == ' ') {
      value++;
    }
    field(text, from, colon, value, end);
  }

  private void field(byte[] text, int start, int colon, int from, int end)
      throws TooLargeException {
    switch (colon - start <= LONGEST_FIELD ? string(text, start, colon) : "") {
      case "data" -> appendData(text, from, end);
      case "event" -> name = string(text, from, end);
      case "id" -> {
        String value = string(text, from, end);
        if (value.indexOf('\0') < 0) {
          id = value;
        }
      }
      case "retry" -> {
        String value = string(text, from, end);
        if (isShortNumber(value)) {
          retry = Long.valueOf(value);
        }
      }
      default -> {
        // Unknown fields are ignored, as the standard says.
      }
    }
  }

  private static boolean isShortNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= 9;
  }

  private void appendData(byte[] text, int from, int end) throws TooLargeException {
    int separator = hasData ? 1 : 0;
    int needed = dataLength + separator + end - from;
    if (needed > maxEventBytes) {
      throw new TooLargeException(maxEventBytes);
    }
    data = withRoomFor(data, needed);
    if (separator == 1) {
      data[dataLength++] = '\n';
    }
    System.arraycopy(text, from, data, dataLength, end - from);
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
    dataLength = 0;
    hasData = false;
    name = null;
    id = null;
    retry = null;
    release();
  }

  /** One large event or comment must not pin its buffer for the life of an idle stream. */
  private void release() {
    if (dataLength == 0 && data.length > KEPT_BYTES) {
      data = new byte[0];
    }
    if (lineLength == 0 && line.length > KEPT_BYTES) {
      line = new byte[512];
    }
  }

  private static String string(byte[] text, int from, int end) {
    return new String(text, from, end - from, StandardCharsets.UTF_8);
  }

  private static byte[] withRoomFor(byte[] array, int needed) {
    return needed <= array.length
        ? array
        : Arrays.copyOf(array, Math.max(needed, Math.min(array.length * 2, 1 << 30)));
  }
}
