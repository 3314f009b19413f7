package io.mcpgateway.policy.mask;

/** What a JSON string says, as UTF-8. A surrogate without its partner says U+FFFD. */
final class JsonText {
  private static final int REPLACEMENT = 0xFFFD;

  private JsonText() {}

  /** Reads what stands from {@code from} to {@code to}, between the quotes of a valid string. */
  static void read(byte[] json, int from, int to, TracedText text) {
    text.clear();
    int copied = from;
    int i = from;
    while (i < to) {
      if (json[i] != '\\') {
        i++;
        continue;
      }
      text.copy(json, copied, i);
      byte kind = json[i + 1];
      if (kind == 'u') {
        i = unicode(json, i, to, text);
      } else {
        text.single(simple(kind), i, i + 2);
        i += 2;
      }
      copied = i;
    }
    text.copy(json, copied, to);
  }

  private static int unicode(byte[] json, int at, int to, TracedText text) {
    int c = hex(json, at + 2);
    int end = at + 6;
    if (Character.isHighSurrogate((char) c)
        && end + 6 <= to
        && json[end] == '\\'
        && json[end + 1] == 'u') {
      int low = hex(json, end + 2);
      if (Character.isLowSurrogate((char) low)) {
        c = Character.toCodePoint((char) c, (char) low);
        end += 6;
      }
    }
    text.codePoint(c >= 0xD800 && c <= 0xDFFF ? REPLACEMENT : c, at, end);
    return end;
  }

  private static int hex(byte[] json, int at) {
    int value = 0;
    for (int i = at; i < at + 4; i++) {
      value = value << 4 | Character.digit(json[i], 16);
    }
    return value;
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
}
