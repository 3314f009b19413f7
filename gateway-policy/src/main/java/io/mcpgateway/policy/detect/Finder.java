package io.mcpgateway.policy.detect;

/** Where a detector says what it found. Belongs to one detector and one reading at a time. */
final class Finder {
  private final Matches matches;
  private int detector;

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

  void of(int detector) {
    this.detector = detector;
  }

  /** Where the last match of this detector ends; nothing before it is of interest any more. */
  int lastEnd() {
    return ends[detector];
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
