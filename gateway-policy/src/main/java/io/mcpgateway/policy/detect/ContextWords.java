package io.mcpgateway.policy.detect;

import java.util.List;

/**
 * Words of which one has to stand near a value, or be part of its name, so that it is taken for
 * what it looks like. Immutable.
 */
final class ContextWords {
  /** How many bytes before a value belong to its context. */
  private static final int BEFORE = 48;

  private final Keywords words;

  /**
   * @param words in lower case; each must begin and end where a word does
   */
  ContextWords(String... words) {
    this.words = new Keywords(List.of(words));
  }

  /** Whether one of them stands in the {@value #BEFORE} bytes before {@code at}, or in the name. */
  boolean concern(Reading text, int at) {
    return isIn(text.name())
        || isIn(text.bytes(), Math.max(text.from(), at - BEFORE), Math.min(at, text.to()));
  }

  private boolean isIn(String name) {
    if (name.isEmpty()) {
      return false;
    }
    byte[] bytes = name.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return isIn(bytes, 0, bytes.length);
  }

  private boolean isIn(byte[] bytes, int from, int to) {
    int state = 0;
    for (int i = from; i < to; i++) {
      state = words.next(state, bytes[i]);
      if (words.isHit(state)) {
        for (int word : words.hits(state)) {
          int start = i + 1 - words.length(word);
          if (!isLetter(bytes, from, to, start - 1) && !isLetter(bytes, from, to, i + 1)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean isLetter(byte[] bytes, int from, int to, int at) {
    if (at < from || at >= to) {
      return false;
    }
    byte b = bytes[at];
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }
}
