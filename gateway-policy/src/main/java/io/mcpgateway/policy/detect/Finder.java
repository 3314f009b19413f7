package io.mcpgateway.policy.detect;

/** Where a detector says what it found. Belongs to one detector and one reading at a time. */
final class Finder {
  /** How many costly looks one text is worth. */
  private static final int COSTLY_LOOKS = 2_000;

  private final Matches matches;
  private int costlyLooks = COSTLY_LOOKS;
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
}
