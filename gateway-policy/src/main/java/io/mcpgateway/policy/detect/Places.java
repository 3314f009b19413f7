package io.mcpgateway.policy.detect;

import java.util.Arrays;

/**
 * Stretches of a text in which something may begin that detectors look for, in order. Tells where
 * to look at a text of which only some parts are new. Used by one thread.
 */
public final class Places {
  /** What grew larger than this is given up. */
  private static final int MAX_KEPT = 64 << 10;

  // Of each: where it begins, and where it ends.
  private int[] bounds = new int[32];
  private int size;

  /** The first of another text's that may go on. */
  private int next;

  /** Forgets all. */
  public void clear() {
    size = 0;
    next = 0;
    if (bounds.length > MAX_KEPT) {
      bounds = new int[32];
    }
  }

  /** Adds one; the last ones that it touches or that begin behind it become one with it. */
  public void add(int from, int to) {
    int start = from;
    int end = to;
    while (size > 0 && bounds[size - 1] >= start) {
      start = Math.min(start, bounds[size - 2]);
      end = Math.max(end, bounds[size - 1]);
      size -= 2;
    }
    if (size == bounds.length) {
      bounds = Arrays.copyOf(bounds, size * 2);
    }
    bounds[size] = start;
    bounds[size + 1] = end;
    size += 2;
  }

  /**
   * Adds what {@code before} has from {@code from} to {@code to}, as it stands in a text that is
   * the same there but {@code further} on. Called in order.
   */
  public void addMoved(Places before, int from, int to, int further) {
    while (next < before.size && before.bounds[next + 1] <= from) {
      next += 2;
    }
    for (int i = next; i < before.size && before.bounds[i] < to; i += 2) {
      add(Math.max(from, before.bounds[i]) + further, Math.min(to, before.bounds[i + 1]) + further);
    }
  }

  /** How many there are. */
  public int size() {
    return size / 2;
  }

  public int from(int index) {
    return bounds[2 * index];
  }

  public int to(int index) {
    return bounds[2 * index + 1];
  }
}
