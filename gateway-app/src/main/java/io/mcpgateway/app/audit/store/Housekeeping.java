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
 */
public final class Housekeeping implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(Housekeeping.class);
  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long RECORD_SECONDS = 10;

  private final TrailDirectory directory;
  private final Retention retention;
  private final IntSupplier open;
  private final Announcement announcement;
  private final List<IntSupplier> readers = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean closed;
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
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!closed) {
      try {
        compress();
        remove();
        failing = false;
      } catch (IOException failure) {
        failed(failure);
      }
      LockSupport.parkNanos(this, PERIOD_NANOS);
    }
  }

  private void compress() throws IOException {
    for (SegmentFile each : directory.segments()) {
      if (!closed && !each.compressed() && each.number() < open.getAsInt()) {
        Compression.compress(each, directory);
      }
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
