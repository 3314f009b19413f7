package io.mcpgateway.policy.limit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.mcpgateway.policy.model.Repeat;
import java.util.function.LongSupplier;

/**
 * When the same calls were made last, in this process. The window slides: in any stretch of time as
 * long as the rule says, no more calls are let through than the rule says. What is refused does not
 * count. Bounded: what was not made for long is forgotten first, and a forgotten call is a first
 * one. Thread-safe.
 *
 * <p>One of these outlives every reload of the configuration; a count goes on as long as its rule
 * stays the same.
 */
public final class Repeats {
  /** In longs: a key takes about as much as so many. */
  private static final int KEY_WEIGHT = 32;

  /** About 16 MiB. */
  private static final long MAX_WEIGHT = 2_000_000;

  private final LongSupplier nanoClock;
  private final LoadingCache<Call, Times> calls;

  /**
   * One call, whoever made it how often.
   *
   * @param digest what it brings
   */
  record Call(Repeat rule, String principal, String route, String tool, String digest) {}

  /**
   * @param nanoClock monotonic, for example {@code System::nanoTime}
   */
  public Repeats(LongSupplier nanoClock) {
    this(nanoClock, MAX_WEIGHT);
  }

  Repeats(LongSupplier nanoClock, long maxWeight) {
    this.nanoClock = nanoClock;
    this.calls =
        Caffeine.newBuilder()
            .maximumWeight(maxWeight)
            .<Call, Times>weigher((call, _) -> KEY_WEIGHT + call.rule().times())
            .expireAfter(Expiry.<Call, Times>accessing((call, _) -> call.rule().within()))
            .ticker(nanoClock::getAsLong)
            .executor(Runnable::run)
            .build(call -> new Times(call.rule().times()));
  }

  /** Counts one; answers 0, or how many nanoseconds until one more is let through. */
  long take(Call call) {
    return calls.get(call).take(nanoClock.getAsLong(), call.rule().within().toNanos());
  }

  /** Forgets the last one, which was counted for something that then did not happen. */
  void giveBack(Call call) {
    Times times = calls.getIfPresent(call);
    if (times != null) {
      times.giveBack();
    }
  }

  /** About how many different calls are remembered. */
  public long size() {
    return calls.estimatedSize();
  }

  /** When a call was let through, as often as it may be. */
  private static final class Times {
    private final long[] nanos;
    private int next;
    private int known;

    Times(int times) {
      nanos = new long[times];
    }

    synchronized long take(long now, long within) {
      if (known == nanos.length) {
        long left = within - (now - nanos[next]);
        if (left > 0) {
          return left;
        }
      } else {
        known++;
      }
      nanos[next] = now;
      next = (next + 1) % nanos.length;
      return 0;
    }

    synchronized void giveBack() {
      if (known > 0) {
        known--;
        next = (next + nanos.length - 1) % nanos.length;
      }
    }
  }
}
