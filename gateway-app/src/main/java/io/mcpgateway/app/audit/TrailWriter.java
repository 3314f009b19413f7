package io.mcpgateway.app.audit;

import io.mcpgateway.app.audit.store.Journal;
import io.mcpgateway.app.audit.store.Segment;
import io.mcpgateway.app.audit.store.TrailDirectory;
import io.mcpgateway.app.audit.store.TrailPosition;
import io.mcpgateway.app.config.AuditConfig;
import io.mcpgateway.auth.signing.DetachedKey;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what waits to disk, in groups, and ends segments: one thread.
 *
 * <p>A group is there entirely or not at all. What fails is never tried again on the same file: the
 * segment is cut to what is known to be there and left, and the group goes to a new one. So records
 * are made of entries again, with the same identity and a new place in the chain.
 */
final class TrailWriter implements Runnable {
  private static final Logger logger = LoggerFactory.getLogger(TrailWriter.class);

  /** A group is on disk so long after its first record, or as soon after as the disk can. */
  private static final long COMMIT_NANOS = 5_000_000;

  /** What is left for what a write takes longer than the last one. */
  private static final long MARGIN_NANOS = 1_000_000;

  private static final long RETRY_NANOS = 250_000_000;
  private static final long LOOK_NANOS = 250_000_000;

  /** How often writing is tried when the gateway ends. */
  private static final int LAST_ATTEMPTS = 8;

  /** No instant of a clock that is ever asked for one. */
  private static final long IDLE = Long.MIN_VALUE;

  private static final int GROUP_BYTES = 1 << 20;

  /** Records that make about half a megabyte: no need to wait for more. */
  private static final int ENOUGH = 256;

  /** Ids that a record has room for. */
  private static final int UNDER_WAY_IDS = 6;

  private final AuditConfig config;
  private final TrailDirectory directory;
  private final Backlog backlog;
  private final Chain chain;
  private final String publicKey;
  private final InstantSource clock;
  private final @Nullable CheckpointCopy copy;
  private final boolean syncs;
  private Runnable whenSealed = () -> {};

  private final LongAdder written = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private volatile long checkpointMillis;
  private volatile int segmentNumber;
  private volatile TrailPosition kept = TrailPosition.START;
  private volatile long busySince = IDLE;
  private volatile boolean failing;
  private volatile boolean low;

  private final JsonLine lines;

  /** What the lines are made of, until they are on disk. */
  private final List<Identified> group = new ArrayList<>();

  /** Checkpoints among the lines. */
  private final List<byte[]> checkpoints = new ArrayList<>();

  /** Exchanges with an intent and no outcome, as the records that are on disk say. */
  private final Set<String> underWay = new LinkedHashSet<>();

  /** Of an earlier process. */
  private final List<String> unended = new ArrayList<>();

  /** Records of an earlier process that the trail lacks, and who holds them. */
  private final List<Journal.Slot> unwritten = new ArrayList<>();

  /** The record that is being given its place. */
  private final byte[] made = new byte[Journal.CAPACITY];

  private @Nullable Segment segment;
  private TrailEvent.Reason reason = TrailEvent.Reason.START;
  private Recovered.@Nullable Torn torn;
  private TrailEvent.@Nullable Suspect suspect;
  private long segmentBegan;
  private long segmentRecords;
  private long sinceCheckpoint;
  private long checkpointDue;
  private long lookDue;
  private long reportedDrops;

  /** The same, once the lines are on disk. */
  private long composedDrops;

  /** How long the last group took, from its first line to the disk. */
  private long writeNanos;

  /** An entry, and the identity of its record; empty if that says it already. */
  private record Identified(Entry entry, String uid) {}

  TrailWriter(
      AuditConfig config,
      TrailDirectory directory,
      Backlog backlog,
      DetachedKey key,
      Recovered recovered,
      UnaryOperator<String> redaction,
      InstantSource clock) {
    this.config = config;
    this.directory = directory;
    this.backlog = backlog;
    this.clock = clock;
    this.syncs = config.mode() != AuditConfig.Mode.ASYNC;
    this.chain = new Chain(key, Chain.authorityOf(key, config.instance()), recovered.head());
    this.publicKey = Base64.getEncoder().encodeToString(key.publicKey().getEncoded());
    this.copy =
        config.checkpoints().copy() == null
            ? null
            : new CheckpointCopy(config.checkpoints().copy());
    this.segmentNumber = recovered.segment();
    this.torn = recovered.torn();
    this.unended.addAll(recovered.unended());
    this.unwritten.addAll(recovered.unwritten());
    this.lines = new JsonLine(new RecentTexts(redaction));
  }

