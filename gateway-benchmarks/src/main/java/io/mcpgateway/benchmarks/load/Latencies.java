package io.mcpgateway.benchmarks.load;

/**
 * Counts durations in buckets of less than one per cent of their value, from one microsecond to
 * over an hour. Not safe between threads.
 */
final class Latencies {

  private static final int BITS = 7;
  private static final int PER_OCTAVE = 1 << BITS;
  private static final int BUCKETS = PER_OCTAVE * 27;

  private final long[] counts = new long[BUCKETS];
  private long count;

  void record(long nanos) {
    counts[bucket(Math.max(0, nanos / 1_000))]++;
    count++;
  }

  long count() {
    return count;
  }

  /**
   * The latency in microseconds that the fraction {@code quantile} of all stayed at or below; 0 if
   * there are none.
   */
  long micros(double quantile) {
    long rank = Math.max(1, (long) Math.ceil(quantile * count));
    long seen = 0;
    for (int i = 0; i < BUCKETS; i++) {
      seen += counts[i];
      if (seen >= rank) {
        return middle(i);
      }
    }
    return 0;
  }

  private static int bucket(long micros) {
    if (micros < 2 * PER_OCTAVE) {
      return (int) micros;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros) - BITS;
    return Math.min(BUCKETS - 1, shift * PER_OCTAVE + (int) (micros >>> shift));
  }

  private static long middle(int bucket) {
    if (bucket < 2 * PER_OCTAVE) {
      return bucket;
    }
    int shift = bucket / PER_OCTAVE - 1;
    long low = (long) (bucket - shift * PER_OCTAVE) << shift;
    return low + (1L << shift) / 2;
  }
}
