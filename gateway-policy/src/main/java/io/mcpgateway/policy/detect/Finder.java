package io.mcpgateway.policy.detect;

/** Where a detector says what it found. Belongs to one detector and one reading at a time. */
final class Finder {
  private final Matches matches;
  private int detector;

  /** Where the last match of each detector ends. */
  private final int[] ends;

  Finder(Matches matches, int detectors) {
    this.matches = matches;
    this.ends = new int[detectors];
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
}
