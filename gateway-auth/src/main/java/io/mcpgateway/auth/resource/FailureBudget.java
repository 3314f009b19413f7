package io.mcpgateway.auth.resource;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * How many tokens of one peer may turn out wrong after they have cost work. Who has used that up
 * waits, before more of theirs is looked at; tokens that are known to be good are not concerned.
 *
 * <p>A peer is an IP address, or 64 bits of one of version 6, since that is what one client gets.
 * Behind a load balancer everybody is one peer. Thread-safe; memory is bounded, and a peer that is
 * forgotten early gets a new budget.
 */
public final class FailureBudget {
  private static final long PEERS_REMEMBERED = 100_000;
  private static final Duration IDLE = Duration.ofMinutes(10);

  private final long nanosPerFailure;
  private final long burstNanos;
  private final LongSupplier nanoTime;
  private final LongAdder failures = new LongAdder();
  private final LongAdder refusals = new LongAdder();

  /** By peer: when all that it has used up will be there again (GCRA), on {@link #nanoTime}. */
  private final Cache<String, Long> debts =
      Caffeine.newBuilder().maximumSize(PEERS_REMEMBERED).expireAfterAccess(IDLE).build();

  /**
   * @param perSecond how fast the budget comes back; 0 for no limit
   * @param burst how much it is
   */
  public record Size(int perSecond, int burst) {
    public static final Size DEFAULT = new Size(50, 500);
    public static final Size UNLIMITED = new Size(0, 0);
  }

  /**
   * @param nanoTime like {@link System#nanoTime}
   */
  public FailureBudget(Size size, LongSupplier nanoTime) {
    this.nanosPerFailure = size.perSecond() == 0 ? 0 : 1_000_000_000L / size.perSecond();
    this.burstNanos = nanosPerFailure * size.burst();
    this.nanoTime = nanoTime;
  }

  /**
   * How long a peer has to wait until more of its tokens are looked at; zero if it need not. What
   * is not zero counts as a refusal.
   *
   * @param peer address and port
   */
  Duration toWait(String peer) {
    Long debt = nanosPerFailure == 0 ? null : debts.getIfPresent(key(peer));
    if (debt == null) {
      return Duration.ZERO;
    }
    long excess = debt - nanoTime.getAsLong() - (burstNanos - nanosPerFailure);
    if (excess <= 0) {
      return Duration.ZERO;
    }
    refusals.increment();
    return Duration.ofNanos(excess);
  }

  /** Takes one failure from the peer's budget. */
  void charge(String peer) {
    failures.increment();
    if (nanosPerFailure > 0) {
      long now = nanoTime.getAsLong();
      debts
          .asMap()
          .merge(
              key(peer),
              now + nanosPerFailure,
              (debt, fresh) -> debt - now > 0 ? debt + nanosPerFailure : fresh);
    }
  }

  /** Failures that were charged so far. */
  public long failures() {
    return failures.sum();
  }

  /** Tokens that were not looked at. */
  public long refusals() {
    return refusals.sum();
  }

  /** The address without its port, and of an IPv6 address the first four groups. */
  private static String key(String peer) {
    int port = peer.lastIndexOf(':');
    int end = port < 0 ? peer.length() : port;
    if (peer.indexOf(':') == port) {
      return peer.substring(0, end);
    }
    int groups = 0;
    for (int i = 0; i < end; i++) {
      if (peer.charAt(i) == ':' && ++groups == 4) {
        return peer.substring(0, i);
      }
    }
    return peer.substring(0, end);
  }
}
