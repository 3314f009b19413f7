package io.mcpgateway.policy.mask;

import java.util.Arrays;

/** Stretches of one text, each with a number that says what it is. Used by one thread. */
final class Spans {
  private int[] starts = new int[8];
  private int[] ends = new int[8];
  private int[] labels = new int[8];
  private long[] order = new long[8];
  private int size;

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  void add(int start, int end, int label) {
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, size * 2);
      ends = Arrays.copyOf(ends, size * 2);
      labels = Arrays.copyOf(labels, size * 2);
      order = new long[size * 2];
    }
    starts[size] = start;
    ends[size] = end;
    labels[size] = label;
    size++;
  }

  /** Orders them by where they begin; of those that begin together, the first added comes first. */
  void sort() {
    for (int i = 0; i < size; i++) {
      order[i] = (long) starts[i] << 32 | i;
    }
    if (size > 1) {
      Arrays.sort(order, 0, size);
    }
  }

  private int at(int index) {
    return (int) order[index];
  }

  // In the order of the last sort.

  int start(int index) {
    return starts[at(index)];
  }

  int end(int index) {
    return ends[at(index)];
  }

  int label(int index) {
    return labels[at(index)];
  }
}
