package io.mcpgateway.policy.token;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A token taken apart: {@code tok_}, the word of its kind, {@code _}, and as {@link Letters} the
 * version, the id of its key, the second at which it ends, and what is sealed.
 *
 * @param until in seconds since the epoch
 */
record TokenFormat(String word, short keyId, long until, byte[] sealed) {
  static final String PREFIX = "tok_";

  /** The longest value that is sealed. */
  static final int MAX_VALUE = 4096;

  /** The longest word of a kind. */
  static final int MAX_WORD = 64;

  private static final byte VERSION = 1;
  private static final int HEADER = 1 + Short.BYTES + 5;
  private static final int SIV = 16;
  private static final int MIN_LETTERS = Letters.length(HEADER + SIV);
  private static final int MAX_LETTERS = Letters.length(HEADER + SIV + MAX_VALUE);
  private static final int MAX_LENGTH = PREFIX.length() + MAX_WORD + 1 + MAX_LETTERS;

  /** What is not sealed, but cannot be changed either. */
  static byte[] header(short keyId, long until) {
    return ByteBuffer.allocate(HEADER)
        .put(VERSION)
        .putShort(keyId)
        .put((byte) (until >> 32))
        .putInt((int) until)
        .array();
  }

  /** The same of this token. */
  byte[] header() {
    return header(keyId, until);
  }

  String text() {
    byte[] bytes = ByteBuffer.allocate(HEADER + sealed.length).put(header()).put(sealed).array();
    return PREFIX + word + '_' + Letters.of(bytes);
  }

  static @Nullable TokenFormat read(String token) {
    int letters = token.lastIndexOf('_') + 1;
    if (token.length() > MAX_LENGTH
        || !token.startsWith(PREFIX)
        || letters <= PREFIX.length()
        || !isWord(token.substring(PREFIX.length(), letters - 1))) {
      return null;
    }
    byte[] bytes = Letters.bytes(token.substring(letters));
    if (bytes == null
        || bytes.length < HEADER + SIV
        || bytes.length > HEADER + SIV + MAX_VALUE
        || bytes[0] != VERSION) {
      return null;
    }
    ByteBuffer header = ByteBuffer.wrap(bytes, 1, HEADER - 1);
    short keyId = header.getShort();
    long until = (header.get() & 0xffL) << 32 | (header.getInt() & 0xffffffffL);
    byte[] sealed = new byte[bytes.length - HEADER];
    System.arraycopy(bytes, HEADER, sealed, 0, sealed.length);
    return new TokenFormat(token.substring(PREFIX.length(), letters - 1), keyId, until, sealed);
  }

  /**
   * The kind as it stands in texts: {@code -} as {@code _}.
   *
   * @throws IllegalArgumentException if it is not of lower-case letters, digits and single hyphens
   *     between them, or too long
   */
  static String word(String kind) {
    String word = kind.replace('-', '_');
    if (kind.indexOf('_') >= 0 || !isWord(word)) {
      throw new IllegalArgumentException(
          "kind: "
              + kind
              + " (expected: up to "
              + MAX_WORD
              + " lower-case letters and digits, joined by hyphens)");
    }
    return word;
  }

  /** Whether it is one that {@link #word} answers. */
  static boolean isWord(String word) {
    char before = '_';
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      boolean letter = c >= 'a' && c <= 'z';
      boolean digit = c >= '0' && c <= '9';
      if (!letter && !(digit && i > 0) && !(c == '_' && before != '_')) {
        return false;
      }
      before = c;
    }
    return before != '_' && word.length() <= MAX_WORD;
  }

  /** Whether so many letters may be those of a token. */
  static boolean isLength(int letters) {
    return letters >= MIN_LETTERS && letters <= MAX_LETTERS;
  }
}
