package io.mcpgateway.policy.detect;

import java.util.Arrays;

/**
 * Digits that stand close together: groups of ASCII digits with at most {@value #MAX_SEPARATORS}
 * separators (space, dash, dot, slash, parenthesis) between two of them. Used by one thread, for
 * one run after the other.
 */
final class NumberRun {
  static final int MAX_SEPARATORS = 3;

  /** Longer groups than this begin nothing that shorter ones do not. */
  static final int MANY = 24;

  private byte[] digits = new byte[64];
  private int size;

  // Of group g: where it stands in the text, and the index of its first digit.
  private int[] starts = new int[17];
  private int[] firsts = new int[17];

  // Of group g and the seven behind it, eight bits each: its length, and what stands before it.
  private long[] shapes = new long[17];
  private int groups;

  /** Reads the run that begins with the digit at {@code at}; answers where its last group ends. */
  int read(Reading text, int at) {
    size = 0;
    groups = 0;
    byte[] bytes = text.bytes();
    int to = text.to();
    int i = at;
    int separator = 0;
    while (true) {
      begin(i, separator);
      while (i < to && bytes[i] >= '0' && bytes[i] <= '9') {
        add((byte) (bytes[i] - '0'));
        i++;
      }
      int next = i;
      while (next < to && next - i < MAX_SEPARATORS && isSeparator(bytes[next])) {
        next++;
      }
      if (next == i || next >= to || bytes[next] < '0' || bytes[next] > '9') {
        firsts[groups] = size;
        shape();
        return i;
      }
      separator = next - i == 1 ? code(bytes[i]) : 0;
      i = next;
    }
  }

  private static boolean isSeparator(byte b) {
    return b == ' ' || b == '-' || b == '.' || b == '/' || b == '(' || b == ')';
  }

  /** How a shape has a separator that stands alone between two groups. */
  static int code(int separator) {
    return switch (separator) {
      case ' ' -> 1;
      case '-' -> 2;
      case '.' -> 3;
      case '/' -> 4;
      case '(' -> 5;
      case ')' -> 6;
      default -> 0;
    };
  }

  private void shape() {
    long behind = 0;
    for (int group = groups - 1; group >= 0; group--) {
      behind = behind << 8 | shapes[group] << 4 | Math.min(length(group), 15);
      shapes[group] = behind;
    }
  }

  /**
   * How the groups from {@code group} on are written, the first in the lowest eight bits: its
   * length (15 stands for more), and from the fifth bit on the {@link #code} of what stands before
   * it.
   */
  long shape(int group) {
    return shapes[group];
  }

  private void begin(int at, int separator) {
    if (groups + 1 == starts.length) {
      starts = Arrays.copyOf(starts, groups * 2 + 2);
      firsts = Arrays.copyOf(firsts, groups * 2 + 2);
      shapes = Arrays.copyOf(shapes, groups * 2 + 2);
    }
    starts[groups] = at;
    firsts[groups] = size;
    shapes[groups] = separator;
    groups++;
  }

  private void add(byte digit) {
    if (size == digits.length) {
      digits = Arrays.copyOf(digits, size * 2);
    }
    digits[size++] = digit;
  }

  int groups() {
    return groups;
  }

  /** How many digits group {@code group} has. */
  int length(int group) {
    return firsts[group + 1] - firsts[group];
  }

  /** Where group {@code group} begins in the text. */
  int start(int group) {
    return starts[group];
  }

  /** Where group {@code group} ends in the text, exclusive. */
  int end(int group) {
    return starts[group] + length(group);
  }

  /** How many separators stand before group {@code group}, which is not the first. */
  int gap(int group) {
    return starts[group] - end(group - 1);
  }

  /** How many digits there are from the first of {@code group} on, to the end of the run. */
  int digitsFrom(int group) {
    return size - firsts[group];
  }

  /** How many digits the groups from {@code first} to {@code last} have, both included. */
  int digits(int first, int last) {
    return firsts[last + 1] - firsts[first];
  }

  /**
   * The value of digit {@code i}, counted from the first of {@code group}; may be of a later one.
   */
  int digit(int group, int i) {
    return digits[firsts[group] + i];
  }
}
