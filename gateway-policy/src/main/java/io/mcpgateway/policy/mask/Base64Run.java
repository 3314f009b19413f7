package io.mcpgateway.policy.mask;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a text that is text in base64 (RFC 4648), of either alphabet.
 *
 * @param start where it begins
 * @param end where it ends, padding included
 * @param plain what it says
 * @param urlSafe whether it is of the alphabet for URLs
 * @param padded whether it ends with padding
 */
record Base64Run(int start, int end, byte[] plain, boolean urlSafe, boolean padded) {
  /** Shorter ones are words. */
  private static final int MIN_LENGTH = 16;

  private static final int SNIFFED = 16;

  private static final boolean[] ALPHABET = alphabet();

  private static boolean[] alphabet() {
    boolean[] alphabet = new boolean[256];
    for (char c :
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_".toCharArray()) {
      alphabet[c] = true;
    }
    return alphabet;
  }

  /** The first one that begins at or after {@code from} and says something readable, or null. */
  static @Nullable Base64Run next(byte[] text, int from, int to) {
    int low = from;
    // A run that is long enough has one of its bytes at every step.
    for (int probe = from + MIN_LENGTH - 1; probe < to; probe += MIN_LENGTH) {
      if (!ALPHABET[text[probe] & 0xFF]) {
        low = probe + 1;
        continue;
      }
      int start = probe;
      while (start > low && ALPHABET[text[start - 1] & 0xFF]) {
        start--;
      }
      int end = probe + 1;
      while (end < to && ALPHABET[text[end] & 0xFF]) {
        end++;
      }
      if (end - start >= MIN_LENGTH) {
        Base64Run run = read(text, start, end, to);
        if (run != null) {
          return run;
        }
      }
      low = end;
      probe = end;
    }
    return null;
  }

  private static @Nullable Base64Run read(byte[] text, int start, int end, int to) {
    boolean plain = false;
    boolean urlSafe = false;
    for (int i = start; i < end; i++) {
      plain |= text[i] == '+' || text[i] == '/';
      urlSafe |= text[i] == '-' || text[i] == '_';
    }
    int padding = 0;
    while (padding < 2 && end + padding < to && text[end + padding] == '=') {
      padding++;
    }
    int length = end - start;
    if ((plain && urlSafe)
        || length % 4 == 1
        || !isReadable(decode(text, start, SNIFFED, urlSafe))) {
      return null;
    }
    if (padding > 0 && (length + padding) % 4 != 0) {
      padding = 0;
    }
    byte[] decoded = decode(text, start, length, urlSafe);
    return decoded != null && isReadable(decoded) && Text.isUtf8(decoded, true)
        ? new Base64Run(start, end + padding, decoded, urlSafe, padding > 0)
        : null;
  }

  private static byte @Nullable [] decode(byte[] text, int start, int length, boolean urlSafe) {
    byte[] encoded = new byte[length];
    System.arraycopy(text, start, encoded, 0, length);
    try {
      return (urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(encoded);
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  /** Whether there are no bytes that no text has. */
  private static boolean isReadable(byte @Nullable [] bytes) {
    if (bytes == null) {
      return false;
    }
    for (byte b : bytes) {
      if ((b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') || b == 0x7F) {
        return false;
      }
    }
    return true;
  }

  /** The same run with another text. */
  byte[] encode(byte[] other) {
    Base64.Encoder encoder = urlSafe ? Base64.getUrlEncoder() : Base64.getEncoder();
    return (padded ? encoder : encoder.withoutPadding()).encode(other);
  }
}
