package io.mcpgateway.app.audit;

import io.mcpgateway.core.protocol.Span;
import java.util.function.UnaryOperator;

/**
 * JSON values without what a detector knows, one a line, up to a bound. What is not shown is not
 * looked at either, but for as much as shows whether a value goes on behind the cut.
 */
final class MaskedCopy implements ContentCopy {
  /** How much more than is shown is looked at. */
  private static final int AHEAD = 8 * 1024;

  /**
   * How much of what was looked at is not shown if there is more behind it: half a value is known
   * to nobody.
   */
  private static final int MARGIN = 4 * 1024;

  private final UnaryOperator<String> redaction;
  private final int maxBytes;
  private final StringBuilder copy = new StringBuilder();
  private int left;
  private boolean whole = true;

  /**
   * @param redaction takes values out of a text
   */
  MaskedCopy(UnaryOperator<String> redaction, int maxBytes) {
    this.redaction = redaction;
    this.maxBytes = maxBytes;
    this.left = maxBytes;
  }

  @Override
  public void add(byte[] message, Span value) {
    if (!whole) {
      return;
    }
    if (left == 0) {
      whole = false;
      return;
    }
    if (!copy.isEmpty()) {
      copy.append('\n');
      left--;
    }
    BoundedJson json = BoundedJson.of(message, value, 2 * maxBytes + AHEAD);
    String masked = redaction.apply(json.text());
    int known = json.whole() ? masked.length() : Math.max(0, masked.length() - MARGIN);
    int end = fit(masked, known);
    copy.append(masked, 0, end);
    whole = json.whole() && end == masked.length();
  }

  /** Where to cut so that it fits; takes that much from what is left. */
  private int fit(String text, int limit) {
    int end = 0;
    while (end < limit) {
      int next = end + Character.charCount(text.codePointAt(end));
      int bytes = utf8(text.codePointAt(end));
      if (next > limit || bytes > left) {
        break;
      }
      left -= bytes;
      end = next;
    }
    return end;
  }

  private static int utf8(int point) {
    return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }

  @Override
  public long cost() {
    return 2L * copy.capacity();
  }

  @Override
  public void write(JsonLine line) {
    line.copy("masked", copy.toString(), whole);
  }
}
