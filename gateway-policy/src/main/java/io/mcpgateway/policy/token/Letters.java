package io.mcpgateway.policy.token;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes as ASCII letters, in which no detector of numbers sees anything. Some bytes have one text,
 * and no two texts are the same bytes.
 */
final class Letters {
  private static final int BITS = 5;
  private static final int MASK = (1 << BITS) - 1;
  private static final byte[] ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEF".getBytes(ISO_8859_1);
  private static final byte[] VALUES = new byte[128];

  static {
    Arrays.fill(VALUES, (byte) -1);
    for (int i = 0; i < ALPHABET.length; i++) {
      VALUES[ALPHABET[i]] = (byte) i;
    }
  }

  private Letters() {}

  static boolean isLetter(int c) {
    return c >= 0 && c < VALUES.length && VALUES[c] >= 0;
  }

  /** How many letters {@code bytes} bytes take. */
  static int length(int bytes) {
    return (bytes * 8 + BITS - 1) / BITS;
  }

  /** Five bits a letter, the highest first; the last letter is filled up with zeros. */
  static String of(byte[] bytes) {
    byte[] letters = new byte[length(bytes.length)];
    int at = 0;
    int pending = 0;
    int bits = 0;
    for (byte b : bytes) {
      pending = (pending << 8 | (b & 0xff)) & 0xfff;
      bits += 8;
      while (bits >= BITS) {
        bits -= BITS;
        letters[at++] = ALPHABET[pending >> bits & MASK];
      }
    }
    if (bits > 0) {
      letters[at] = ALPHABET[pending << (BITS - bits) & MASK];
    }
    return new String(letters, ISO_8859_1);
  }

  /** What {@code letters} are the text of, or null if they are of nothing. */
  static byte @Nullable [] bytes(String letters) {
    byte[] bytes = new byte[letters.length() * BITS / 8];
    if (length(bytes.length) != letters.length()) {
      return null;
    }
    int at = 0;
    int pending = 0;
    int bits = 0;
    for (int i = 0; i < letters.length(); i++) {
      char c = letters.charAt(i);
      if (!isLetter(c)) {
        return null;
      }
      pending = (pending << BITS | VALUES[c]) & 0xfff;
      bits += BITS;
      if (bits >= 8) {
        bits -= 8;
        bytes[at++] = (byte) (pending >> bits);
      }
    }
    return (pending & (1 << bits) - 1) == 0 ? bytes : null;
  }

  /** Four bits a letter, a to p. */
  static String ofNibbles(byte[] bytes, int count) {
    byte[] letters = new byte[count * 2];
    for (int i = 0; i < count; i++) {
      letters[2 * i] = (byte) ('a' + (bytes[i] >> 4 & 0xf));
      letters[2 * i + 1] = (byte) ('a' + (bytes[i] & 0xf));
    }
    return new String(letters, ISO_8859_1);
  }
}
