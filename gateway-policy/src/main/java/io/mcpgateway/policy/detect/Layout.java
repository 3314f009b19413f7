package io.mcpgateway.policy.detect;

import java.util.stream.IntStream;

/**
 * How a number is written: groups of so many digits with one separator between two of them.
 * "3.3.3-2" is a layout.
 */
final class Layout {
  private final int[] lengths;
  private final int digits;

  /** What stands before each group but the first. */
  private final byte[] separators;

  Layout(String pattern) {
    int groups = 1;
    for (int i = 0; i < pattern.length(); i++) {
      if (!isDigit(pattern.charAt(i))) {
        groups++;
      }
    }
    this.lengths = new int[groups];
    this.separators = new byte[groups - 1];
    int group = 0;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (isDigit(c)) {
        lengths[group] = lengths[group] * 10 + (c - '0');
      } else {
        separators[group++] = (byte) c;
      }
    }
    this.digits = IntStream.of(lengths).sum();
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  int firstLength() {
    return lengths[0];
  }

  int groups() {
    return lengths.length;
  }

  int digits() {
    return digits;
  }

  /** Whether the groups of {@code run} from {@code group} on are written so. */
  boolean fits(Reading text, NumberRun run, int group) {
    if (run.length(group) != lengths[0] || group + lengths.length > run.groups()) {
      return false;
    }
    for (int i = 1; i < lengths.length; i++) {
      if (run.length(group + i) != lengths[i]
          || run.gap(group + i) != 1
          || text.at(run.start(group + i) - 1) != separators[i - 1]) {
        return false;
      }
    }
    return true;
  }

  /** Whether no other group is joined to these in the same way, so that they are all there are. */
  boolean isWhole(Reading text, NumberRun run, int group) {
    int next = group + lengths.length;
    return separators.length == 0
        || (!isJoined(text, run, group, separators[0])
            && !isJoined(text, run, next, separators[separators.length - 1]));
  }

  private static boolean isJoined(Reading text, NumberRun run, int group, byte separator) {
    return group > 0
        && group < run.groups()
        && run.gap(group) == 1
        && text.at(run.start(group) - 1) == separator;
  }
}
