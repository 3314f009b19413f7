package io.mcpgateway.policy.mask;

/** Steps over JSON that the strict parser has accepted. */
final class JsonWalk {
  private JsonWalk() {}

  static int skipSpace(byte[] json, int at) {
    int i = at;
    while (json[i] == ' ' || json[i] == '\n' || json[i] == '\r' || json[i] == '\t') {
      i++;
    }
    return i;
  }

  /** Where the next member or element begins after {@code end}, or the closing bracket stands. */
  static int afterComma(byte[] json, int end) {
    int next = skipSpace(json, end);
    return json[next] == ',' ? skipSpace(json, next + 1) : next;
  }

  /** Where the string that begins with the quote at {@code at} ends, its closing quote included. */
  static int stringEnd(byte[] json, int at) {
    int i = PlainText.quote(json, at + 1);
    while (json[i] != '"') {
      i = PlainText.quote(json, i + 2);
    }
    return i + 1;
  }

  static int valueEnd(byte[] json, int at) {
    return switch (json[at]) {
      case '"' -> stringEnd(json, at);
      case '{', '[' -> containerEnd(json, at);
      default -> scalarEnd(json, at);
    };
  }

  private static int containerEnd(byte[] json, int at) {
    int depth = 0;
    int i = at;
    do {
      switch (json[i]) {
        case '"' -> i = stringEnd(json, i);
        case '{', '[' -> {
          depth++;
          i++;
        }
        case '}', ']' -> {
          depth--;
          i++;
        }
        default -> i++;
      }
    } while (depth > 0);
    return i;
  }

  private static int scalarEnd(byte[] json, int at) {
    int i = at;
    while (i < json.length && isScalar(json[i])) {
      i++;
    }
    return i;
  }

  private static boolean isScalar(byte b) {
    return Text.isAsciiDigit(b) || Text.isAsciiLetter(b) || b == '-' || b == '+' || b == '.';
  }

  /** Whether {@code text}, in ASCII, stands from {@code from} to {@code to}. */
  static boolean isText(byte[] json, int from, int to, String text) {
    if (to - from != text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (json[from + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
