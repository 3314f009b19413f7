package io.mcpgateway.core.transport;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one timer of a listener on one event loop: it visits every connection from time to time, so
 * that none needs a timer of its own. Used on that loop only.
 */
final class Sweep implements Runnable {
  /** Who wants to be visited. */
  interface Member {
    /** Looks at its deadlines; {@code now} is {@link System#nanoTime}. */
    void tick(long now);

    /** Where it stands in the sweep; kept for {@link #leave}. */
    int place();

    void place(int place);
  }

  private final EventLoop loop;
  private final long periodNanos;
  private final List<Member> members = new ArrayList<>();
  private @Nullable Future<?> timer;

  Sweep(EventLoop loop, long periodNanos) {
    this.loop = loop;
    this.periodNanos = periodNanos;
  }

  void join(Member member) {
    member.place(members.size());
    members.add(member);
    if (timer == null) {
      timer = loop.scheduleAtFixedRate(this, periodNanos, periodNanos, TimeUnit.NANOSECONDS);
    }
  }

  void leave(Member member) {
    Member last = members.removeLast();
    if (member.place() < members.size()) {
      members.set(member.place(), last);
      last.place(member.place());
    }
    if (members.isEmpty() && timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  @Override
  public void run() {
    long now = System.nanoTime();
    // Backwards, because a member may leave when it is visited: the last one takes its place.
    for (int i = members.size() - 1; i >= 0; i--) {
      if (i < members.size()) {
        members.get(i).tick(now);
      }
    }
  }
}
