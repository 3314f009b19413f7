package io.mcpgateway.app.audit.verify;

import io.mcpgateway.app.audit.store.SegmentFile;
import io.mcpgateway.auth.signing.DetachedKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a trail from its first record to its last, and says what was edited, deleted, inserted,
 * moved, repeated or cut off. Needs nothing but the files, the public key, and, for what was cut
 * off at the end, the copies of the checkpoints.
 */
public final class TrailVerification {
  private static final int MAX_FINDINGS = 20;

  private final List<SegmentFile> segments;
  private final List<PublicKey> trusted;
  private final boolean isWholeTrail;
  private final List<Finding> findings = new ArrayList<>();

  /** Of the signed records: fingerprint by uid. */
  private final Map<String, String> checkpoints = new HashMap<>();

  /** Segments with an end that does not count, and the last record of each that does. */
  private final Map<Integer, Long> suspects = new HashMap<>();

  private @Nullable ChainedRecord before;
  private @Nullable PublicKey named;
  private long firstSequence = -1;
  private long records;
  private long sinceCheckpoint;
  private long removedUpTo;
  private boolean sealed;

  /**
   * What came out.
   *
   * @param findings what is wrong, the first first
   * @param records that were read
   * @param checkpoints signatures that were checked
   * @param isSealed whether the trail ends as a gateway ends it that is stopped in order
   * @param unsigned records after the last signature
   */
  public record Result(
      List<Finding> findings,
      int segments,
      long records,
      int checkpoints,
      boolean isSealed,
      long unsigned) {
    public Result {
      findings = List.copyOf(findings);
    }
  }

  private TrailVerification(
      List<SegmentFile> segments, List<PublicKey> trusted, boolean isWholeTrail) {
    this.segments = segments;
    this.trusted = trusted;
    this.isWholeTrail = isWholeTrail;
  }

  /**
   * @param segments in order
   * @param trusted whose signatures count; if empty, those of the keys that the trail itself names
   * @param isWholeTrail whether nothing may be missing before the first
   * @param copy a file of copied checkpoints, or null
   */
  public static Result verify(
      List<SegmentFile> segments,
      List<PublicKey> trusted,
      boolean isWholeTrail,
      @Nullable Path copy)
      throws IOException {
    TrailVerification run = new TrailVerification(segments, trusted, isWholeTrail);
    run.readAll();
    if (copy != null) {
      run.compare(copy);
    }
    return new Result(
        run.findings,
        segments.size(),
        run.records,
        run.checkpoints.size(),
        run.sealed,
        run.sinceCheckpoint);
  }

  private void readAll() throws IOException {
    segments.forEach(this::lookForSuspects);
    int expected = 0;
    for (SegmentFile each : segments) {
      if (expected != 0 && each.number() != expected) {
        found(
            each.path(),
            0,
            "",
            "segments " + expected + " to " + (each.number() - 1) + " are missing");
      }
      try {
        read(each);
      } catch (IOException unreadable) {
        found(each.path(), 0, "", "cannot be read: " + unreadable.getMessage());
      }
      expected = each.number() + 1;
    }
    if (isWholeTrail && !segments.isEmpty()) {
      int first = segments.getFirst().number();
      if (first > 1 && removedUpTo < first - 1) {
        found(
            segments.getFirst().path(),
            0,
            "",
            "segments up to " + (first - 1) + " are missing, and no record says they were removed");
      }
    }
  }

  /** What a segment begins with says where the one before it ends. */
  private void lookForSuspects(SegmentFile segment) {
    try (RecordLines lines = new RecordLines(segment.read())) {
      byte[] line = lines.next();
      ChainedRecord first = line == null ? null : ChainedRecord.read(line);
      if (first != null && TrailWords.number(first, "suspectSegment") > 0) {
        suspects.put(
            (int) TrailWords.number(first, "suspectSegment"),
            TrailWords.number(first, "suspectKeptSequence"));
      }
    } catch (IOException | ChainedRecord.BrokenException broken) {
      // Found when it is read.
    }
  }

