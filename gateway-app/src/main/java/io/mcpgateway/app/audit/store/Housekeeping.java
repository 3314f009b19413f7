package io.mcpgateway.app.audit.store;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compresses sealed segments and removes what need not be kept any more, on a thread of its own.
 * Before a segment goes, that it goes is on record.
 *
 * <p>Compressing takes as much of a processor as writing. So it rests most of the time, the less
 * the more segments wait, by the square: what traffic there is at a peak is compressed after it,
 * and a peak that does not end is kept up with.
 */
public final class Housekeeping implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(Housekeeping.class);
  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long RECORD_SECONDS = 10;

  /** With so many segments waiting it does not rest any more. */
  private static final int MANY = 32;

  private static final long LONGEST_REST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final TrailDirectory directory;
  private final Retention retention;
  private final IntSupplier open;
  private final Announcement announcement;
  private final List<IntSupplier> readers = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean closed;

  /** Whether a segment was sealed that nobody has looked for yet. */
  private volatile boolean due;

  private boolean failing;

  /** Puts on record that segments are about to be removed. */
  @FunctionalInterface
  public interface Announcement {
    /**
     * @param first the number of the first that goes
     * @param last that of the last
     * @return completes when the record is kept
     */
    CompletionStage<Void> removing(int first, int last);
  }

  /**
   * @param open the number of the segment that is written to
   */
  public Housekeeping(
      TrailDirectory directory, Retention retention, IntSupplier open, Announcement announcement) {
    this.directory = directory;
    this.retention = retention;
    this.open = open;
    this.announcement = announcement;
    this.thread = Thread.ofPlatform().daemon().name("audit-housekeeping").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /**
   * Nothing that {@code oldestUnread} still needs is removed.
   *
   * @param oldestUnread the number of the first segment that a reader has not read to its end;
   *     asked on any thread
   */
  public void readBy(IntSupplier oldestUnread) {
    readers.add(oldestUnread);
  }

  /** A segment was sealed. */
  public void sealed() {
    due = true;
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!closed) {
      due = false;
      try {
        compress();
        remove();
        failing = false;
      } catch (IOException failure) {
        failed(failure);
      }
      // A rest may have used up the wake-up of whoever closes.
      if (!due && !closed) {
        LockSupport.parkNanos(this, PERIOD_NANOS);
      }
    }
  }

  private void compress() throws IOException {
    for (SegmentFile each : waiting()) {
      if (!closed) {
        Compression.compress(each, directory, new Rest(waiting().size()));
      }
    }
  }

  private List<SegmentFile> waiting() throws IOException {
    return directory.segments().stream()
        .filter(each -> !each.compressed() && each.number() < open.getAsInt())
        .toList();
  }

  /** Lets others have the processor, for a multiple of the time since it last did. */
  private final class Rest implements Runnable {
    private final long multiple;
    private long began = System.nanoTime();

    Rest(int waiting) {
      int few = Math.max(1, MANY / Math.max(1, waiting));
      multiple = (long) few * few - 1;
    }

    @Override
    public void run() {
      long worked = System.nanoTime() - began;
      if (multiple > 0 && !closed) {
        LockSupport.parkNanos(this, Math.min(LONGEST_REST_NANOS, worked * multiple));
      }
      began = System.nanoTime();
    }
  }

  private void remove() throws IOException {
    int below = open.getAsInt();
    for (IntSupplier reader : readers) {
      below = Math.min(below, reader.getAsInt());
    }
    List<SegmentFile> surplus = retention.surplus(directory.segments(), below, Instant.now());
    if (surplus.isEmpty() || closed) {
      return;
    }
    int first = surplus.getFirst().number();
    int last = surplus.getLast().number();
    try {
      announcement
          .removing(first, last)
          .toCompletableFuture()
          .get(RECORD_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return;
    } catch (ExecutionException | TimeoutException unrecorded) {
      throw new IOException("nothing is removed that no record says is removed", unrecorded);
    }
    for (SegmentFile each : surplus) {
      Files.deleteIfExists(each.path());
      Files.deleteIfExists(each.compressedPath());
    }
    directory.sync();
    logger.info("audit: removed segments {} to {}", first, last);
  }

  private void failed(IOException failure) {
    if (!failing && !closed) {
      failing = true;
      logger.warn(
          "audit: old segments in {} cannot be compressed or removed: {}",
          directory,
          failure.toString());
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
