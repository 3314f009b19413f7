package io.mcpgateway.policy.token;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jspecify.annotations.Nullable;

/**
 * Where something that looks like a token stands in a text. Only {@link ValueTokens#open} knows
 * whether it is one.
 *
 * @param from its first byte
 * @param to the byte after its last
 */
public record TokenSpan(int from, int to) {
  /** The token in the text that it was found in. */
  public String in(byte[] text) {
    return new String(text, from, to - from, ISO_8859_1);
  }

  /**
   * The first one in a text, or null if there is none. Whole words only: letters, digits and {@code
   * _} around it make it something else, other than those of an escape ({@code %20}, {@code \n})
   * right before it. Takes time linear in the text.
   *
   * @param text in UTF-8
   * @param from where the text begins, or where the span before ends
   * @param to where the text ends
   */
  public static @Nullable TokenSpan next(byte[] text, int from, int to) {
    int at = from;
    while (at < to) {
      if (!isWordByte(text[at])) {
        at++;
        continue;
      }
      int end = at + 1;
      while (end < to && isWordByte(text[end])) {
        end++;
      }
      int start = afterEscape(text, from, at, end);
      if (isToken(text, start, end)) {
        return new TokenSpan(start, end);
      }
      at = end;
    }
    return null;
  }

  /** Where the word begins whose first bytes may belong to the escape before it. */
  private static int afterEscape(byte[] text, int from, int at, int end) {
    if (at == from) {
      return at;
    }
    return switch (text[at - 1]) {
      case '%' -> end - at > 2 && isHex(text[at]) && isHex(text[at + 1]) ? at + 2 : at;
      case '\\' -> "bfnrt".indexOf(text[at]) >= 0 && !startsToken(text, at, end) ? at + 1 : at;
      default -> at;
    };
  }

  private static boolean isToken(byte[] text, int from, int to) {
    if (!startsToken(text, from, to)) {
      return false;
    }
    int letters = to;
    while (Letters.isLetter(text[letters - 1])) {
      letters--;
    }
    int word = from + TokenFormat.PREFIX.length();
    return letters - 1 > word
        && text[letters - 1] == '_'
        && TokenFormat.isLength(to - letters)
        && letters - 1 - word <= TokenFormat.MAX_WORD
        && TokenFormat.isWord(new String(text, word, letters - 1 - word, ISO_8859_1));
  }

  private static boolean startsToken(byte[] text, int from, int to) {
    return to - from > TokenFormat.PREFIX.length()
        && text[from] == 't'
        && text[from + 1] == 'o'
        && text[from + 2] == 'k'
        && text[from + 3] == '_';
  }

  private static boolean isWordByte(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '_';
  }

  private static boolean isHex(byte b) {
    return (b >= '0' && b <= '9') || (b >= 'a' && b <= 'f') || (b >= 'A' && b <= 'F');
  }
}
