package io.mcpgateway.policy.mask;

import io.mcpgateway.core.protocol.Json;

/** Recognises JSON objects and arrays that stand in text. */
final class EmbeddedJson {
  private EmbeddedJson() {}

  /** Where an object or array may begin in a text that could be nothing but one; −1 if none. */
  static int start(byte[] text, int from, int to) {
    int first = from;
    int last = to - 1;
    while (first < to && isSpace(text[first])) {
      first++;
    }
    while (last > first && isSpace(text[last])) {
      last--;
    }
    boolean bracketed =
        first < last
            && ((text[first] == '{' && text[last] == '}')
                || (text[first] == '[' && text[last] == ']'));
    return bracketed ? first : -1;
  }

  /**
   * Whether the text is one JSON value that everybody reads the same way.
   *
   * @throws UnmaskableException if it is one that others may read, but we do not: with two members
   *     of one name, or too deep
   */
  static boolean isValid(byte[] text, int from, int to) throws UnmaskableException {
    return switch (Json.standing(text, from, to)) {
      case JSON -> true;
      case NO_JSON -> false;
      case DOUBTFUL ->
          throw new UnmaskableException(
              "JSON in a string has two members of one name, or is too deep or too long");
    };
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}
