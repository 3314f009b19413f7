package io.mcpgateway.policy.mask;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Looks for text in base64 within a text: anywhere between other signs, behind a slash, a dash or
 * the like, and over lines. Reads each byte a few times at most. Used by one thread.
 */
final class Base64Search {
  /** Nine bytes, the shortest number of a person; what is shorter is like a word. */
  static final int MIN_LENGTH = 12;

  private static final int NONE = -1;

  /** How far lines may be indented. */
  private static final int MAX_INDENT = 16;

  /** Twice what four signs say is an even number of bytes. */
  private static final int PHASES = 8;

  /** So many signs tell the encoding of what they say. */
  private static final int SNIFFED = 6;

  private static final byte[] VALUES = values();

  private final ReadableBytes readable = new ReadableBytes();

  private byte[] text = {};
  private int to;

  /** What nobody has looked at yet begins there. */
  private int low;

  /** A stretch of signs of base64, where to go on in it, and how many of them stand before. */
  private int end;

  private int at;
  private int before;

  /** By encoding and how many signs stand before: until where nothing more can be read. */
  private final int[] readTo = new int[ReadableBytes.ENCODINGS * PHASES];

  private static byte[] values() {
    byte[] values = new byte[256];
    Arrays.fill(values, (byte) NONE);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < alphabet.length(); i++) {
      values[alphabet.charAt(i)] = (byte) i;
    }
    values['-'] = values['+'];
    values['_'] = values['/'];
    return values;
  }

  /** Begins with another text. */
  Base64Search in(byte[] text, int from, int to) {
    this.text = text;
    this.to = to;
    this.low = from;
    this.at = from;
    this.end = from;
    return this;
  }

  /** The next one, or null. */
  @Nullable Base64Run next() {
    do {
      while (at < end) {
        Base64Run run = read();
        if (run != null) {
          return run;
        }
      }
    } while (stretch());
    return null;
  }

  /** Moves to the next stretch that is long enough; false if there is none. */
  private boolean stretch() {
    while (low + MIN_LENGTH <= to) {
      // From its end backwards: nothing begins before the last other sign.
      int other = low + MIN_LENGTH - 1;
      while (other >= low && isSign(other)) {
        other--;
      }
      if (other >= low) {
        low = other + 1;
        continue;
      }
      int start = low;
      int stop = lineEnd(low + MIN_LENGTH);
      int line = start;
      while (stop - line >= MIN_LENGTH && nextLine(stop) < to && isSign(nextLine(stop))) {
        line = nextLine(stop);
        stop = lineEnd(line);
      }
      low = stop;
      end = stop;
      at = start;
      before = 0;
      Arrays.fill(readTo, start);
      return true;
    }
    low = to;
    return false;
  }

  private boolean isSign(int i) {
    return VALUES[text[i] & 0xFF] >= 0;
  }

  private int lineEnd(int from) {
    int i = from;
    while (i < to && isSign(i)) {
      i++;
    }
    return i;
  }

  /** Where the next line says something if one ends at {@code i}, otherwise {@code to}. */
  private int nextLine(int i) {
    int next = i < to && text[i] == '\r' ? i + 1 : i;
    if (next >= to || text[next] != '\n') {
      return to;
    }
    int start = next + 1;
    while (start < to
        && start - next <= MAX_INDENT
        && (text[start] == ' ' || text[start] == '\t')) {
      start++;
    }
    return start;
  }

  /**
   * Whether no text in base64 stands on both sides of {@code i}. One may go on in the next line,
   * and have equals signs behind it.
   */
  static boolean separates(byte[] text, int i) {
    byte b = text[i];
    return isSpace(b)
        ? b != '\n' && b != '\r' && i > 0 && !isSpace(text[i - 1])
        : b != '=' && VALUES[b & 0xFF] < 0;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }

  /** Reads what begins at {@link #at}; moves to where something else may begin. */
  private @Nullable Base64Run read() {
    int start = at;
    int stop = isSign(start) ? readableEnd(start, before % PHASES) : NONE;
    if (stop != NONE) {
      // Whatever follows is read anew, with its sign.
      before += signs(start, stop);
      at = stop;
      return run(start, stop);
    }
    do {
      before += isSign(at) ? 1 : 0;
      at++;
      // A byte order mark begins with such a sign.
    } while (at < end && !mayPrecede(text[at]) && !mayPrecede(text[at - 1]));
    return null;
  }

  /** Signs that stand in names and paths as well, and ends of lines. */
  private static boolean mayPrecede(byte b) {
    return b == '/' || b == '-' || b == '_' || b == '+' || isSpace(b);
  }

  private int signs(int from, int to) {
    int signs = 0;
    for (int i = from; i < to; i++) {
      signs += isSign(i) ? 1 : 0;
    }
    return signs;
  }

  /** Where the longest text ends that begins at {@code start}, or {@link #NONE}. */
  private int readableEnd(int start, int phase) {
    readable.clear();
    int longest = NONE;
    int bits = 0;
    int count = 0;
    for (int i = start; i < end; i++) {
      int value = VALUES[text[i] & 0xFF];
      if (count >= MIN_LENGTH && mayPrecede(text[i]) && (count & 3) != 1 && readable.isWhole()) {
        longest = i;
      }
      if (value < 0) {
        continue;
      }
      bits = bits << 6 | value;
      count++;
      if ((count & 3) != 1 && !readable.take(lastByte(bits, count))) {
        readTo[memory(phase)] = i;
        return longest;
      }
      if (count == SNIFFED && start < readTo[memory(phase)]) {
        // Read already, from further left.
        return NONE;
      }
    }
    readTo[memory(phase)] = end;
    // A single sign at the end says nothing.
    return count >= MIN_LENGTH && readable.isWhole() ? end : longest;
  }

  private int memory(int phase) {
    return readable.encoding() * PHASES + phase;
  }

  /** The last byte that {@code count} signs say. */
  private static int lastByte(int bits, int count) {
    int rest = count & 3;
    return bits >> (rest == 0 ? 0 : 8 - 2 * rest) & 0xFF;
  }

  private Base64Run run(int start, int stop) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream((stop - start) * 3 / 4);
    boolean urlSafe = false;
    int bits = 0;
    int count = 0;
    readable.clear();
    for (int i = start; i < stop; i++) {
      int value = VALUES[text[i] & 0xFF];
      if (value >= 0) {
        urlSafe |= text[i] == '-' || text[i] == '_';
        bits = bits << 6 | value;
        count++;
        if ((count & 3) != 1) {
          int b = lastByte(bits, count);
          readable.take(b);
          bytes.write(b);
        }
      }
    }
    int padding = 0;
    while (padding < 2 && stop + padding < to && text[stop + padding] == '=') {
      padding++;
    }
    if ((count + padding) % 4 != 0) {
      padding = 0;
    }
    // Where none was needed, readers of the alphabet for URLs are those who may not take any.
    boolean padded = padding > 0 || (count % 4 == 0 && !urlSafe);
    return Base64Run.of(
        start, stop + padding, bytes.toByteArray(), readable.charset(), urlSafe, padded);
  }
}
