package io.mcpgateway.app.audit;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What waits to be written. Anybody adds, without ever waiting; one thread takes. */
final class Backlog {
  /**
   * Beyond this, exchanges that begin are refused. Counted in bytes: an outcome holds a message.
   */
  private static final long HIGH_WATER = 16L << 20;

  /** Beyond this, what need not be kept is dropped. */
  private static final long FULL = 32L << 20;

  private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicBoolean asleep = new AtomicBoolean();
  private final LongAdder dropped = new LongAdder();
  private final boolean dropsAll;
  private volatile boolean closed;
  private @Nullable Thread taker;

  /**
   * @param dropsAll whether everything may be dropped when there is no room for it
   */
  Backlog(boolean dropsAll) {
    this.dropsAll = dropsAll;
  }

  /** Before anything is added. */
  void takenBy(Thread thread) {
    taker = thread;
  }

  /** Whether the entry will be written, or is dropped and counted. */
  boolean add(Entry entry) {
    if (closed || (bytes.get() >= FULL && (dropsAll || !entry.isOwed()))) {
      dropped.increment();
      return false;
    }
    bytes.addAndGet(entry.cost());
    size.incrementAndGet();
    entries.add(entry);
    if (asleep.get() && asleep.compareAndSet(true, false)) {
      LockSupport.unpark(taker);
    }
    return true;
  }

  boolean hasRoom() {
    return bytes.get() < HIGH_WATER;
  }

  int size() {
    return size.get();
  }

  long dropped() {
    return dropped.sum();
  }

  void close() {
    closed = true;
    LockSupport.unpark(taker);
  }

  boolean isClosed() {
    return closed;
  }

  // For the thread that takes.

  boolean isEmpty() {
    return entries.isEmpty();
  }

  @Nullable Entry take() {
    Entry next = entries.poll();
    if (next != null) {
      bytes.addAndGet(-next.cost());
      size.decrementAndGet();
    }
    return next;
  }

  /** Everything that waits, without taking it. */
  void forEach(Consumer<Entry> action) {
    entries.forEach(action);
  }

  /** Waits until there is something, or it is closed, or for {@code nanos}. */
  void await(long nanos) {
    asleep.set(true);
    // Whoever came before `asleep` was seen did not wake anybody.
    if (entries.isEmpty() && !closed) {
      LockSupport.parkNanos(this, nanos);
    }
    asleep.set(false);
  }
}
