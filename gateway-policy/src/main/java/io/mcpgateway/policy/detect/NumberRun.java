package io.mcpgateway.policy.detect;

import java.util.Arrays;

/**
 * Digits that stand close together: groups of ASCII digits with at most {@value #MAX_SEPARATORS}
 * separators (space, dash, dot, slash, parenthesis) between two of them. Used by one thread, for
 * one run after the other. However long a run is, only so much of it is held at a time.
 */
final class NumberRun {
  static final int MAX_SEPARATORS = 3;

  /** Longer groups than this begin nothing that shorter ones do not. */
  static final int MANY = 24;

  /** So many digits of a group are kept: more than anything that is looked for has. */
  private static final int KEPT = 64;

  /** Longer runs are read in parts. */
  private static final int MAX_GROUPS = 4_096;

  /** So many groups before and behind one tell all that matters about it. */
  private static final int AROUND = 32;

  private byte[] digits = new byte[64];
  private int size;

  // Of group g: where it stands in the text, and the index of its first digit.
  private int[] starts = new int[17];
  private int[] ends = new int[17];
  private int[] firsts = new int[17];

  // Of group g and the seven behind it, eight bits each: its length, and what stands before it.
  private long[] shapes = new long[17];
  private int groups;

  /** The groups before this one were there in the part before. */
  private int firstNew;

  private boolean goesOn;

  /**
   * Reads the run that begins with the digit at {@code at}, or its first part; answers where the
   * last group ends that was read.
   */
  int read(Reading text, int at) {
    firstNew = 0;
    return readPart(text, at);
  }

  /** Whether there is more of the run. */
  boolean goesOn() {
    return goesOn;
  }

  /** Reads the next part, which overlaps with this one; answers where its last group ends. */
  int readOn(Reading text) {
    firstNew = AROUND;
    return readPart(text, starts[groups - 2 * AROUND]);
  }

  private int readPart(Reading text, int at) {
    size = 0;
    groups = 0;
    goesOn = false;
    byte[] bytes = text.bytes();
    int to = text.to();
    int i = at;
    int separator = 0;
    while (true) {
      begin(i, separator);
      int kept = Math.min(to, i + KEPT);
      while (i < kept && bytes[i] >= '0' && bytes[i] <= '9') {
        add((byte) (bytes[i] - '0'));
        i++;
      }
      while (i < to && bytes[i] >= '0' && bytes[i] <= '9') {
        i++;
      }
      ends[groups - 1] = i;
      int next = i;
      while (next < to && next - i < MAX_SEPARATORS && isSeparator(bytes[next])) {
        next++;
      }
      boolean isLast = next == i || next >= to || bytes[next] < '0' || bytes[next] > '9';
      goesOn = !isLast && groups == MAX_GROUPS;
      if (isLast || goesOn) {
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
      ends = Arrays.copyOf(ends, groups * 2 + 2);
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

  /** The first group that nobody has looked at. */
  int firstNew() {
    return firstNew;
  }

  /** Behind the last group to look at; those from here on belong to the next part, too. */
  int lookEnd() {
    return goesOn ? groups - AROUND : groups;
  }

  /** How many digits group {@code group} has. */
  int length(int group) {
    return ends[group] - starts[group];
  }

  /** Where group {@code group} begins in the text. */
  int start(int group) {
    return starts[group];
  }

  /** Where group {@code group} ends in the text, exclusive. */
  int end(int group) {
    return ends[group];
  }

  /** How many separators stand before group {@code group}, which is not the first. */
  int gap(int group) {
    return starts[group] - end(group - 1);
  }

  /** How many digits there are from the first of {@code group} on, to the end of the run. */
  int digitsFrom(int group) {
    return size - firsts[group];
  }

  /**
   * How many digits the groups from {@code first} to {@code last} have, both included; of a group
   * that has more, {@value #KEPT}.
   */
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
