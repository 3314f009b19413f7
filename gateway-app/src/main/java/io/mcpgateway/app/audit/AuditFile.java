package io.mcpgateway.app.audit;

import io.mcpgateway.app.config.AuditConfig;
import io.mcpgateway.core.exchange.Grant;
import io.mcpgateway.core.exchange.Outcome;
import io.mcpgateway.policy.detect.Kind;
import io.mcpgateway.policy.mask.TextRedaction;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends records to a file, in groups: outcomes that end within a few milliseconds reach the disk
 * with one write and one {@code fdatasync}.
 *
 * <p>Outcomes wait in a queue. Once too much waits, or writing fails, {@link #accepts} says no
 * until everything is on disk again; the group that failed is written again, so nothing is lost and
 * nothing is torn. The queue keeps every exchange that was let through (there are only as many as
 * were under way) and drops, counted, what is refused meanwhile once there is no room for it.
 *
 * <p>{@link #ended}, {@link #note}, {@link #accepts}, {@link #reopen} and {@link #counts} may be
 * called on any thread and never block.
 */
public final class AuditFile implements AuditSink {
  private static final Logger logger = LoggerFactory.getLogger(AuditFile.class);

  /** How long a group collects; with the write and the sync it stays under 5 ms on most disks. */
  private static final long GATHER_NANOS = 2_000_000;

  private static final long RETRY_NANOS = 250_000_000;
  private static final int GROUP_BYTES = 256 * 1024;

  /** Records that make about 64 KiB: no need to wait for more. */
  private static final int ENOUGH = 100;

  /** An outcome holds its message, so what waits is counted in bytes. */
  private static final long HIGH_WATER = 16L << 20;

  private static final long FULL = 32L << 20;
  private static final int OVERHEAD = 1024;

  /** Events that wait while nothing can be written; operators are few. */
  private static final int MAX_NOTES = 1000;

  private final Queue<Outcome> queue = new ConcurrentLinkedQueue<>();
  private final Queue<Noted> notes = new ConcurrentLinkedQueue<>();
  private final AtomicLong waitingBytes = new AtomicLong();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicBoolean asleep = new AtomicBoolean();
  private final LongAdder written = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final AppendFile file;

  private final JsonLine lines = new JsonLine(text -> Redaction.VALUES.redact(text));

  private final Thread writer;

  /** Those of the group that is being written. */
  private final List<Noted> notesOfGroup = new ArrayList<>();

  private int group;
  private long reportedDrops;
  private volatile boolean failing;
  private volatile boolean moved;
  private volatile boolean closed;

  /** Made for the first record, on the thread that writes it, so that no start waits for it. */
  private static final class Redaction {
    /** UUIDs stay: requests and tasks are told apart by them, and nobody is. */
    static final TextRedaction VALUES =
        new TextRedaction(EnumSet.complementOf(EnumSet.of(Kind.UUID)));
  }

  /** An event, and who waits for its record. */
  private record Noted(AuditEvent event, CompletableFuture<Void> written) {}

  private AuditFile(AppendFile file) {
    this.file = file;
    this.writer = Thread.ofPlatform().daemon().name("audit").unstarted(this::run);
  }

  /**
   * Opens the file, or creates it, and starts writing.
   *
   * @throws IOException if it cannot be written
   */
  public static AuditFile open(AuditConfig config) throws IOException {
    boolean sync = config.mode() == AuditConfig.Mode.BATCH;
    AuditFile audit = new AuditFile(AppendFile.open(config.file(), sync));
    audit.writer.start();
    return audit;
  }

  @Override
  public void ended(Outcome outcome) {
    if (waitingBytes.get() >= FULL && !wasLetThrough(outcome)) {
      dropped.increment();
      return;
    }
    waitingBytes.addAndGet(cost(outcome));
    waiting.incrementAndGet();
    queue.add(outcome);
    wake();
  }

  @Override
  public CompletionStage<Void> note(AuditEvent event) {
    CompletableFuture<Void> written = new CompletableFuture<>();
    if (notes.size() >= MAX_NOTES || closed) {
      written.completeExceptionally(new IOException("audit records cannot be written"));
      return written;
    }
    waiting.incrementAndGet();
    notes.add(new Noted(event, written));
    wake();
    return written;
  }

  private void wake() {
    if (asleep.get() && asleep.compareAndSet(true, false)) {
      LockSupport.unpark(writer);
    }
  }

  @Override
  public boolean accepts() {
    return !failing && !closed && waitingBytes.get() < HIGH_WATER;
  }

  @Override
  public void reopen() {
    moved = true;
    LockSupport.unpark(writer);
  }

  @Override
  public Counts counts() {
    return new Counts(written.sum(), dropped.sum(), failures.sum(), waiting.get());
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(writer);
    try {
      writer.join();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean wasLetThrough(Outcome outcome) {
    return outcome.exchange() != null && outcome.exchange().grant() instanceof Grant.ByRule;
  }

  private static long cost(Outcome outcome) {
    return OVERHEAD + outcome.bytesIn();
  }

  private void run() {
    try {
      writeAll();
    } catch (RuntimeException bug) {
      failing = true;
      logger.error("audit: a defect; every request is refused with 503 until a restart", bug);
    }
    file.close();
    IOException never = new IOException("the gateway ended before the record was written");
    notesOfGroup.forEach(each -> each.written.completeExceptionally(never));
    notes.forEach(each -> each.written.completeExceptionally(never));
  }

  private void writeAll() {
    while (true) {
      if (moved) {
        moved = false;
        file.reopenAtNextWrite();
      }
      if (queue.isEmpty() && notes.isEmpty() && lines.size() == 0) {
        if (closed) {
          break;
        }
        sleep();
        continue;
      }
      if (!closed && !failing && waiting.get() < ENOUGH) {
        LockSupport.parkNanos(this, GATHER_NANOS);
      }
      if (!write() && closed) {
        logger.error(
            "audit: {} records could not be written to {} before the gateway ended",
            waiting.get(),
            file.path());
        break;
      }
    }
  }

  private void sleep() {
    asleep.set(true);
    // Whoever came before `asleep` was seen did not wake anybody.
    if (queue.isEmpty() && notes.isEmpty() && !closed && !moved) {
      LockSupport.park(this);
    }
    asleep.set(false);
  }

  /** Writes one group; a group that could not be written is tried again. */
  private boolean write() {
    if (lines.size() == 0) {
      group = gather();
    }
    try {
      file.append(lines.buffer(), lines.size());
    } catch (IOException failure) {
      failed(failure);
      return false;
    }
    lines.clear();
    // Counted before anybody who waits goes on.
    written.add(group);
    notesOfGroup.forEach(each -> each.written.complete(null));
    notesOfGroup.clear();
    if (failing) {
      failing = false;
      logger.info("audit: writing to {} works again", file.path());
    }
    return true;
  }

  private int gather() {
    gap();
    int gathered = 0;
    for (Noted next = notes.poll(); next != null; next = notes.poll()) {
      AuditRecord.write(next.event, lines);
      notesOfGroup.add(next);
      waiting.decrementAndGet();
      gathered++;
    }
    for (Outcome next = queue.poll(); next != null; next = queue.poll()) {
      AuditRecord.write(next, lines);
      waitingBytes.addAndGet(-cost(next));
      waiting.decrementAndGet();
      gathered++;
      if (lines.size() >= GROUP_BYTES) {
        break;
      }
    }
    return gathered;
  }

  private void gap() {
    long now = dropped.sum();
    if (now > reportedDrops) {
      AuditRecord.writeGap(Instant.now().toString(), now - reportedDrops, lines);
      reportedDrops = now;
    }
  }

  private void failed(IOException failure) {
    failures.increment();
    if (!failing) {
      failing = true;
      logger.error(
          "audit: cannot write to {} ({}); every request is refused with 503 until it can be"
              + " written: make room, or see to its permissions",
          file.path(),
          failure.getMessage());
    }
    if (!closed) {
      LockSupport.parkNanos(this, RETRY_NANOS);
    }
  }
}
