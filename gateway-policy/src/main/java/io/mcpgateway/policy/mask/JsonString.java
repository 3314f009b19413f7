package io.mcpgateway.policy.mask;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * What a JSON string says, as UTF-8, and where each byte of it comes from. A surrogate without its
 * partner says U+FFFD.
 */
final class JsonString {
  private static final int REPLACEMENT = 0xFFFD;

  private byte[] text;
  private int[] origin;
  private int size;

  private JsonString(int capacity) {
    this.text = new byte[capacity];
    this.origin = new int[capacity + 1];
  }

  /** Reads what stands from {@code from} to {@code to}, between the quotes of a valid string. */
  static JsonString read(byte[] json, int from, int to) {
    JsonString string = new JsonString(to - from);
    int i = from;
    while (i < to) {
      if (json[i] != '\\') {
        string.add(json[i], i);
        i++;
        continue;
      }
      byte kind = json[i + 1];
      if (kind != 'u') {
        string.add(simple(kind), i);
        i += 2;
        continue;
      }
      int c = HexFormat.fromHexDigits(ascii(json, i + 2));
      int next = i + 6;
      if (Character.isHighSurrogate((char) c)
          && next + 6 <= to
          && json[next] == '\\'
          && json[next + 1] == 'u') {
        int low = HexFormat.fromHexDigits(ascii(json, next + 2));
        if (Character.isLowSurrogate((char) low)) {
          c = Character.toCodePoint((char) c, (char) low);
          next += 6;
        }
      }
      string.addCodePoint(c >= 0xD800 && c <= 0xDFFF ? REPLACEMENT : c, i);
      i = next;
    }
    string.origin[string.size] = to;
    string.text = Arrays.copyOf(string.text, string.size);
    return string;
  }

  private static CharSequence ascii(byte[] json, int at) {
    return new String(json, at, 4, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  private static byte simple(byte kind) {
    return switch (kind) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> kind;
    };
  }

  private void add(int b, int from) {
    text[size] = (byte) b;
    origin[size] = from;
    size++;
  }

  /** An escape is never shorter than the UTF-8 it stands for, so the capacity suffices. */
  private void addCodePoint(int c, int from) {
    if (c < 0x80) {
      add(c, from);
    } else if (c < 0x800) {
      add(0xC0 | c >> 6, from);
      add(0x80 | (c & 0x3F), from);
    } else if (c < 0x10000) {
      add(0xE0 | c >> 12, from);
      add(0x80 | (c >> 6 & 0x3F), from);
      add(0x80 | (c & 0x3F), from);
    } else {
      add(0xF0 | c >> 18, from);
      add(0x80 | (c >> 12 & 0x3F), from);
      add(0x80 | (c >> 6 & 0x3F), from);
      add(0x80 | (c & 0x3F), from);
    }
  }

  byte[] text() {
    return text;
  }

  /** Where the byte at {@code index} of the text comes from; the closing quote for its end. */
  int origin(int index) {
    return origin[index];
  }
}
