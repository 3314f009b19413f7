package io.mcpgateway.policy.limit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The token buckets of all limits of this process. A bucket is one number (GCRA, ITU-T I.371): when
 * it would be full again. Bounded: what has not been used for long is forgotten first, and a
 * forgotten bucket is a full one. Thread-safe.
 *
 * <p>One limiter outlives every reload of the configuration; a bucket goes on as long as its limit
 * keeps its name and its figures.
 */
public final class Limiter {
  private static final long DEFAULT_MAX_BUCKETS = 100_000;

  private final LongSupplier nanoClock;
  private final long origin;
  private final LoadingCache<Bucket, AtomicLong> buckets;

  /**
   * Which bucket.
   *
   * @param limit the limit's name
   * @param intervalNanos how long one token takes to come back
   * @param burst how many tokens it holds
   * @param principal empty if the limit does not tell principals apart; the next two likewise
   */
  record Bucket(
      String limit, long intervalNanos, int burst, String principal, String tool, String route) {}

  /**
   * @param nanoClock monotonic, for example {@code System::nanoTime}
   */
  public Limiter(LongSupplier nanoClock) {
    this(nanoClock, DEFAULT_MAX_BUCKETS);
  }

  public Limiter(LongSupplier nanoClock, long maxBuckets) {
    this.nanoClock = nanoClock;
    this.origin = nanoClock.getAsLong();
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(maxBuckets)
            .executor(Runnable::run)
            .build(bucket -> new AtomicLong());
  }

  /** Takes one token; answers 0, or how many nanoseconds until there will be one. */
  long take(Bucket bucket) {
    AtomicLong fullAt = buckets.get(bucket);
    long now = nanoClock.getAsLong() - origin;
    while (true) {
      long before = fullAt.get();
      long after = Math.max(before, now) + bucket.intervalNanos();
      long wait = after - bucket.intervalNanos() * bucket.burst() - now;
      if (wait > 0) {
        return wait;
      }
      if (fullAt.compareAndSet(before, after)) {
        return 0;
      }
    }
  }

  /** Puts a token back that was taken for something that then did not happen. */
  void giveBack(Bucket bucket) {
    AtomicLong fullAt = buckets.getIfPresent(bucket);
    if (fullAt != null) {
      fullAt.addAndGet(-bucket.intervalNanos());
    }
  }

  /** About how many buckets there are. */
  public long size() {
    return buckets.estimatedSize();
  }
}
