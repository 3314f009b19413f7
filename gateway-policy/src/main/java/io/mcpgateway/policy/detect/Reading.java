package io.mcpgateway.policy.detect;

/**
 * A text as detectors read it: UTF-8 from {@link #from} to {@link #to} of some bytes, in which
 * every decimal digit, Latin letter, space, dash and sign that has an ASCII form has that form, and
 * characters that nobody sees are gone. Detectors stay within its bounds.
 *
 * @param name what the value is called where the text stands, for detectors that ask for context;
 *     in lower case, empty if it has no name
 */
public record Reading(byte[] bytes, int from, int to, String name) {
  public Reading {
    if (from < 0 || to < from || to > bytes.length) {
      throw new IllegalArgumentException("from " + from + " to " + to + " of " + bytes.length);
    }
  }

  public int length() {
    return to - from;
  }

  /** The byte at {@code at}, or 0 outside of the text. */
  int at(int at) {
    return at >= from && at < to ? bytes[at] : 0;
  }

  /** Whether an ASCII letter or digit stands at {@code at}. */
  boolean isWord(int at) {
    int b = at(at);
    return (b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }

  boolean isDigit(int at) {
    int b = at(at);
    return b >= '0' && b <= '9';
  }
}
