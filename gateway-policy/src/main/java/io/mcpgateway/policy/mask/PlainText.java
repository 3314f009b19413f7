package io.mcpgateway.policy.mask;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Passes over what is neither a quote nor one of the {@link Signs}, eight bytes at a time. */
final class PlainText {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long EACH = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;

  private PlainText() {}

  /**
   * Where the next quote or sign stands at {@code from} or after it, or what looks like one to a
   * quick look; {@code to} if there is none.
   *
   * @param signs those that were seen: if {@link Signs#WIDE} is among them, no more of it is wanted
   */
  static int end(byte[] text, int from, int to, int signs) {
    long wide = (signs & Signs.WIDE) == 0 ? HIGH : 0;
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      long word = (long) WORD.get(text, i);
      long found =
          zeros((word & ~(4 * EACH)) ^ '"' * EACH) // " and &
              | zeros(word ^ '%' * EACH)
              | zeros((word | ' ' * EACH) ^ '{' * EACH) // { and [
              | zeros((word & ~(0x60 * EACH)) ^ 0x1C * EACH) // \, <, |
              | zeros(word ^ '\n' * EACH)
              | (word & wide);
      if (found != 0) {
        return i + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while (i < to && text[i] != '"' && (Signs.of(text[i]) & ~(signs & Signs.WIDE)) == 0) {
      i++;
    }
    return i;
  }

  /** Where the next quote or backslash stands at {@code from} or after it, in a valid string. */
  static int quote(byte[] json, int from) {
    int i = from;
    for (; i <= json.length - Long.BYTES; i += Long.BYTES) {
      long word = (long) WORD.get(json, i);
      long found = zeros(word ^ '"' * EACH) | zeros(word ^ '\\' * EACH);
      if (found != 0) {
        return i + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while (json[i] != '"' && json[i] != '\\') {
      i++;
    }
    return i;
  }

  /**
   * Has the highest bit of each byte that is zero, and perhaps of some behind the first of them.
   */
  private static long zeros(long word) {
    return (word - EACH) & ~word & HIGH;
  }
}
