package io.mcpgateway.policy.detect;

import java.util.Arrays;

/** What was found in one reading, in the order in which it was found. Used by one thread. */
public final class Matches {
  private static final int FIELDS = 3;

  /** What grew larger than this is given up. */
  private static final int MAX_KEPT = 64 << 10;

  private int[] all = new int[FIELDS * 8];
  private int size;

  public int size() {
    return size;
  }

  public void clear() {
    size = 0;
    if (all.length > MAX_KEPT) {
      all = new int[FIELDS * 8];
    }
  }

  /** Which detector found it: its index in the {@link Detection}. */
  public int detector(int match) {
    return all[match * FIELDS];
  }

  /** Where it begins in the reading. */
  public int start(int match) {
    return all[match * FIELDS + 1];
  }

  /** Where it ends in the reading, exclusive. */
  public int end(int match) {
    return all[match * FIELDS + 2];
  }

  void add(int detector, int start, int end) {
    int at = size * FIELDS;
    if (at == all.length) {
      all = Arrays.copyOf(all, at * 2);
    }
    all[at] = detector;
    all[at + 1] = start;
    all[at + 2] = end;
    size++;
  }
}
