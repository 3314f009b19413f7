package io.mcpgateway.policy.detect;

import java.util.Arrays;
import java.util.Base64;

/** Reads what base64 says. */
final class Base64Text {
  private static final int MAX = 512;

  private Base64Text() {}

  /** Whether it is printable text with a colon, as credentials of the Basic scheme are. */
  static boolean hasColon(Reading text, int from, int to) {
    int end = to;
    while (end > from && text.at(end - 1) == '=') {
      end--;
    }
    int length = Math.min(end - from, MAX);
    if (length % 4 == 1 || Alphabet.BASE64.end(text, from, length) < from + length) {
      return false;
    }
    byte[] encoded = Arrays.copyOfRange(text.bytes(), from, from + length);
    for (byte b : encoded) {
      if (b == '=') {
        return false;
      }
    }
    boolean colon = false;
    for (byte b : Base64.getDecoder().decode(encoded)) {
      if (b >= 0 && b < ' ') {
        return false;
      }
      colon |= b == ':';
    }
    return colon;
  }
}
