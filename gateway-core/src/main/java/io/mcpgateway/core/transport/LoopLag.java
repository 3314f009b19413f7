package io.mcpgateway.core.transport;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How late event loops are: each has something to do four times a second, and sees how long after
 * its time it came to that. Thread-safe.
 */
final class LoopLag {
  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** What is older is forgotten, within twice the time. */
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final List<Watch> watches = new ArrayList<>();

  /** Watches every loop of {@code group} for as long as it runs. */
  static LoopLag of(EventLoopGroup group) {
    LoopLag lag = new LoopLag();
    for (EventExecutor loop : group) {
      Watch watch = new Watch();
      var _ = loop.scheduleWithFixedDelay(watch, PERIOD_NANOS, PERIOD_NANOS, TimeUnit.NANOSECONDS);
      lag.watches.add(watch);
    }
    return lag;
  }

  /** The longest that something had to wait in the last half minute, on the slowest loop. */
  Duration longest() {
    long now = System.nanoTime();
    return Duration.ofNanos(
        watches.stream().mapToLong(watch -> watch.longest(now)).max().orElse(0));
  }

  /** Of one loop, which alone writes. */
  private static final class Watch implements Runnable {
    private volatile long due = System.nanoTime() + PERIOD_NANOS;
    private volatile long longest;
    private volatile long longestBefore;
    private long windowBegan = System.nanoTime();

    @Override
    public void run() {
      long now = System.nanoTime();
      if (now - windowBegan >= WINDOW_NANOS) {
        longestBefore = longest;
        longest = 0;
        windowBegan = now;
      }
      longest = Math.max(longest, now - due);
      due = now + PERIOD_NANOS;
    }

    /** Also what is late right now: a loop that hangs says nothing by itself. */
    long longest(long now) {
      return Math.max(0, Math.max(now - due, Math.max(longest, longestBefore)));
    }
  }
}