  Backlog backlog() {
    return backlog;
  }

  /** Before it runs. */
  void whenSealed(Runnable told) {
    whenSealed = told;
  }

  // Any thread.

  /** Whether what is added now will be written soon. */
  boolean works() {
    return !failing && !low;
  }

  long written() {
    return written.sum();
  }

  long failures() {
    return failures.sum();
  }

  /** How long it has had something that is not on disk. */
  Duration lag() {
    long since = busySince;
    return since == IDLE ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
  }

  int segmentNumber() {
    return segmentNumber;
  }

  long checkpointMillis() {
    return checkpointMillis;
  }

  /** Behind what is kept for good. */
  TrailPosition kept() {
    return kept;
  }

  // Before the thread runs.

  /**
   * Begins the first segment, with what there is to say of the time before.
   *
   * @throws IOException if it cannot be written
   */
  void begin() throws IOException {
    lookAtSpace();
    Chain.Head before = chain.head();
    try {
      compose();
      append();
    } catch (IOException failure) {
      abandon(before);
      throw failure;
    }
    settle();
  }

  // The thread.

  @Override
  public void run() {
    try {
      writeAll();
      seal();
    } catch (RuntimeException | InternalError bug) {
      // An InternalError is what a fault in mapped memory becomes.
      failing = true;
      logger.error("audit: a defect; every request is refused with 503 until a restart", bug);
    }
    if (segment != null) {
      segment.close();
    }
    IOException never = new IOException("the gateway ended before the record was written");
    group.forEach(each -> fail(each.entry, never));
    for (Entry left = backlog.take(); left != null; left = backlog.take()) {
      fail(left, never);
    }
  }

  private void writeAll() {
    int attemptsLeft = LAST_ATTEMPTS;
    while (true) {
      boolean hasWork = !backlog.isEmpty() || !group.isEmpty();
      // Where writing fails, a new segment is tried even if there is nothing to write.
      if (hasWork || (failing && !backlog.isClosed())) {
        if (busySince == IDLE) {
          busySince = System.nanoTime();
        }
        gatherFor(backlog.isClosed() || failing || config.mode() == AuditConfig.Mode.STRICT);
        if (!write() && backlog.isClosed() && --attemptsLeft == 0) {
          logger.error(
              "audit: {} records could not be written to {} before the gateway ended",
              group.size() + backlog.size(),
              directory);
          return;
        }
      } else if (backlog.isClosed()) {
        return;
      } else {
        backlog.await(Math.max(1, untilDue()));
      }
      doWhatIsDue();
    }
  }

  private void gatherFor(boolean atOnce) {
    long nanos = COMMIT_NANOS - MARGIN_NANOS - writeNanos;
    if (!atOnce && nanos > 0 && backlog.size() < ENOUGH) {
      LockSupport.parkNanos(this, nanos);
    }
  }

  private long untilDue() {
    long now = System.nanoTime();
    long due = TimeUnit.MINUTES.toNanos(1);
    if (sinceCheckpoint > 0) {
      due = Math.min(due, checkpointDue - now);
    }
    if (segmentRecords > 0) {
      due = Math.min(due, segmentBegan + config.segmentAge().toNanos() - now);
    }
    return low || failing ? Math.min(due, LOOK_NANOS) : due;
  }

  private void doWhatIsDue() {
    long now = System.nanoTime();
    if (now - lookDue >= 0) {
      lookAtSpace();
      lookDue = now + LOOK_NANOS;
    }
    if (failing || segment == null) {
      return;
    }
    if (segment.size() >= config.segmentBytes()
        || (segmentRecords > 0 && now - segmentBegan >= config.segmentAge().toNanos())) {
      seal();
      reason = TrailEvent.Reason.ROTATION;
    } else if (sinceCheckpoint > 0 && now - checkpointDue >= 0) {
      write();
    }
  }

