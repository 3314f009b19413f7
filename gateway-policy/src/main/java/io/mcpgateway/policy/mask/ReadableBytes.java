package io.mcpgateway.policy.mask;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Tells byte by byte whether bytes go on to be text: UTF-8, or UTF-16 that begins with a byte order
 * mark or with ASCII, without signs that no text has. Used by one thread.
 */
final class ReadableBytes {
  /** So many tell the encoding. */
  private static final int SNIFFED = 4;

  /** How many encodings there are. */
  static final int ENCODINGS = 3;

  private static final Charset UTF_8 = StandardCharsets.UTF_8;

  private Charset charset = UTF_8;
  private int count;
  private int first;

  /** Of a character of UTF-8: how many bytes are missing, and what the next may be. */
  private int missing;

  private int low;
  private int high;

  /** Of UTF-16: the first byte of a character, and whether it has a second half. */
  private int half;

  private boolean isPairOpen;

  void clear() {
    charset = UTF_8;
    count = 0;
    first = 0;
    missing = 0;
    isPairOpen = false;
  }

  /** How they are to be read. */
  Charset charset() {
    return charset;
  }

  /** The same as a number below {@link #ENCODINGS}. */
  int encoding() {
    return charset.equals(UTF_8) ? 0 : charset.equals(StandardCharsets.UTF_16LE) ? 1 : 2;
  }

  /** Whether {@code b} may come next. */
  boolean take(int b) {
    count++;
    if (count > SNIFFED) {
      return goesOn(b, count - 1);
    }
    first = first << 8 | b;
    if (count < SNIFFED) {
      return true;
    }
    charset = sniffed(first);
    return goesOn(first >>> 24, 0)
        && goesOn(first >>> 16 & 0xFF, 1)
        && goesOn(first >>> 8 & 0xFF, 2)
        && goesOn(first & 0xFF, 3);
  }

  /** Whether they may end here. */
  boolean isWhole() {
    return count >= SNIFFED
        && (charset.equals(UTF_8) ? missing == 0 : count % 2 == 0 && !isPairOpen);
  }

  private static Charset sniffed(int first) {
    int mark = first >>> 16;
    boolean isLittle = mark == 0xFFFE || ((first & 0x00FF00FF) == 0 && first != 0);
    boolean isBig = mark == 0xFEFF || ((first & 0xFF00FF00) == 0 && first != 0);
    return isLittle ? StandardCharsets.UTF_16LE : isBig ? StandardCharsets.UTF_16BE : UTF_8;
  }

  private boolean goesOn(int b, int index) {
    if (charset.equals(UTF_8)) {
      return goesOn(b);
    }
    if (index % 2 == 0) {
      half = b;
      return true;
    }
    return isUnit(charset.equals(StandardCharsets.UTF_16LE) ? b << 8 | half : half << 8 | b, index);
  }

  private boolean isUnit(int unit, int index) {
    char c = (char) unit;
    if (isPairOpen) {
      isPairOpen = false;
      return Character.isLowSurrogate(c);
    }
    isPairOpen = Character.isHighSurrogate(c);
    return !Character.isLowSurrogate(c)
        && !isControl(unit)
        && (unit != 0xFEFF || index == 1)
        && unit < 0xFFFE;
  }

  private boolean goesOn(int b) {
    if (missing > 0) {
      boolean fits = b >= low && b <= high;
      missing--;
      low = 0x80;
      high = 0xBF;
      return fits;
    }
    if (b < 0x80) {
      return !isControl(b);
    }
    missing = b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
    low = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
    high = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
    return b >= 0xC2 && b <= 0xF4;
  }

  private static boolean isControl(int c) {
    return (c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == 0x7F;
  }
}
