package io.mcpgateway.policy.mask;

import io.mcpgateway.core.protocol.Json;

/** Recognises JSON objects and arrays that stand in text. */
final class EmbeddedJson {
  /** What an array may begin with, or end. */
  private static final String BEGINNINGS = "\"[{]-0123456789tfn";

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
    return bracketed && mayBegin(text, first) ? first : -1;
  }

  /** Whether a member or a value may follow the bracket at {@code at}, which is not the last. */
  private static boolean mayBegin(byte[] text, int at) {
    int next = at + 1;
    while (isSpace(text[next])) {
      next++;
    }
    return text[at] == '{'
        ? text[next] == '"' || text[next] == '}'
        : BEGINNINGS.indexOf(text[next]) >= 0;
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

  /** Looks for objects, and arrays of objects, within a text. Used by one thread. */
  static final class Search {
    /** Texts with more beginnings that lead nowhere are taken for what they look like: no JSON. */
    private static final int MAX_FAILURES = 64;

    /** How much is read in vain before the rest is taken for text, in lengths of the text. */
    private static final int MAX_READ = 4;

    private final byte[] text;
    private final int to;
    private long budget;
    private int failures;
    private int start;
    private int end;

    Search(byte[] text, int from, int to) {
      this.text = text;
      this.to = to;
      this.end = from;
      this.budget = (long) (to - from) * MAX_READ;
    }

    int start() {
      return start;
    }

    int end() {
      return end;
    }

    /** Moves to the next one, behind the last. */
    boolean next() {
      for (int i = PlainText.end(text, end, to, Signs.WIDE);
          i < to;
          i = PlainText.end(text, i + 1, to, Signs.WIDE)) {
        if ((text[i] != '{' && text[i] != '[') || !isLikely(i)) {
          continue;
        }
        if (failures == MAX_FAILURES || budget < 0) {
          return false;
        }
        int valueEnd = Json.valueEnd(text, i, to);
        if (valueEnd > 0) {
          start = i;
          end = valueEnd;
          return true;
        }
        failures++;
        budget -= -valueEnd - i;
      }
      return false;
    }

    /** Whether an object with a member begins there, or an array of those. */
    private boolean isLikely(int at) {
      int next = at + 1;
      while (next < to && isSpace(text[next])) {
        next++;
      }
      return next < to && text[next] == (text[at] == '{' ? '"' : '{');
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}