  /** Writes one group; a group that could not be written is tried again. */
  private boolean write() {
    if (!syncs && low) {
      // Nobody is refused, so the disk has to be left alone.
      LockSupport.parkNanos(this, RETRY_NANOS);
      return false;
    }
    Chain.Head before = chain.head();
    long began = System.nanoTime();
    try {
      compose();
      append();
    } catch (IOException failure) {
      failed(failure, before);
      return false;
    }
    writeNanos = System.nanoTime() - began;
    settle();
    busySince = backlog.isEmpty() ? IDLE : began;
    return true;
  }

  // What is written.

  private void compose() throws IOException {
    lines.clear();
    checkpoints.clear();
    if (segment == null) {
      int next = segmentNumber + 1;
      segment = directory.create(next);
      segmentNumber = next;
      chain.enter(next);
      opening();
      whenSealed.run();
    }
    gap();
    if (group.isEmpty()) {
      gather();
    }
    group.forEach(this::record);
    if (sinceCheckpoint > 0
        && (sinceCheckpoint >= config.checkpoints().every()
            || System.nanoTime() - checkpointDue >= 0)) {
      signed(TrailEvent.checkpoint(clock.instant(), chain.head().sequence() + 1));
    }
  }

  private void gather() {
    long bytes = 0;
    for (Entry next = backlog.take(); next != null; next = backlog.take()) {
      if (isForgotten(next)) {
        continue;
      }
      group.add(
          new Identified(
              next, next instanceof Entry.Journaled ? "" : Chain.newUid(clock.millis())));
      bytes += next.cost();
      if (bytes >= GROUP_BYTES) {
        break;
      }
    }
  }

  private void opening() {
    segmentRecords = 0;
    sinceCheckpoint = 0;
    segmentBegan = System.nanoTime();
    checkpointDue = segmentBegan + config.checkpoints().interval().toNanos();
    Instant now = clock.instant();
    note(TrailEvent.started(now, segmentNumber, reason, publicKey, underWay.size(), torn, suspect));
    List<String> ids = List.copyOf(underWay);
    for (int i = 0; i < ids.size(); i += UNDER_WAY_IDS) {
      note(TrailEvent.underWay(now, ids.subList(i, Math.min(ids.size(), i + UNDER_WAY_IDS))));
    }
    unended.forEach(
        id -> {
          int from = lines.size();
          AuditRecord.writeUnknown(id, now, next(), lines);
          chain.end(lines, from);
        });
    unwritten.forEach(this::place);
  }

  private void place(Journal.Slot slot) {
    UnplacedRecord.place(made, slot.read(made), chain, lines);
  }

  private void gap() {
    long now = backlog.dropped();
    if (now > reportedDrops) {
      int from = lines.size();
      AuditRecord.writeGap(clock.instant(), now - reportedDrops, next(), lines);
      chain.end(lines, from);
    }
    composedDrops = now;
  }

  private void record(Identified each) {
    if (each.entry instanceof Entry.Journaled(var slot)) {
      place(slot);
    } else {
      make(each);
    }
    segmentRecords++;
    sinceCheckpoint++;
  }

  private void make(Identified each) {
    int from = lines.size();
    Place place = chain.next(each.uid, clock.millis(), false);
    switch (each.entry) {
      case Entry.Ended ended -> AuditRecord.write(ended.told(), place, lines);
      case Entry.Intended(var exchange, _) -> AuditRecord.writeIntent(exchange, place, lines);
      case Entry.Noted(AuditEvent event, _) -> event.write(place, lines);
      case Entry.Journaled _ -> throw new IllegalStateException("it is made already");
    }
    chain.end(lines, from);
  }

  private void note(AuditEvent event) {
    int from = lines.size();
    event.write(next(), lines);
    chain.end(lines, from);
  }

  private void signed(AuditEvent event) {
    int from = lines.size();
    long now = clock.millis();
    event.write(chain.next(Chain.newUid(now), now, true), lines);
    chain.end(lines, from);
    checkpoints.add(Arrays.copyOfRange(lines.buffer(), from, lines.size()));
    sinceCheckpoint = 0;
    checkpointDue = System.nanoTime() + config.checkpoints().interval().toNanos();
  }

  private Place next() {
    long now = clock.millis();
    return chain.next(Chain.newUid(now), now, false);
  }

  // What became of it.

  private void append() throws IOException {
    if (segment != null) {
      // What is signed must not be lost any more: its copy would say so.
      segment.append(lines.buffer(), lines.size(), syncs || !checkpoints.isEmpty());
    }
  }

