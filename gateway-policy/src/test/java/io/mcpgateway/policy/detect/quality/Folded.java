package io.mcpgateway.policy.detect.quality;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;

/** A text in UTF-8 with ASCII for all that has an ASCII form, and the way back to its chars. */
final class Folded {
  private byte[] bytes;
  private int[] chars;
  private int size;

  private Folded(int capacity) {
    bytes = new byte[capacity];
    chars = new int[capacity + 1];
  }

  static Folded of(String text) {
    Folded folded = new Folded(text.length() + 16);
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (c < 0x80) {
        folded.add((byte) c, i);
      } else {
        for (byte b : form(c).getBytes(StandardCharsets.UTF_8)) {
          folded.add(b, i);
        }
      }
      i += Character.charCount(c);
    }
    folded.chars[folded.size] = text.length();
    folded.bytes = Arrays.copyOf(folded.bytes, folded.size);
    return folded;
  }

  private void add(byte b, int at) {
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, size * 2);
      chars = Arrays.copyOf(chars, size * 2 + 1);
    }
    bytes[size] = b;
    chars[size] = at;
    size++;
  }

  private static String form(int c) {
    return switch (Character.getType(c)) {
      case Character.DECIMAL_DIGIT_NUMBER -> Integer.toString(Character.digit(c, 10));
      case Character.SPACE_SEPARATOR -> " ";
      case Character.DASH_PUNCTUATION -> "-";
      case Character.FORMAT -> "";
      default -> {
        String text = Character.toString(c);
        if (c == 0x2212) {
          yield "-";
        }
        String form = Normalizer.normalize(text, Normalizer.Form.NFKC);
        yield form.length() == 1 && form.charAt(0) < 0x80 ? form : text;
      }
    };
  }

  byte[] bytes() {
    return bytes;
  }

  /** The char that a byte comes from. */
  int startInText(int at) {
    return chars[at];
  }

  /** The char at which what ends before byte {@code at} ends. */
  int endInText(int at) {
    return at == 0 ? 0 : charAfter(chars[at - 1]);
  }

  private int charAfter(int start) {
    int at = Arrays.binarySearch(chars, 0, size + 1, start);
    while (chars[at] == start) {
      at++;
    }
    return chars[at];
  }
}
