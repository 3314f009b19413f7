package io.mcpgateway.policy.mask;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Reads single characters of well-formed UTF-8. */
final class Text {
  private Text() {}

  /** How many bytes the character that begins with {@code lead} has. */
  static int length(byte lead) {
    if (lead >= 0) {
      return 1;
    }
    int b = lead & 0xFF;
    return b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
  }

  /** How many bytes a character has. */
  static int utf8Length(int c) {
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  }

  /** The character that begins at {@code at}. */
  static int codePointAt(byte[] text, int at) {
    byte lead = text[at];
    return switch (length(lead)) {
      case 1 -> lead;
      case 2 -> (lead & 0x1F) << 6 | continuation(text, at + 1);
      case 3 -> (lead & 0x0F) << 12 | continuation(text, at + 1) << 6 | continuation(text, at + 2);
      default ->
          (lead & 0x07) << 18
              | continuation(text, at + 1) << 12
              | continuation(text, at + 2) << 6
              | continuation(text, at + 3);
    };
  }

  /**
   * Whether it is well-formed UTF-8.
   *
   * @param whole whether a character that is cut off at the end is an error
   */
  static boolean isUtf8(byte[] bytes, boolean whole) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer read = CharBuffer.allocate(bytes.length);
    return !decoder.decode(ByteBuffer.wrap(bytes), read, whole).isError();
  }

  private static int continuation(byte[] text, int at) {
    return text[at] & 0x3F;
  }

  static boolean isAsciiDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  static boolean isAsciiLetter(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }

  /** The decimal digit that a character is, of any script; −1 for everything else. */
  static int digit(int c) {
    return Character.isDigit(c) ? Character.digit(c, 10) : -1;
  }
}
