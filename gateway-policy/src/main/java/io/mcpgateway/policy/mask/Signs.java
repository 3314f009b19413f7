package io.mcpgateway.policy.mask;

import java.util.Arrays;

/** What a text has that asks for a closer look, as bits. */
final class Signs {
  static final int NONE = 0;

  /** A backslash. */
  static final int ESCAPE = 1;

  /** Anything outside of ASCII. */
  static final int WIDE = 2;

  /** A percent sign, an ampersand, or a backslash. */
  static final int ENCODED = 4;

  /** The beginning of an object or an array. */
  static final int NESTED = 8;

  /** The end of a line, or the beginning of a tag. */
  static final int JOINTS = 16;

  private static final byte[] OF_BYTE = ofByte();

  private Signs() {}

  private static byte[] ofByte() {
    byte[] signs = new byte[256];
    Arrays.fill(signs, 0x80, 0x100, (byte) WIDE);
    signs['\\'] = ESCAPE | ENCODED;
    signs['%'] = ENCODED;
    signs['&'] = ENCODED;
    signs['\n'] = JOINTS;
    signs['<'] = JOINTS;
    signs['{'] = NESTED;
    signs['['] = NESTED;
    return signs;
  }

  static int of(byte b) {
    return OF_BYTE[b & 0xFF];
  }

  static int of(byte[] text, int from, int to) {
    int signs = NONE;
    for (int i = PlainText.end(text, from, to, signs);
        i < to;
        i = PlainText.end(text, i + 1, to, signs)) {
      signs |= OF_BYTE[text[i] & 0xFF];
    }
    return signs;
  }
}
