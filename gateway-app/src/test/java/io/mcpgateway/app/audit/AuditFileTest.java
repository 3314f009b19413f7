package io.mcpgateway.app.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.app.Outcomes;
import io.mcpgateway.app.config.AuditConfig;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Outcome;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditFileTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  @Test
  void everyExchangeIsOneLineWhateverItsOutcome() throws Exception {
    Path file = directory.resolve("audit.jsonl");
    try (AuditFile audit = open(file)) {
      audit.ended(Outcomes.answered("a", "search"));
      audit.ended(Outcomes.refused("b", "refund", new Refusal.Hidden(hidden("refund"), "none")));
      audit.ended(Outcomes.rejected("c", new Refusal.UnknownRoute()));
      audit.ended(
          Outcomes.ended(
              Outcomes.call("d", "search"), new Outcome.Result.Abandoned(), 0, Map.of()));
    }

    List<JsonNode> records = records(file);
    assertThat(records)
        .extracting(record -> record.path("exchangeId").asText())
        .containsExactly("a", "b", "c", "d");
    assertThat(records)
        .extracting(record -> record.path("outcome").asText())
        .containsExactly("answered", "denied", "unknown-route", "abandoned");
    JsonNode answered = records.getFirst();
    assertThat(answered.path("principal").path("subject").asText()).isEqualTo("alice");
    assertThat(answered.path("decision").asText()).isEqualTo("permit");
    assertThat(answered.path("rule").asText()).isEqualTo("sales");
    assertThat(answered.path("policyVersion").asText()).isEqualTo("p1");
    assertThat(answered.path("target").path("name").asText()).isEqualTo("search");
    assertThat(answered.path("micros").path("total").asLong()).isEqualTo(1200);
    assertThat(answered.path("revisions").path("cards").asInt()).isEqualTo(2);
    assertThat(records.get(1).path("decision").asText()).isEqualTo("deny");
  }

  @Test
  void nothingFromOutsideBreaksOutOfItsLineOrExceedsItsBound() throws Exception {
    Path file = directory.resolve("audit.jsonl");
    String evil = "x\r\n{\"fake\":true}\u2028\u001b[2J\"\\" + "y".repeat(100_000);
    try (AuditFile audit = open(file)) {
      audit.ended(Outcomes.answered("a", evil));
    }

    String line = Files.readString(file);
    assertThat(line.strip().lines()).hasSize(1);
    assertThat(line.strip().chars()).allMatch(c -> c >= ' ' && c < 0x7f);
    String name = records(file).getFirst().path("target").path("name").asText();
    assertThat(name)
        .startsWith("x\r\n{\"fake\":true}\u2028\u001b[2J\"\\")
        .endsWith("…")
        .hasSize(256);
  }

  @Test
  void recordsOfManyThreadsAreAllThereAndWhole() throws Exception {
    Path file = directory.resolve("audit.jsonl");
    int threads = 4;
    int each = 5_000;
    try (AuditFile audit = open(file)) {
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
      await().until(() -> audit.counts().written() == (long) threads * each);
      assertThat(audit.counts().pending()).isZero();
    }

    assertThat(records(file).stream().map(record -> record.path("exchangeId").asText()).distinct())
        .hasSize(threads * each);
  }

  @Test
  void whatAnOperatorDoesIsARecordOfItsOwnAndTheirsToWaitFor() throws Exception {
    Path file = directory.resolve("audit.jsonl");
    AuditEvent event =
        new AuditEvent(
            Instant.parse("2026-11-20T12:00:00Z"),
            "revocation-added",
            "ops",
            "127.0.0.1:1",
            Map.of("reason", "left\n{\"kind\":\"exchange\"}"),
            Map.of("subject", "alice"));
    try (AuditFile audit = open(file)) {
      audit.note(event).toCompletableFuture().get(10, TimeUnit.SECONDS);
      assertThat(records(file)).hasSize(1);
      assertThat(audit.counts().written()).isEqualTo(1);
    }
    JsonNode record = records(file).getFirst();
    assertThat(record.path("kind").asText()).isEqualTo("admin");
    assertThat(record.path("event").asText()).isEqualTo("revocation-added");
    assertThat(record.path("by").asText()).isEqualTo("ops");
    assertThat(record.path("reason").asText()).isEqualTo("left\n{\"kind\":\"exchange\"}");
    assertThat(record.path("terms").path("subject").asText()).isEqualTo("alice");
  }

  @Test
  void whatIsTakenOutIsNamedAndWhoDidItStays() throws Exception {
    Path file = directory.resolve("audit.jsonl");
    String mail = "jane.doe@acme-corp.com";
    AuditEvent event =
        new AuditEvent(
            Instant.parse("2026-11-20T12:00:00Z"),
            "revocation-added",
            "ops",
            "127.0.0.1:1",
            Map.of(
                "reason", "asked by " + mail, "revocation", "5f0c954e-4d3a-4a6e-9b1c-2a1d3f4b5c6d"),
            Map.of("subject", mail, "tool", "crm " + mail));
    try (AuditFile audit = open(file)) {
      audit.note(event).toCompletableFuture().get(10, TimeUnit.SECONDS);
      audit.ended(Outcomes.answered("a", mail + "y".repeat(100_000)));
      audit.ended(Outcomes.answered("b", "search"));
    }

    List<JsonNode> records = records(file);
    JsonNode noted = records.get(0);
    assertThat(noted.path("reason").asText()).isEqualTo("asked by [email]");
    assertThat(noted.path("revocation").asText()).startsWith("5f0c954e-4d3a");
    assertThat(noted.path("terms").path("subject").asText()).isEqualTo(mail);
    assertThat(noted.path("terms").path("tool").asText()).isEqualTo("crm [email]");
    assertThat(noted.path("redacted").toString()).contains("\"reason\"", "\"terms.tool\"");
    assertThat(records.get(1).toString()).doesNotContain("jane");
    assertThat(records.get(1).path("redacted").toString()).isEqualTo("[\"target.name\"]");
    assertThat(records.get(2).has("redacted")).isFalse();
  }

  @Test
  void moreRulesThanARecordHasRoomForAreCountedTogether() throws Exception {
    Path file = directory.resolve("audit.jsonl");
    Map<String, Integer> revisions = new TreeMap<>();
    for (int i = 10; i < 50; i++) {
      revisions.put("rule-" + i, 2);
    }
    try (AuditFile audit = open(file)) {
      audit.ended(
          Outcomes.ended(
              Outcomes.call("a", "search"), new Outcome.Result.Answered(), 200, revisions));
    }

    JsonNode counts = records(file).getFirst().path("revisions");
    assertThat(counts).hasSize(33);
    assertThat(counts.path("rule-41").asInt()).isEqualTo(2);
    assertThat(counts.path("…").asInt()).isEqualTo(16);
  }

  @Test
  void whoeverWaitsForARecordThatIsNeverWrittenLearnsIt() throws Exception {
    Path file = directory.resolve("audit.jsonl");
    Files.createSymbolicLink(file, Path.of("/dev/full"));
    CompletableFuture<Void> written;
    AuditEvent event =
        new AuditEvent(Instant.EPOCH, "revocation-added", "ops", "-", Map.of(), Map.of());
    try (AuditFile audit = open(file)) {
      written = audit.note(event).toCompletableFuture();
      await().until(() -> !audit.accepts());
      assertThat(written).isNotDone();
    }
    assertThat(written).isCompletedExceptionally();
  }

  @Test
  void aFullDiskRefusesEveryExchangeAndRecoversByItself() throws Exception {
    Path file = directory.resolve("audit.jsonl");
    Files.createSymbolicLink(file, Path.of("/dev/full"));
    try (AuditFile audit = open(file)) {
      AuditGuardStage guard = new AuditGuardStage(audit);
      Exchange exchange = Outcomes.call("x", "search");
      assertThat(guard.apply(exchange)).isEqualTo(new Verdict.Continue(exchange));

      audit.ended(Outcomes.answered("lost-if-dropped", "search"));
      await().until(() -> !audit.accepts());
      assertThat(guard.apply(exchange))
          .isEqualTo(
              new Verdict.Refuse(new Refusal.Unavailable("Audit records cannot be written")));

      Files.delete(file);
      await().until(audit::accepts);
      audit.ended(Outcomes.answered("after", "search"));
    }

    assertThat(records(file))
        .extracting(record -> record.path("exchangeId").asText())
        .containsExactly("lost-if-dropped", "after");
  }

  @Test
  void aFloodOfRefusalsWhileNothingCanBeWrittenIsDroppedCountedAndReported() throws Exception {
    Path file = directory.resolve("audit.jsonl");
    Files.createSymbolicLink(file, Path.of("/dev/full"));
    long dropped;
    try (AuditFile audit = open(file)) {
      audit.ended(Outcomes.answered("first", "search"));
      await().until(() -> !audit.accepts());
      for (int i = 0; i < 40_000; i++) {
        audit.ended(Outcomes.refused("flood", "search", new Refusal.Unavailable("audit")));
      }
      audit.ended(Outcomes.answered("under way before", "search"));
      dropped = audit.counts().dropped();
      assertThat(dropped).isPositive();
      Files.delete(file);
      await().until(() -> audit.counts().pending() == 0);
    }

    List<JsonNode> records = records(file);
    assertThat(records)
        .filteredOn(record -> record.path("kind").asText().equals("gap"))
        .singleElement()
        .satisfies(gap -> assertThat(gap.path("refusalsNotRecorded").asLong()).isEqualTo(dropped));
    assertThat(records)
        .extracting(record -> record.path("exchangeId").asText())
        .contains("first", "under way before");
    assertThat(records).hasSize((int) (40_000 + 2 - dropped + 1));
  }

  @Test
  void aRotatedFileIsLeftAloneOnceTheGatewayIsTold() throws Exception {
    Path file = directory.resolve("audit.jsonl");
    Path rotated = directory.resolve("audit.jsonl.1");
    try (AuditFile audit = open(file)) {
      audit.ended(Outcomes.answered("before", "search"));
      await().until(() -> audit.counts().written() == 1);
      Files.move(file, rotated);
      audit.reopen();
      await().until(() -> audit.counts().pending() == 0);
      audit.ended(Outcomes.answered("after", "search"));
    }

    assertThat(records(rotated)).hasSize(1);
    assertThat(records(file)).hasSize(1);
  }

  @Test
  void halfALineThatACrashLeftStaysALineOfItsOwn() throws Exception {
    Path file = directory.resolve("audit.jsonl");
    Files.writeString(file, "{\"torn\":");
    try (AuditFile audit = open(file)) {
      audit.ended(Outcomes.answered("next", "search"));
    }

    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(2);
    assertThat(JSON.readTree(lines.get(1)).path("exchangeId").asText()).isEqualTo("next");
  }

  @Test
  void twoGatewaysDoNotShareAFile() throws Exception {
    Path file = directory.resolve("audit.jsonl");
    try (AuditFile audit = open(file)) {
      assertThat(audit.accepts()).isTrue();
      assertThatThrownBy(() -> open(file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another gateway");
    }
  }

  private static AuditFile open(Path file) throws IOException {
    return AuditFile.open(new AuditConfig(file, AuditConfig.Mode.BATCH));
  }

  private static io.mcpgateway.core.exchange.Target hidden(String tool) {
    return Outcomes.call("x", tool).target();
  }

  private static List<JsonNode> records(Path file) throws IOException {
    List<JsonNode> records = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      records.add(JSON.readTree(line));
    }
    return records;
  }
}
