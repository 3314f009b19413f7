package io.mcpgateway.core.exchange;

import io.mcpgateway.core.protocol.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A {@code traceparent} (W3C Trace Context section 3.2): {@code 00-<32 hex>-<16 hex>-<2 hex>}.
 *
 * @param high the first half of the trace id
 * @param low its second half
 */
record TraceParent(long high, long low, long span, boolean sampled) {
  static final String NAME = "traceparent";

  private static final int LENGTH = 55;

  /** What later versions may add. */
  private static final int MAX_LENGTH = 512;

  /** Whether {@code meta} has a member for a trace, or for what travels with one. */
  static boolean isMentioned(JsonObject meta) {
    return meta.has(NAME) || meta.has(TraceState.NAME) || meta.has("baggage");
  }

  /** What {@code text} says, or null if it is no traceparent. */
  static @Nullable TraceParent parse(@Nullable String text) {
    if (text == null || text.length() < LENGTH || !isSpaced(text) || !areHex(text)) {
      return null;
    }
    boolean first = text.startsWith("00");
    if (text.startsWith("ff") || text.length() > (first ? LENGTH : MAX_LENGTH)) {
      return null;
    }
    // Later versions may go on, but they begin in the same way.
    if (text.length() > LENGTH && text.charAt(LENGTH) != '-') {
      return null;
    }
    long high = number(text, 3);
    long low = number(text, 19);
    long span = number(text, 36);
    boolean sampled = (Character.digit(text.charAt(54), 16) & 1) == 1;
    return (high | low) == 0 || span == 0 ? null : new TraceParent(high, low, span, sampled);
  }

  private static boolean isSpaced(String text) {
    return text.charAt(2) == '-' && text.charAt(35) == '-' && text.charAt(52) == '-';
  }

  private static boolean areHex(String text) {
    for (int i = 0; i < LENGTH; i++) {
      char c = text.charAt(i);
      boolean isHex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
      if (!isHex && i != 2 && i != 35 && i != 52) {
        return false;
      }
    }
    return true;
  }

  private static long number(String text, int from) {
    return Long.parseUnsignedLong(text, from, from + 16, 16);
  }
}