  private void settle() {
    if (segment != null) {
      kept = new TrailPosition(segment.number(), segment.kept());
    }
    // Counted before anybody who waits goes on.
    written.add(group.size());
    for (Identified each : group) {
      switch (each.entry) {
        case Entry.Intended(var exchange, _) -> underWay.add(exchange.id());
        case Entry.Ended(var outcome, _) -> {
          if (!underWay.isEmpty()) {
            underWay.remove(outcome.arrival().id());
          }
        }
        case Entry.Journaled(var slot) -> slot.release();
        case Entry.Noted _ -> {}
      }
      CompletableFuture<Void> kept = each.entry.kept();
      if (kept != null) {
        kept.complete(null);
      }
    }
    group.clear();
    reportedDrops = composedDrops;
    torn = null;
    suspect = null;
    unended.clear();
    unwritten.forEach(Journal.Slot::release);
    unwritten.clear();
    if (!checkpoints.isEmpty()) {
      checkpointMillis = clock.millis();
      if (copy != null) {
        checkpoints.forEach(copy::append);
      }
      checkpoints.clear();
    }
    if (failing) {
      failing = false;
      logger.info("audit: writing to {} works again", directory);
    }
  }

  private void failed(IOException failure, Chain.Head before) {
    failures.increment();
    if (!failing) {
      failing = true;
      logger.error(
          "audit: cannot write to {} ({}); {}: make room, or see to its permissions",
          directory,
          failure.toString(),
          config.mode() == AuditConfig.Mode.ASYNC
              ? "records are lost when too many wait"
              : "every request is refused with 503 until it can be written");
    }
    abandon(before);
    group.forEach(each -> release(each.entry, failure));
    backlog.forEach(each -> release(each, failure));
    group.removeIf(each -> isForgotten(each.entry));
    LockSupport.parkNanos(this, RETRY_NANOS);
  }

  /** Nobody is kept waiting for a disk to recover: clients are told that it failed. */
  private void release(Entry entry, IOException why) {
    switch (entry) {
      case Entry.Ended _, Entry.Intended _ -> fail(entry, why);
      case Entry.Journaled _, Entry.Noted _ -> {}
    }
  }

  /** Nothing was forwarded, and will not be: what it intended needs no record any more. */
  private static boolean isForgotten(Entry entry) {
    return entry instanceof Entry.Intended(_, var kept) && kept.isCompletedExceptionally();
  }

  /** Leaves the segment as it was before the group, for another one. */
  private void abandon(Chain.Head before) {
    chain.returnTo(before);
    reason = TrailEvent.Reason.FAILURE;
    Segment failed = segment;
    segment = null;
    if (failed == null) {
      return;
    }
    boolean cut = failed.cut();
    if (failed.kept() > 0) {
      suspect = new TrailEvent.Suspect(failed.number(), before.sequence(), cut);
      return;
    }
    try {
      Files.deleteIfExists(failed.path());
      segmentNumber = failed.number() - 1;
    } catch (IOException stays) {
      suspect = new TrailEvent.Suspect(failed.number(), before.sequence(), cut);
    }
  }

  private void fail(Entry entry, IOException why) {
    CompletableFuture<Void> kept = entry.kept();
    if (kept != null) {
      kept.completeExceptionally(why);
    }
  }

  private void lookAtSpace() {
    try {
      boolean now = directory.usableBytes() < config.freeBytes();
      if (now != low) {
        low = now;
        if (now) {
          logger.error(
              "audit: less than {} bytes are free for {}; {}: make room",
              config.freeBytes(),
              directory,
              syncs ? "every request is refused with 503" : "records wait, and are lost");
        } else {
          logger.info("audit: there is room for {} again", directory);
        }
      }
    } catch (IOException unknown) {
      // Writing will tell.
      low = false;
    }
  }

  /** Ends the segment in order. */
  private void seal() {
    Segment open = segment;
    if (open == null) {
      return;
    }
    Chain.Head before = chain.head();
    lines.clear();
    checkpoints.clear();
    try {
      signed(TrailEvent.sealed(clock.instant(), open.number(), before.sequence() + 1));
      open.append(lines.buffer(), lines.size(), true);
    } catch (IOException failure) {
      failed(failure, before);
      return;
    }
    open.close();
    settle();
    segment = null;
  }
}
