package io.mcpgateway.core.exchange;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges that wait for a reply or receive one, by the loop that owns them: visited from time
 * to time, so that what is taken back ends, streams end with their tokens or when a new
 * configuration does not grant them, and clients learn of lists that changed.
 *
 * <p>Joining and leaving cost a look-up and a few assignments. {@link #sweep} may be called on any
 * thread; the visits happen on the loops.
 */
public final class LiveExchanges {
  /** What a visit found, and ended. */
  enum Finding {
    NOTHING,
    REVOKED,
    EXPIRED,
    WITHDRAWN
  }

  private final InstantSource clock;
  private final Map<Executor, Loop> loops = new ConcurrentHashMap<>();
  private final LongAdder revoked = new LongAdder();
  private final LongAdder expired = new LongAdder();
  private final LongAdder withdrawn = new LongAdder();

  public LiveExchanges(InstantSource clock) {
    this.clock = clock;
  }

  /** Has every exchange under way visited, soon. */
  public void sweep() {
    loops.values().forEach(Loop::post);
  }

  /** How many replies were cut off because of a revocation. */
  public long endedByRevocation() {
    return revoked.sum();
  }

  /** How many streams were cut off because their token ended. */
  public long endedByExpiry() {
    return expired.sum();
  }

  /** How many streams were cut off because a new configuration does not grant them. */
  public long endedByReload() {
    return withdrawn.sum();
  }

  /** On the loop that owns the member. */
  void join(Member member, Executor executor) {
    Loop loop = loops.get(executor);
    if (loop == null) {
      loop = loops.computeIfAbsent(executor, Loop::new);
    }
    loop.add(member);
  }

  /** On the loop that owns the member; one that has not joined has nothing to leave. */
  void leave(Member member) {
    Loop loop = member.loop;
    if (loop != null) {
      loop.remove(member);
    }
  }

  /** Who is visited. Linked with its neighbours by itself, so that joining allocates nothing. */
  abstract static class Member {
    private @Nullable Loop loop;
    private @Nullable Member before;
    private @Nullable Member after;

    /** Looks whether it may go on, and ends itself if not. */
    abstract Finding look(Instant now);
  }

  /** The members of one loop. Everything but {@link #post} happens on it. */
  private final class Loop implements Runnable {
    private final Executor executor;
    private final AtomicBoolean posted = new AtomicBoolean();

    /** Read on other threads: an idle loop is not woken. */
    private final AtomicInteger size = new AtomicInteger();

    private @Nullable Member first;

    /** Whom the sweep under way visits next; moves on if that one leaves. */
    private @Nullable Member next;

    Loop(Executor executor) {
      this.executor = executor;
    }

    void add(Member member) {
      Member head = first;
      member.loop = this;
      member.after = head;
      if (head != null) {
        head.before = member;
      }
      first = member;
      size.setOpaque(size.getPlain() + 1);
    }

    @SuppressWarnings("ReferenceEquality") // Members are themselves, whatever they hold.
    void remove(Member member) {
      Member before = member.before;
      Member after = member.after;
      if (before == null) {
        first = after;
      } else {
        before.after = after;
      }
      if (after != null) {
        after.before = before;
      }
      if (next == member) {
        next = after;
      }
      member.loop = null;
      member.before = null;
      member.after = null;
      size.setOpaque(size.getPlain() - 1);
    }

    void post() {
      if (size.getOpaque() > 0 && posted.compareAndSet(false, true)) {
        try {
          executor.execute(this);
        } catch (RejectedExecutionException ended) {
          // The loop has ended, and with it everything on it.
          loops.remove(executor);
        }
      }
    }

    @Override
    public void run() {
      posted.set(false);
      Instant now = clock.instant();
      next = first;
      for (Member member = next; member != null; member = next) {
        next = member.after;
        switch (member.look(now)) {
          case NOTHING -> {}
          case REVOKED -> revoked.increment();
          case EXPIRED -> expired.increment();
          case WITHDRAWN -> withdrawn.increment();
        }
      }
    }
  }
}
