package io.mcpgateway.app.audit;

import io.mcpgateway.app.audit.store.Journal;
import io.mcpgateway.app.audit.store.SegmentFile;
import io.mcpgateway.app.audit.store.TrailDirectory;
import io.mcpgateway.app.audit.verify.ChainedRecord;
import io.mcpgateway.app.audit.verify.RecordLines;
import io.mcpgateway.app.audit.verify.TrailWords;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out where a trail goes on. Only the newest segment is read, and those before it only where
 * it holds no record, or not all that it begins with.
 *
 * <p>What follows the last good record of that segment is a torn tail if no whole record is among
 * it, and is cut off. If one is, somebody changed the segment, or the disk did: it stays as it is,
 * for verification to find.
 */
final class Recovery {
  private static final Logger logger = LoggerFactory.getLogger(Recovery.class);

  private static final long UNKNOWN = Long.MAX_VALUE;

  private final TrailDirectory directory;
  private final List<SegmentFile> segments;

  private Recovery(TrailDirectory directory, List<SegmentFile> segments) {
    this.directory = directory;
    this.segments = segments;
  }

  /**
   * @param journal what may hold records that the trail lacks, or null
   */
  static Recovered of(TrailDirectory directory, @Nullable Journal journal) throws IOException {
    Recovered trail = new Recovery(directory, directory.segments()).recover();
    if (journal == null || journal.left().isEmpty()) {
      return trail;
    }
    List<Journal.Slot> unwritten = unwritten(directory.segments(), journal);
    logger.info(
        "audit: {} records that were not in the trail yet are written now", unwritten.size());
    return trail.with(unwritten);
  }

  /**
   * What the journal has and the trail has not. It may be old, if the machine lost power: then what
   * was released since is there again, and in the trail.
   */
  private static List<Journal.Slot> unwritten(List<SegmentFile> segments, Journal journal)
      throws IOException {
    Map<String, Journal.Slot> missing = new LinkedHashMap<>();
    for (Journal.Slot each : journal.left()) {
      missing.put(UnplacedRecord.uidOf(each.read()), each);
    }
    long oldest = missing.keySet().stream().mapToLong(Chain::millisOf).min().orElseThrow();
    for (SegmentFile segment : segments.reversed()) {
      // Its first record: one that was taken from a journal is older than the segment.
      long began = UNKNOWN;
      try (RecordLines lines = new RecordLines(segment.read())) {
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
          ChainedRecord record = read(line, lines.isComplete());
          if (record == null) {
            continue;
          }
          if (began == UNKNOWN) {
            began = record.loggedMillis();
          }
          Journal.Slot written = missing.remove(record.uid());
          if (written != null) {
            written.release();
          }
        }
      }
      // What is written before it is made does not exist.
      if (missing.isEmpty() || began < oldest) {
        break;
      }
    }
    return List.copyOf(missing.values());
  }

  /**
   * What one segment says.
   *
   * @param last its last good record, or null if there is none
   * @param underWay exchanges with an intent and no outcome
   * @param isWhole whether it says all that is under way, also from segments before
   * @param goodBytes where the last good record ends
   * @param brokenBytes what is behind that
   */
  private record Scan(
      SegmentFile segment,
      @Nullable ChainedRecord last,
      Set<String> underWay,
      boolean isWhole,
      long goodBytes,
      long brokenBytes) {}

  private Recovered recover() throws IOException {
    if (segments.isEmpty()) {
      return new Recovered(Chain.Head.NONE, 0, List.of(), List.of(), null);
    }
    int number = segments.getLast().number();
    Recovered.Torn torn = null;
    ChainedRecord last = null;
    Set<String> underWay = new LinkedHashSet<>();
    boolean isWhole = false;
    for (SegmentFile each : segments.reversed()) {
      Scan scan = scan(each);
      if (each.number() == number && !each.compressed()) {
        torn = scan.brokenBytes > 0 ? cut(scan) : null;
        if (scan.last == null) {
          // Nothing in it was ever kept; its number is free again.
          directory.remove(each);
          number--;
          continue;
        }
      }
      last = last == null ? scan.last : last;
      underWay.addAll(scan.underWay);
      isWhole = scan.isWhole;
      if (last != null && isWhole) {
        break;
      }
    }
    if (!underWay.isEmpty()) {
      logger.warn(
          "audit: of {} exchanges nobody knows how they ended: the gateway did before",
          underWay.size());
    }
    return new Recovered(
        last == null ? Chain.Head.NONE : head(last),
        number,
        List.copyOf(underWay),
        List.of(),
        torn);
  }

  private static Chain.Head head(ChainedRecord last) {
    return new Chain.Head(last.sequence(), last.uid(), last.typeUid(), last.fingerprint());
  }

  private static Scan scan(SegmentFile segment) throws IOException {
    ChainedRecord last = null;
    Set<String> underWay = new LinkedHashSet<>();
    long promised = -1;
    long named = 0;
    long good = 0;
    try (RecordLines lines = new RecordLines(segment.read())) {
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        ChainedRecord record = read(line, lines.isComplete());
        if (record == null) {
          continue;
        }
        last = record;
        good = lines.end();
        switch (TrailWords.event(record)) {
          case TrailWords.STARTED -> promised = TrailWords.number(record, "underWay");
          case TrailWords.UNDER_WAY -> {
            List<String> ids = List.of(TrailWords.detail(record, "exchanges").split(" ", -1));
            underWay.addAll(ids);
            named += ids.size();
          }
          default -> {
            if (TrailWords.isIntent(record)) {
              underWay.add(TrailWords.exchange(record));
            } else if (TrailWords.isOutcome(record)) {
              underWay.remove(TrailWords.exchange(record));
            }
          }
        }
      }
      return new Scan(segment, last, underWay, named == promised, good, lines.end() - good);
    }
  }

  private static @Nullable ChainedRecord read(byte[] line, boolean complete) {
    if (!complete) {
      return null;
    }
    try {
      return ChainedRecord.read(line);
    } catch (ChainedRecord.BrokenException broken) {
      return null;
    }
  }

  private Recovered.Torn cut(Scan scan) throws IOException {
    String kept = directory.cut(scan.segment, scan.goodBytes);
    logger.warn(
        "audit: {} ended in {} bytes that are no whole record; they are in {} now",
        scan.segment.path(),
        scan.brokenBytes,
        kept);
    return new Recovered.Torn(scan.segment.number(), scan.brokenBytes, kept);
  }
}
