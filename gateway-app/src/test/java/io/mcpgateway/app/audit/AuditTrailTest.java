package io.mcpgateway.app.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.app.Outcomes;
import io.mcpgateway.app.Trails;
import io.mcpgateway.app.audit.store.Retention;
import io.mcpgateway.app.audit.store.SegmentFile;
import io.mcpgateway.app.audit.verify.TrailVerification;
import io.mcpgateway.app.audit.verify.TrailWords;
import io.mcpgateway.app.config.AuditConfig;
import io.mcpgateway.app.state.StateDirectory;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Outcome;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Verdict;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuditTrailTest {
  @TempDir Path directory;

  private final FaultyDisk disk = new FaultyDisk();

  @ParameterizedTest
  @EnumSource(value = AuditConfig.Mode.class, names = "OFF", mode = EnumSource.Mode.EXCLUDE)
  void recordsOfManyThreadsAreAllThereInOneChain(AuditConfig.Mode mode) throws Exception {
    int threads = 4;
    int each = 2_500;
    try (AuditTrail audit = open(config(mode))) {
      List<Thread> exchanges = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int thread = t;
        exchanges.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      for (int i = 0; i < each; i++) {
                        audit.ended(Outcomes.answered(thread + "-" + i, "search"));
                      }
                    }));
      }
      for (Thread exchange : exchanges) {
        exchange.join();
      }
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> audit.counts().written() == (long) threads * each);
      assertThat(audit.counts().pending()).isZero();
      assertThat(audit.counts().checkpointMillis()).isPositive();
    }

    assertThat(exchanges()).hasSize(threads * each).doesNotHaveDuplicates();
    assertThat(Trails.events(trail(), TrailWords.CHECKPOINT)).isNotEmpty();
    assertWhole(true);
  }

  @Test
  void aTrailGoesOnWhereItEnded() throws Exception {
    for (int run = 0; run < 3; run++) {
      try (AuditTrail audit = open(config(AuditConfig.Mode.BATCH))) {
        audit.ended(Outcomes.answered("run-" + run, "search"));
      }
    }

    assertThat(exchanges()).containsExactly("run-0", "run-1", "run-2");
    assertThat(SegmentFile.in(trail())).hasSize(3);
    assertWhole(true);
  }

  @Test
  void segmentsEndWhenTheyAreLargeAndAreCompressed() throws Exception {
    try (AuditTrail audit = open(small())) {
      for (int i = 0; i < 2000; i++) {
        int written = i + 1;
        audit.ended(Outcomes.answered("x" + i, "search"));
        if (written % 100 == 0) {
          await().until(() -> audit.counts().written() == written);
        }
      }
      await().until(() -> compressed() >= 3);
    }

    assertThat(exchanges()).hasSize(2000);
    assertThat(Trails.events(trail(), TrailWords.SEALED)).hasSameSizeAs(SegmentFile.in(trail()));
    assertWhole(true);
  }

  @Test
  void whatNeedNotBeKeptIsRemovedOnRecordButNotWhatAReaderNeeds() throws Exception {
    AuditConfig config = retaining(small(), new Retention(Duration.ofMillis(1), null));
    AtomicInteger unread = new AtomicInteger(1);
    try (AuditTrail audit = open(config)) {
      audit.readBy(unread::get);
      for (int i = 0; i < 4; i++) {
        fill(audit);
      }
      await().until(() -> compressed() >= 2);
      assertThat(SegmentFile.in(trail()).getFirst().number()).isEqualTo(1);
      unread.set(3);
      fill(audit);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> SegmentFile.in(trail()).getFirst().number() == 3);
    }

    assertThat(Trails.events(trail(), TrailWords.REMOVED)).isNotEmpty();
    assertWhole(true);
    Files.delete(SegmentFile.in(trail()).getFirst().path());
    assertThat(verify().findings()).isNotEmpty();
  }

  @Test
  void twoGatewaysDoNotShareADirectory() throws Exception {
    try (AuditTrail audit = open(config(AuditConfig.Mode.BATCH))) {
      assertThat(audit.accepts()).isTrue();
      assertThatThrownBy(() -> open(config(AuditConfig.Mode.BATCH)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another gateway");
    }
  }

  // Crashes.

  @Test
  void aTornTailIsCutAndSaid() throws Exception {
    try (AuditTrail audit = open(config(AuditConfig.Mode.BATCH))) {
      audit.ended(Outcomes.answered("before", "search"));
    }
    cutTail(1, 100);
    try (AuditTrail audit = open(config(AuditConfig.Mode.BATCH))) {
      audit.ended(Outcomes.answered("after", "search"));
    }

    assertThat(exchanges()).containsExactly("before", "after");
    assertThat(Trails.events(trail(), TrailWords.STARTED).getLast().toString())
        .contains("\"tornSegment\":\"1\"");
    assertThat(trail().resolve("audit-00000001.jsonl.torn")).exists();
    assertWhole(true);
  }

  @Test
  void aSegmentWithNothingInItLeavesNoTrace() throws Exception {
    open(config(AuditConfig.Mode.BATCH)).close();
    Files.createFile(trail().resolve("audit-00000002.jsonl"));
    open(config(AuditConfig.Mode.BATCH)).close();
    Files.writeString(trail().resolve("audit-00000003.jsonl"), "{\"torn");
    open(config(AuditConfig.Mode.BATCH)).close();

    assertThat(SegmentFile.in(trail())).hasSize(3);
    assertWhole(true);
  }

  @Test
  void whatNobodyKnowsTheEndOfIsSaid() throws Exception {
    try (AuditTrail audit = open(small(AuditConfig.Mode.STRICT))) {
      kept(audit.intend(Outcomes.call("never-ends", "search")));
      kept(audit.intend(Outcomes.call("ends", "search")));
      kept(audit.keep(Outcomes.answered("ends", "search")));
      for (int i = 0; i < 2; i++) {
        fill(audit);
      }
    }
    assertThat(SegmentFile.in(trail())).hasSizeGreaterThan(1);
    assertThat(Trails.events(trail(), TrailWords.UNDER_WAY)).isNotEmpty();
    for (int run = 0; run < 2; run++) {
      open(config(AuditConfig.Mode.STRICT)).close();
    }

    assertThat(Trails.records(trail()))
        .filteredOn(record -> record.toString().contains("unknown_crash"))
        .singleElement()
        .satisfies(record -> assertThat(exchange(record)).isEqualTo("never-ends"));
    assertWhole(true);
  }

  // What clients were told, and a process that ends before it is in the trail.

  @Test
  void whatAClientWasToldIsInTheTrailOfTheNextProcess() throws Exception {
    try (AuditTrail audit = open(config(AuditConfig.Mode.BATCH))) {
      awaitJournal(audit);
      disk.room = 0;
      assertThat(audit.keep(Outcomes.answered("told", "search"))).isNull();
      assertThat(audit.keep(Outcomes.answered("and-told", "search"))).isNull();
    }
    disk.room = Long.MAX_VALUE;
    assertThat(exchanges()).doesNotContain("told");

    open(config(AuditConfig.Mode.STRICT)).close();

    assertThat(exchanges()).endsWith("told", "and-told").doesNotHaveDuplicates();
    assertWhole(true);
  }

  @Test
  void whatIsInTheTrailAlreadyDoesNotComeAgain() throws Exception {
    Path journal = trail().resolve("audit.journal");
    Path old = directory.resolve("old");
    try (AuditTrail audit = open(small())) {
      awaitJournal(audit);
      disk.room = 0;
      assertThat(audit.keep(Outcomes.answered("told", "search"))).isNull();
      Files.copy(journal, old);
      disk.room = Long.MAX_VALUE;
      await().until(() -> audit.accepts() && audit.counts().pending() == 0);
      fill(audit);
      fill(audit);
    }
    // As after a power cut: the slot was released, and the disk never knew.
    Files.copy(old, journal, StandardCopyOption.REPLACE_EXISTING);

    open(small()).close();

    assertThat(exchanges()).containsOnlyOnce("told");
    assertWhole(true);
  }

  @Test
  void whatDoesNotFitIntoTheJournalIsOnDiskBeforeTheClientKnows() throws Exception {
    try (AuditTrail audit = open(config(AuditConfig.Mode.BATCH))) {
      awaitJournal(audit);
      kept(audit.keep(large("large")));
      assertThat(exchanges()).endsWith("large");
    }
  }

  /** With a record that takes more than a slot of the journal. */
  private static Outcome large(String id) {
    Outcome usual = Outcomes.answered(id, "search");
    Map<String, Integer> revisions = new TreeMap<>();
    for (int i = 0; i < 32; i++) {
      revisions.put("mask".repeat(40) + i, 1);
    }
    return new Outcome(
        usual.arrival(),
        usual.exchange(),
        usual.attempt(),
        usual.result(),
        usual.status(),
        usual.decided(),
        usual.firstByte(),
        usual.total(),
        usual.bytesIn(),
        usual.bytesOut(),
        usual.events(),
        usual.streamed(),
        revisions,
        usual.transcript());
  }

  /** The first records are made by the writer. */
  private static void awaitJournal(AuditTrail audit) {
    await().until(() -> audit.keep(Outcomes.answered("warm-" + UUID.randomUUID(), "s")) == null);
  }

  // A disk that fails.

  @Test
  void aFullDiskRefusesEveryExchangeAndRecoversByItself() throws Exception {
    try (AuditTrail audit = open(config(AuditConfig.Mode.BATCH))) {
      AuditGuardStage guard = new AuditGuardStage(audit);
      Exchange exchange = Outcomes.call("x", "search");
      assertThat(guard.apply(exchange)).isEqualTo(new Verdict.Continue(exchange));

      disk.room = 700;
      audit.ended(Outcomes.answered("lost-if-dropped", "search"));
      audit.ended(Outcomes.answered("and-this", "search"));
      await().until(() -> !audit.accepts());
      await().until(() -> audit.counts().lag().toMillis() > 300);
      assertThat(guard.apply(exchange))
          .isEqualTo(
              new Verdict.Refuse(new Refusal.Unavailable("Audit records cannot be written")));

      disk.room = Long.MAX_VALUE;
      await().atMost(Duration.ofSeconds(5)).until(audit::accepts);
      audit.ended(Outcomes.answered("after", "search"));
      await().until(() -> audit.counts().lag().isZero());
    }

    assertThat(exchanges()).containsExactly("lost-if-dropped", "and-this", "after");
    assertWhole(true);
  }

  @ParameterizedTest
  @EnumSource(value = AuditConfig.Mode.class, names = "OFF", mode = EnumSource.Mode.EXCLUDE)
  void afterAFailedSyncNothingIsWrittenToThatFileAgain(AuditConfig.Mode mode) throws Exception {
    for (boolean cut : new boolean[] {true, false}) {
      disk.cutFails = !cut;
      try (AuditTrail audit = open(config(mode))) {
        audit.ended(Outcomes.answered("before-" + cut, "search"));
        await().until(() -> audit.counts().written() == 1);
        disk.syncFails = true;
        audit.ended(Outcomes.answered("during-" + cut, "search"));
        if (mode != AuditConfig.Mode.ASYNC) {
          await().until(() -> audit.counts().failures() > 2);
          assertThat(audit.accepts()).isFalse();
        }
        disk.syncFails = false;
        await().atMost(Duration.ofSeconds(5)).until(audit::accepts);
        audit.ended(Outcomes.answered("after-" + cut, "search"));
      }
    }

    assertThat(exchanges().stream().distinct())
        .containsExactly(
            "before-true",
            "during-true",
            "after-true",
            "before-false",
            "during-false",
            "after-false");
    assertWhole(true);
  }

  @Test
  void strictForwardsNothingWhoseIntentIsNotOnDisk() throws Exception {
    try (AuditTrail audit = open(config(AuditConfig.Mode.STRICT))) {
      AuditIntentStage stage = new AuditIntentStage(audit);
      Exchange exchange = Outcomes.call("x", "search");
      assertThat(verdict(stage.apply(exchange))).isEqualTo(new Verdict.Continue(exchange));

      disk.syncFails = true;
      Verdict refused =
          new Verdict.Refuse(new Refusal.Unavailable("Audit records cannot be written"));
      assertThat(verdict(stage.apply(exchange))).isEqualTo(refused);
      assertThat(verdict(stage.apply(exchange))).isEqualTo(refused);
      CompletionStage<Void> outcome = audit.keep(Outcomes.answered("x", "search"));
      assertThat(outcome).isNotNull();
      assertThat(outcome.toCompletableFuture())
          .as("nobody waits for the disk to recover")
          .failsWithin(Duration.ofSeconds(30));
      assertThat(audit.keep(Outcomes.refused("y", "search", new Refusal.Unavailable("audit"))))
          .as("the client learns it at once")
          .isNull();

      disk.syncFails = false;
      await().atMost(Duration.ofSeconds(5)).until(audit::accepts);
      assertThat(verdict(stage.apply(exchange))).isEqualTo(new Verdict.Continue(exchange));
    }
    assertThat(Trails.records(trail()))
        .filteredOn(record -> !Trails.isIntent(record) && "x".equals(exchange(record)))
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.at("/unmapped/gw/outcome").asText()).isEqualTo("unavailable");
              assertThat(record.at("/api/response/code").asInt()).isEqualTo(503);
              assertThat(record.at("/api/response/error_message").asText()).contains("withheld");
            });
    assertWhole(true);
  }

  @Test
  void asyncServesWhateverHappensAndSaysHowManyAreMissing() throws Exception {
    long dropped;
    try (AuditTrail audit = open(config(AuditConfig.Mode.ASYNC))) {
      disk.room = 0;
      for (int i = 0; i < 40_000; i++) {
        audit.ended(Outcomes.answered("x" + i, "search"));
        assertThat(audit.accepts()).isTrue();
      }
      dropped = audit.counts().dropped();
      assertThat(dropped).isPositive();
      disk.room = Long.MAX_VALUE;
      await().atMost(Duration.ofMinutes(1)).until(() -> audit.counts().pending() == 0);
    }

    assertThat(exchanges()).hasSize((int) (40_000 - dropped));
    assertThat(
            Trails.records(trail()).stream()
                .mapToLong(record -> record.at("/unmapped/gw/recordsMissing").asLong())
                .sum())
        .isEqualTo(dropped);
    assertWhole(true);
  }

  @Test
  void aFloodOfRefusalsWhileNothingCanBeWrittenIsDroppedCountedAndReported() throws Exception {
    long dropped;
    try (AuditTrail audit = open(config(AuditConfig.Mode.BATCH))) {
      disk.room = 0;
      audit.ended(Outcomes.answered("first", "search"));
      await().until(() -> !audit.accepts());
      for (int i = 0; i < 40_000; i++) {
        audit.ended(Outcomes.refused("flood", "search", new Refusal.Unavailable("audit")));
      }
      audit.ended(Outcomes.answered("under way before", "search"));
      dropped = audit.counts().dropped();
      assertThat(dropped).isPositive();
      disk.room = Long.MAX_VALUE;
      await().atMost(Duration.ofMinutes(1)).until(() -> audit.counts().pending() == 0);
    }

    assertThat(exchanges()).contains("first", "under way before").hasSize((int) (40_002 - dropped));
    assertWhole(true);
  }

  @Test
  void aDiskThatIsNearlyFullRefusesWhileWhatIsUnderWayIsStillWritten() throws Exception {
    try (AuditTrail audit = open(config(AuditConfig.Mode.BATCH))) {
      disk.usable = 1 << 20;
      audit.ended(Outcomes.answered("x", "search"));
      await().until(() -> !audit.accepts());
      audit.ended(Outcomes.answered("under way", "search"));
      await().until(() -> audit.counts().written() == 2);
      disk.usable = 1 << 30;
      await().atMost(Duration.ofSeconds(5)).until(audit::accepts);
    }
    assertThat(exchanges()).containsExactly("x", "under way");
  }

  @Test
  void whoeverWaitsForARecordThatIsNeverWrittenLearnsIt() throws Exception {
    CompletableFuture<Void> written;
    AuditEvent event =
        new AuditEvent(Instant.EPOCH, "revocation-added", "ops", "-", Map.of(), Map.of());
    try (AuditTrail audit = open(config(AuditConfig.Mode.BATCH))) {
      disk.room = 0;
      written = audit.note(event).toCompletableFuture();
      await().until(() -> !audit.accepts());
      assertThat(written).isNotDone();
    }
    assertThat(written).isCompletedExceptionally();
  }

  // Helpers.

  private Path trail() {
    return directory.resolve("audit");
  }

  private AuditConfig config(AuditConfig.Mode mode) {
    return AuditConfig.in(trail(), mode);
  }

  private AuditConfig small() {
    return small(AuditConfig.Mode.BATCH);
  }

  private AuditConfig small(AuditConfig.Mode mode) {
    AuditConfig usual = config(mode);
    return new AuditConfig(
        usual.directory(),
        usual.mode(),
        "gw-1",
        64 << 10,
        usual.segmentAge(),
        usual.retention(),
        usual.freeBytes(),
        usual.checkpoints(),
        usual.sinks());
  }

  private static AuditConfig retaining(AuditConfig usual, Retention retention) {
    return new AuditConfig(
        usual.directory(),
        usual.mode(),
        usual.instance(),
        usual.segmentBytes(),
        usual.segmentAge(),
        retention,
        usual.freeBytes(),
        usual.checkpoints(),
        usual.sinks());
  }

  private AuditTrail open(AuditConfig config) throws IOException {
    return AuditTrail.open(
        config, new StateDirectory(directory.resolve("state")), disk, InstantSource.system());
  }

  /** More than one segment has room for. */
  private static void fill(AuditTrail audit) {
    long before = audit.counts().written();
    for (int i = 0; i < 300; i++) {
      audit.ended(Outcomes.answered("fill", "search"));
    }
    await().until(() -> audit.counts().written() >= before + 300);
  }

  private long compressed() throws IOException {
    return SegmentFile.in(trail()).stream().filter(SegmentFile::compressed).count();
  }

  private void cutTail(int segment, int bytes) throws IOException {
    Path file = trail().resolve("audit-0000000" + segment + ".jsonl");
    try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
      cut.setLength(cut.length() - bytes);
    }
  }

  private static void kept(@Nullable CompletionStage<Void> stage) throws Exception {
    Objects.requireNonNull(stage, "nobody waits").toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static Verdict verdict(Verdict verdict) throws Exception {
    return verdict instanceof Verdict.Await(var later)
        ? later.toCompletableFuture().get(10, TimeUnit.SECONDS)
        : verdict;
  }

  private List<String> exchanges() {
    return Trails.records(trail()).stream()
        .map(AuditTrailTest::exchange)
        .filter(id -> !id.isEmpty())
        .toList();
  }

  private static String exchange(JsonNode record) {
    return record.path("metadata").path("correlation_uid").asText();
  }

  private TrailVerification.Result verify() throws IOException {
    Path key = directory.resolve("state").resolve(CheckpointKeys.PUBLIC);
    return TrailVerification.verify(
        SegmentFile.in(trail()), List.of(TrailVerification.trustedKey(key)), true, null);
  }

  private void assertWhole(boolean sealed) throws IOException {
    TrailVerification.Result result = verify();
    assertThat(result.findings()).isEmpty();
    assertThat(result.isSealed()).isEqualTo(sealed);
  }
}