  private void read(SegmentFile segment) throws IOException {
    long last = suspects.getOrDefault(segment.number(), Long.MAX_VALUE);
    sealed = false;
    named = null;
    boolean first = true;
    String chain = "";
    try (RecordLines lines = new RecordLines(segment.read())) {
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        if (before != null && before.sequence() >= last) {
          // Written again in the next segment.
          return;
        }
        ChainedRecord record;
        try {
          record = ChainedRecord.read(line);
        } catch (ChainedRecord.BrokenException broken) {
          found(segment.path(), lines.number(), broken.uid(), broken.getMessage());
          first = false;
          continue;
        }
        Place place = new Place(segment, lines.number(), record);
        if (!lines.isComplete()) {
          place.found("cut off: its line has no end");
        }
        if (first) {
          chain = record.authority() + "/" + String.format("%08d", segment.number());
          begins(place);
        }
        first = false;
        if (sealed) {
          place.found("inserted: the segment was sealed before it");
        }
        if (!record.chainUid().equals(chain)) {
          place.found("of another segment: " + record.chainUid());
        }
        follows(place);
        looksRight(place);
        records++;
      }
    }
    if (first) {
      found(segment.path(), 0, "", "cut off: there is no record in it");
    }
  }

  /** A record and where it was found. */
  private final class Place {
    private final SegmentFile segment;
    private final long line;
    private final ChainedRecord record;

    Place(SegmentFile segment, long line, ChainedRecord record) {
      this.segment = segment;
      this.line = line;
      this.record = record;
    }

    void found(String problem) {
      TrailVerification.this.found(segment.path(), line, record.uid(), problem);
    }
  }

  private void begins(Place place) {
    if (!TrailWords.event(place.record).equals(TrailWords.STARTED)
        || TrailWords.number(place.record, "segment") != place.segment.number()) {
      place.found("the segment does not begin with the record that begins it");
      return;
    }
    named = publicKey(TrailWords.detail(place.record, "publicKey"));
    if (named == null) {
      place.found("it names no public key");
    } else if (!trusted.isEmpty() && !trusted.contains(named)) {
      place.found("another key than the one that is trusted signs what follows");
    }
  }

  private void follows(Place place) {
    ChainedRecord record = place.record;
    ChainedRecord previous = before;
    if (previous == null) {
      firstSequence = record.sequence();
      if (isWholeTrail && place.segment.number() == 1 && record.hasPrevious()) {
        place.found("records before it are missing");
      }
      before = record;
      return;
    }
    long expected = previous.sequence() + 1;
    boolean linked =
        record.previousFingerprint().equals(previous.fingerprint())
            && record.previousUid().equals(previous.uid());
    if (record.sequence() < expected) {
      place.found(
          "repeated or moved: number " + record.sequence() + " where " + expected + " was due");
      return;
    }
    if (record.sequence() > expected) {
      place.found(
          record.sequence()
              - expected
              + " records before it are missing, from "
              + expected
              + " on");
    } else if (!linked) {
      place.found("the record before it is not the one that it followed");
    }
    before = record;
  }

  private void looksRight(Place place) {
    ChainedRecord record = place.record;
    String event = TrailWords.event(record);
    boolean seals = event.equals(TrailWords.SEALED);
    boolean signs = seals || event.equals(TrailWords.CHECKPOINT);
    sinceCheckpoint++;
    if (event.equals(TrailWords.REMOVED)) {
      removedUpTo = Math.max(removedUpTo, TrailWords.number(record, "last"));
    }
    if (!signs) {
      if (record.isSigned()) {
        place.found("edited: it was not signed");
      }
      return;
    }
    if (!isSigned(record)) {
      place.found("its signature is wrong");
    }
    checkpoints.put(record.uid(), record.fingerprint());
    sinceCheckpoint = 0;
    sealed = seals;
  }

  private boolean isSigned(ChainedRecord record) {
    if (!trusted.isEmpty()) {
      return trusted.stream().anyMatch(record::isSignedBy);
    }
    PublicKey key = named;
    return key != null && record.isSignedBy(key);
  }

  private static @Nullable PublicKey publicKey(String base64) {
    try {
      byte[] der = Base64.getDecoder().decode(base64);
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der));
    } catch (GeneralSecurityException | IllegalArgumentException none) {
      return null;
    }
  }

  // The copies.

  private void compare(Path copy) throws IOException {
    try (RecordLines lines = new RecordLines(Files.newInputStream(copy))) {
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        try {
          compare(ChainedRecord.read(line), copy, lines.number());
        } catch (ChainedRecord.BrokenException broken) {
          found(copy, lines.number(), broken.uid(), broken.getMessage());
        }
      }
    }
  }

  private void compare(ChainedRecord copied, Path copy, long line) {
    if (copied.fingerprint().equals(checkpoints.get(copied.uid()))) {
      return;
    }
    if (!trusted.isEmpty() && trusted.stream().noneMatch(copied::isSignedBy)) {
      found(copy, line, copied.uid(), "its signature is wrong");
    } else if (copied.sequence() >= firstSequence) {
      found(
          copy,
          line,
          copied.uid(),
          "the trail lacks this checkpoint, number "
              + copied.sequence()
              + " of "
              + copied.chainUid()
              + ": it was cut off or replaced");
    }
  }

  private void found(Path file, long line, String uid, String problem) {
    if (findings.size() < MAX_FINDINGS) {
      findings.add(new Finding(file, line, uid, problem));
    }
  }

  /** The key of a PEM file. */
  public static PublicKey trustedKey(Path pem) throws IOException {
    try {
      return DetachedKey.parsePublic(Files.readString(pem));
    } catch (IllegalArgumentException wrong) {
      throw new IOException(pem + ": " + wrong.getMessage(), wrong);
    }
  }
}
