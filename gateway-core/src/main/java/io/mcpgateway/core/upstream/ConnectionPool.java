package io.mcpgateway.core.upstream;

import io.mcpgateway.core.exchange.Refusal;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one upstream on one event loop; every method runs on that loop.
 *
 * <p>One clock per pool looks after all timeouts, so that a stream that is idle owns no timer.
 */
final class ConnectionPool {
  /** How long the end of a response is waited for whose answer has been heard. */
  static final long DRAIN_NANOS = Duration.ofSeconds(1).toNanos();

  private final EventLoop loop;
  private final UpstreamSettings settings;
  private final UpstreamStats stats;
  private final Connector connector;
  private final long tickNanos;
  private final List<UpstreamConnection> open = new ArrayList<>();

  /** The connection used last is used next, so that the others may grow old. */
  private final Deque<UpstreamConnection> idle = new ArrayDeque<>();

  private int connecting;
  private boolean ticking;
  private boolean retired;

  ConnectionPool(
      EventLoop loop, UpstreamSettings settings, UpstreamStats stats, Connector connector) {
    this.loop = loop;
    this.settings = settings;
    this.stats = stats;
    this.connector = connector;
    Duration shortest =
        Collections.min(
            List.of(
                settings.firstByteTimeout(),
                settings.idleTimeout(),
                settings.totalTimeout(),
                settings.pooledIdle()));
    this.tickNanos =
        Math.clamp(
            shortest.toNanos() / 8,
            TimeUnit.MILLISECONDS.toNanos(10),
            TimeUnit.MILLISECONDS.toNanos(500));
  }

  UpstreamSettings settings() {
    return settings;
  }

  UpstreamStats stats() {
    return stats;
  }

  EventLoop loop() {
    return loop;
  }

  /** Finds a connection for {@code call}, or opens one. */
  void acquire(Call call) {
    UpstreamConnection pooled;
    while ((pooled = idle.pollFirst()) != null) {
      stats.idle.decrement();
      if (pooled.isUsable()) {
        stats.reused.increment();
        call.use(pooled, true);
        return;
      }
      pooled.close();
    }
    open(call);
  }

  /** Opens a connection for {@code call}. */
  void open(Call call) {
    if (open.size() + connecting >= settings.maxConnections()) {
      call.fail(new Refusal.Unavailable("The upstream has as many requests as it may have"));
      return;
    }
    connecting++;
    connector.connect(this, (connection, failure) -> opened(call, connection, failure));
  }

  private void opened(
      Call call, @Nullable UpstreamConnection connection, @Nullable Refusal failure) {
    connecting--;
    if (connection == null) {
      stats.connectFailures.increment();
      call.fail(failure == null ? new Refusal.Internal() : failure);
      return;
    }
    connection.index = open.size();
    open.add(connection);
    stats.open.increment();
    stats.opened.increment();
    tick();
    if (call.isWaiting()) {
      call.use(connection, false);
    } else {
      release(connection, -1);
    }
  }

  /**
   * Takes back a connection on which nothing is under way.
   *
   * @param upstreamKeepsSeconds how long the upstream says it keeps it, or -1
   */
  void release(UpstreamConnection connection, long upstreamKeepsSeconds) {
    // One second less than the upstream says: a request must not cross its closing.
    long keeps =
        upstreamKeepsSeconds < 0
            ? Long.MAX_VALUE
            : TimeUnit.SECONDS.toNanos(upstreamKeepsSeconds - 1);
    connection.keepNanos = Math.min(settings.pooledIdle().toNanos(), keeps);
    if (retired || connection.keepNanos <= 0) {
      connection.close();
      return;
    }
    connection.idleSinceNanos = System.nanoTime();
    idle.addFirst(connection);
    stats.idle.increment();
  }

  void closed(UpstreamConnection connection) {
    int last = open.size() - 1;
    if (connection.index > last || open.get(connection.index) != connection) {
      return;
    }
    UpstreamConnection moved = open.removeLast();
    if (moved != connection) {
      open.set(connection.index, moved);
      moved.index = connection.index;
    }
    stats.open.decrement();
    if (idle.remove(connection)) {
      stats.idle.decrement();
    }
  }

  /** Keeps no connection from now on; what is under way goes on. */
  void retire() {
    retired = true;
    for (UpstreamConnection connection : List.copyOf(idle)) {
      connection.close();
    }
  }

  private void tick() {
    if (!ticking && !open.isEmpty()) {
      ticking = true;
      var _ = loop.schedule(this::look, tickNanos, TimeUnit.NANOSECONDS);
    }
  }

  private void look() {
    ticking = false;
    long now = System.nanoTime();
    // Backwards: what closes on the way is replaced by one that has been looked at.
    for (int i = open.size() - 1; i >= 0; i--) {
      if (i < open.size()) {
        open.get(i).check(now);
      }
    }
    tick();
  }
}
