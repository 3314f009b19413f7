package io.mcpgateway.app.audit.query;

/** How long something took, in microseconds: quantiles that are right to an eighth. */
final class Durations {
  private static final int STEPS = 8;
  private static final int BUCKETS = 64 * STEPS;

  private final long[] counts = new long[BUCKETS];
  private long count;
  private long max;

  void add(long micros) {
    counts[bucket(Math.max(1, micros))]++;
    count++;
    max = Math.max(max, micros);
  }

  /** Each power of two in equal steps. */
  private static int bucket(long value) {
    int power = 63 - Long.numberOfLeadingZeros(value);
    return power * STEPS + (int) (((value - (1L << power)) * STEPS) >>> power);
  }

  private static long upperBound(int bucket) {
    int power = bucket / STEPS;
    double step = (double) (1L << power) / STEPS;
    return (long) ((1L << power) + step * (bucket % STEPS + 1));
  }

  long count() {
    return count;
  }

  long max() {
    return max;
  }

  /** The time that the share {@code quantile} of them did not exceed. */
  long quantile(double quantile) {
    long left = (long) Math.ceil(count * quantile);
    for (int i = 0; i < BUCKETS; i++) {
      left -= counts[i];
      if (left <= 0) {
        return Math.min(max, upperBound(i));
      }
    }
    return max;
  }
}
