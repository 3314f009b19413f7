package io.mcpgateway.policy.detect;

import java.util.Arrays;

/** Where a detector says what it found. Belongs to one detector and one reading at a time. */
final class Finder {
  /** How many costly looks one text is worth. */
  private static final int COSTLY_LOOKS = 1_000;

  private final Matches matches;
  private int costlyLooks = COSTLY_LOOKS;
  private int detector;
  private boolean hasPutOff;

  /** Where the last match of each detector ends. */
  private final int[] ends;

  // Of each detector: what it wants to look at later.
  private final int[] laterFrom;
  private final int[] laterTo;

  Finder(Matches matches, int detectors) {
    this.matches = matches;
    this.ends = new int[detectors];
    this.laterFrom = new int[detectors];
    this.laterTo = new int[detectors];
  }

  /** Forgets everything, and the matches, for another text. */
  void clear() {
    costlyLooks = COSTLY_LOOKS;
    for (int i = 0; i < matches.size(); i++) {
      ends[matches.detector(i)] = 0;
    }
    matches.clear();
    if (hasPutOff) {
      Arrays.fill(laterFrom, 0);
      Arrays.fill(laterTo, 0);
      hasPutOff = false;
    }
  }

  void of(int detector) {
    this.detector = detector;
  }

  /** Where the last match of this detector ends; nothing before it is of interest any more. */
  int lastEnd() {
    return ends[detector];
  }

  /** Whether this text is worth one more look that costs microseconds; counts it. */
  boolean mayLookCostly() {
    return costlyLooks > 0 && costlyLooks-- > 0;
  }

  /** Notes a value from {@code start} to {@code end}, exclusive. */
  void found(int start, int end) {
    if (start >= ends[detector]) {
      matches.add(detector, start, end);
      ends[detector] = end;
    }
  }

  /** Puts off looking from {@code from} to {@code to}; one stretch per detector. */
  void putOff(int from, int to) {
    laterFrom[detector] = from;
    laterTo[detector] = to;
    hasPutOff = true;
  }

  /** Where the stretch that was put off begins. */
  int laterFrom() {
    return laterFrom[detector];
  }

  /** Where it ends; where it begins, if there is none. */
  int laterTo() {
    return laterTo[detector];
  }
}
