package io.mcpgateway.policy.detect;

/**
 * How a number is written: groups of so many digits with one separator between two of them, such as
 * "3.3.3-2". A question mark stands for any separators.
 */
final class Layout {
  private static final int MAX_LENGTH = 14;

  /** As a {@link NumberRun#shape}. */
  private final long shape;

  /** The bits of a shape that matter. */
  private final long mask;

  private final int groups;
  private final int firstLength;
  private final int digits;
  private final int firstSeparator;
  private final int lastSeparator;

  /**
   * @param pattern at most eight groups of at most {@value #MAX_LENGTH} digits
   */
  Layout(String pattern) {
    long shape = 0;
    long mask = 0;
    int group = 0;
    int sum = 0;
    int first = 0;
    int firstSign = 0;
    int lastSign = 0;
    int length = 0;
    for (int i = 0; i <= pattern.length(); i++) {
      char c = i < pattern.length() ? pattern.charAt(i) : 0;
      if (c >= '0' && c <= '9') {
        length = length * 10 + (c - '0');
        continue;
      }
      if (length > MAX_LENGTH) {
        throw new IllegalArgumentException("pattern: " + pattern);
      }
      shape |= (long) length << (8 * group);
      mask |= 0xFL << (8 * group);
      sum += length;
      first = group == 0 ? length : first;
      length = 0;
      group++;
      if (c != 0) {
        firstSign = firstSign == 0 ? c : firstSign;
        lastSign = c;
        if (c != '?') {
          shape |= (long) NumberRun.code(c) << (8 * group + 4);
          mask |= 0xFL << (8 * group + 4);
        }
      }
    }
    this.shape = shape;
    this.mask = mask;
    this.groups = group;
    this.firstLength = first;
    this.digits = sum;
    this.firstSeparator = firstSign;
    this.lastSeparator = lastSign;
  }

  int firstLength() {
    return firstLength;
  }

  int groups() {
    return groups;
  }

  int digits() {
    return digits;
  }

  /** Whether the groups of {@code run} from {@code group} on are written so. */
  boolean fits(NumberRun run, int group) {
    return (run.shape(group) & mask) == shape;
  }

  /** Whether no other group is joined to these in the same way, so that they are all there are. */
  boolean isWhole(Reading text, NumberRun run, int group) {
    return groups == 1
        || (!isJoined(text, run, group, firstSeparator)
            && !isJoined(text, run, group + groups, lastSeparator));
  }

  private static boolean isJoined(Reading text, NumberRun run, int group, int separator) {
    return group > 0
        && group < run.groups()
        && run.gap(group) == 1
        && text.at(run.start(group) - 1) == separator;
  }
}
