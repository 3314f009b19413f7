package io.mcpgateway.app.audit;

import io.mcpgateway.app.audit.store.Disk;
import io.mcpgateway.app.audit.store.Housekeeping;
import io.mcpgateway.app.audit.store.Journal;
import io.mcpgateway.app.audit.store.TrailDirectory;
import io.mcpgateway.app.audit.store.TrailPosition;
import io.mcpgateway.app.config.AuditConfig;
import io.mcpgateway.app.state.StateDirectory;
import io.mcpgateway.auth.signing.DetachedKey;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Outcome;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.policy.detect.Kind;
import io.mcpgateway.policy.mask.TextRedaction;
import java.io.IOException;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit trail of this gateway: a directory of segments that hold one chain of records.
 *
 * <p>Records wait in a {@link Backlog} and are brought to disk in groups by a {@link TrailWriter}.
 * What that means to an exchange depends on the {@link AuditConfig.Mode}:
 *
 * <ul>
 *   <li>{@code strict}: its intent is on disk before it is forwarded, and its outcome before the
 *       client gets the end of the reply, which it does not get if that fails;
 *   <li>{@code batch}: its outcome is in the {@link RecordJournal} before the client gets the end
 *       of the reply, and on disk within milliseconds; while nothing can be written nothing is
 *       forwarded. Where the journal has no room, the reply waits for the disk;
 *   <li>{@code async}: it never waits and is never refused; what there is no room for is counted,
 *       and the trail says how much is missing.
 * </ul>
 *
 * All methods but {@link #close} may be called on any thread and never block.
 */
public final class AuditTrail implements AuditSink {
  private static final Logger logger = LoggerFactory.getLogger(AuditTrail.class);

  /** How long somebody waits for a disk that does not answer at all. */
  private static final long LONGEST_WAIT_SECONDS = 10;

  private final AuditConfig.Mode mode;
  private final TrailDirectory directory;
  private final Backlog backlog;
  private final TrailWriter writer;
  private final Housekeeping housekeeping;
  private final Thread thread;
  private final @Nullable RecordJournal journal;

  private AuditTrail(
      AuditConfig config,
      TrailDirectory directory,
      TrailWriter writer,
      @Nullable RecordJournal journal) {
    this.mode = config.mode();
    this.journal = journal;
    this.directory = directory;
    this.backlog = writer.backlog();
    this.writer = writer;
    this.housekeeping =
        new Housekeeping(
            directory,
            config.retention(),
            writer::segmentNumber,
            (first, last) -> note(TrailEvent.removed(first, last)));
    this.thread = Thread.ofPlatform().daemon().name("audit").unstarted(writer);
    backlog.takenBy(thread);
    writer.whenSealed(housekeeping::sealed);
  }

  /**
   * Goes on with the trail in the configured directory, or begins one, and starts writing.
   *
   * @throws IOException if it cannot be written
   */
  public static AuditTrail open(AuditConfig config, StateDirectory state) throws IOException {
    return open(config, state, Disk.REAL, InstantSource.system());
  }

  static AuditTrail open(AuditConfig config, StateDirectory state, Disk disk, InstantSource clock)
      throws IOException {
    boolean isBatch = config.mode() == AuditConfig.Mode.BATCH;
    TrailDirectory directory = TrailDirectory.open(config.directory(), disk);
    try {
      DetachedKey key = CheckpointKeys.of(config.checkpoints().key(), state);
      Journal journal = Journal.open(directory, isBatch);
      Recovered recovered = Recovery.of(directory, journal);
      Backlog backlog = new Backlog(config.mode() == AuditConfig.Mode.ASYNC);
      UnaryOperator<String> redaction = redaction();
      TrailWriter writer =
          new TrailWriter(config, directory, backlog, key, recovered, redaction, clock);
      writer.begin();
      RecordJournal records =
          isBatch && journal != null ? new RecordJournal(journal, redaction, clock) : null;
      AuditTrail trail = new AuditTrail(config, directory, writer, records);
      trail.thread.start();
      trail.housekeeping.start();
      return trail;
    } catch (IOException | RuntimeException failure) {
      directory.close();
      throw failure;
    }
  }

  /** UUIDs stay: requests and tasks are told apart by them, and nobody is. */
  private static UnaryOperator<String> redaction() {
    return new TextRedaction(EnumSet.complementOf(EnumSet.of(Kind.UUID)))::redact;
  }

  @Override
  public void ended(Outcome outcome) {
    Entry journaled = journaled(outcome);
    backlog.add(journaled == null ? new Entry.Ended(outcome, null) : journaled);
  }

  @Override
  public boolean holdsReplies() {
    return mode != AuditConfig.Mode.ASYNC;
  }

  @Override
  public boolean holdsStreams() {
    return mode == AuditConfig.Mode.STRICT;
  }

  @Override
  public boolean recordsIntents() {
    return mode == AuditConfig.Mode.STRICT;
  }

  @Override
  public @Nullable CompletionStage<Void> keep(Outcome outcome) {
    if (!holdsReplies() || isUnavailable(outcome)) {
      ended(outcome);
      return null;
    }
    Entry journaled = journaled(outcome);
    if (journaled != null) {
      backlog.add(journaled);
      return null;
    }
    CompletableFuture<Void> kept = waited();
    return add(new Entry.Ended(outcome, kept), kept);
  }

  /** While nothing can be written, refusals for that reason must not take the room of others. */
  private @Nullable Entry journaled(Outcome outcome) {
    if (journal == null || isUnavailable(outcome)) {
      return null;
    }
    try {
      return journal.keep(outcome);
    } catch (RuntimeException bug) {
      // The writer tries it once more. If it cannot either, nothing is served any more.
      logger.error("audit: a record could not be made", bug);
      return null;
    }
  }

  /** Nothing was forwarded, and that nothing can be written is often why. */
  private static boolean isUnavailable(Outcome outcome) {
    return outcome.result() instanceof Outcome.Result.Refused(Refusal.Unavailable _);
  }

  @Override
  public CompletionStage<Void> intend(Exchange exchange) {
    CompletableFuture<Void> kept = waited();
    return accepts() ? add(new Entry.Intended(exchange, kept), kept) : never(kept);
  }

  private static CompletableFuture<Void> waited() {
    return new CompletableFuture<Void>().orTimeout(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public CompletionStage<Void> note(AuditEvent event) {
    CompletableFuture<Void> kept = new CompletableFuture<>();
    return backlog.hasRoom() ? add(new Entry.Noted(event, kept), kept) : never(kept);
  }

  private CompletionStage<Void> add(Entry entry, CompletableFuture<Void> kept) {
    return backlog.add(entry) ? kept : never(kept);
  }

  private static CompletionStage<Void> never(CompletableFuture<Void> kept) {
    kept.completeExceptionally(new IOException("audit records cannot be written"));
    return kept;
  }

  @Override
  public boolean accepts() {
    return mode == AuditConfig.Mode.ASYNC
        || (writer.works() && !backlog.isClosed() && backlog.hasRoom());
  }

  /**
   * Nothing that {@code oldestUnread} still needs is removed.
   *
   * @param oldestUnread the number of the first segment that a reader has not read to its end;
   *     asked on any thread
   */
  public void readBy(IntSupplier oldestUnread) {
    housekeeping.readBy(oldestUnread);
  }

  /** How far it may be read: what lies behind may still be taken back. */
  public TrailPosition kept() {
    return writer.kept();
  }

  @Override
  public Counts counts() {
    return new Counts(
        writer.written(),
        backlog.dropped(),
        writer.failures(),
        backlog.size(),
        writer.lag(),
        writer.segmentNumber(),
        writer.checkpointMillis());
  }

  @Override
  public void close() {
    housekeeping.close();
    backlog.close();
    try {
      thread.join();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    directory.close();
  }
}
