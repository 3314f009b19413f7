package io.mcpgateway.app.audit.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.app.Outcomes;
import io.mcpgateway.app.audit.AuditTrail;
import io.mcpgateway.app.audit.store.Retention;
import io.mcpgateway.app.audit.store.SegmentFile;
import io.mcpgateway.app.audit.verify.TrailLines;
import io.mcpgateway.app.config.AuditConfig;
import io.mcpgateway.app.config.SinkConfig;
import io.mcpgateway.app.state.StateDirectory;
import io.mcpgateway.testkit.TestCertificates;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // What is closed twice is closed once, in the middle of a test.
class AuditSinksTest {
  private static final String CARD = "4539578763621486";

  @TempDir private Path directory;

  @Test
  void aSinkGetsTheWholeTrailInOrderAlsoWhatItEndsWith() throws Exception {
    try (CollectingServer server = new CollectingServer()) {
      try (AuditTrail trail = trail(https(server.url(), 7));
          AuditSinks sinks = sinks(trail, https(server.url(), 7))) {
        for (int i = 0; i < 100; i++) {
          trail.ended(Outcomes.answered("x" + i, "search for " + CARD));
        }
        await().until(() -> sinks.status().getFirst().delivered() >= 100);
        assertThat(sinks.status().getFirst().up()).isTrue();
        trail.close();
      }

      assertThat(server.lines).isEqualTo(TrailLines.all(audit()));
      assertThat(server.lines)
          .anyMatch(line -> line.contains("[card]"))
          .noneMatch(AuditSinksTest::leaks);
      assertThat(server.batches).allMatch(each -> each <= 7);
      assertThat(server.authorizations).containsOnly("Splunk s3cret");
    }
  }

  @Test
  void whatASinkDoesNotTakeWaitsOnDiskAndHoldsUpNobody() throws Exception {
    try (CollectingServer server = new CollectingServer()) {
      server.status = 503;
      AuditConfig config = small(https(server.url(), 500), Duration.ofMillis(1));
      try (AuditTrail trail = open(config);
          AuditSinks sinks = open(config, trail)) {
        // More than a segment has room for: none may be removed before the sink has it.
        fill(trail, 3);
        await().until(() -> !sinks.status().getFirst().up());
        assertThat(trail.accepts()).isTrue();
        await().until(() -> sinks.status().getFirst().lagSeconds() > 0);
        assertThat(SegmentFile.in(audit()).getFirst().number()).isEqualTo(1);
        List<String> all = TrailLines.all(audit());

        server.status = 204;
        await().until(() -> server.lines.size() >= all.size());
        await().until(() -> sinks.status().getFirst().up());

        assertThat(server.lines.subList(0, all.size())).isEqualTo(all);
        assertThat(server.lines).doesNotHaveDuplicates();
        await().until(() -> server.lines.stream().anyMatch(line -> line.contains("audit-sink-up")));
        assertThat(server.lines).anyMatch(line -> line.contains("audit-sink-down"));
      }
    }
  }

  @Test
  void aSinkGoesOnWhereItWasWhenTheGatewayStopped() throws Exception {
    try (CollectingServer server = new CollectingServer()) {
      SinkConfig sink = https(server.url(), 500);
      for (int run = 0; run < 3; run++) {
        try (AuditTrail trail = trail(sink);
            AuditSinks _ = sinks(trail, sink)) {
          trail.ended(Outcomes.answered("run-" + run, "search"));
          // One of the runs ends while nobody listens.
          server.status = run == 1 ? 503 : 204;
          trail.close();
        }
      }

      assertThat(server.lines).isEqualTo(TrailLines.all(audit()));
    }
  }

  @Test
  void aSinkThatBeginsNowGetsNothingOfTheTimeBefore() throws Exception {
    try (CollectingServer server = new CollectingServer()) {
      SinkConfig usual = https(server.url(), 500);
      SinkConfig now = new SinkConfig("late", SinkConfig.From.NOW, 500, usual.target());
      try (AuditTrail trail = trail(now)) {
        trail.ended(Outcomes.answered("before", "search"));
        await().until(() -> trail.counts().written() == 1);
        int before = TrailLines.all(audit()).size();
        try (AuditSinks _ = sinks(trail, now)) {
          trail.ended(Outcomes.answered("after", "search"));
          trail.close();
        }

        List<String> all = TrailLines.all(audit());
        assertThat(server.lines).isEqualTo(all.subList(before, all.size()));
      }
    }
  }

  @Test
  void batchesThatAreTooLargeAreHalved() throws Exception {
    try (CollectingServer server = new CollectingServer()) {
      server.most = 3;
      SinkConfig sink = https(server.url(), 50);
      try (AuditTrail trail = trail(sink)) {
        for (int i = 0; i < 20; i++) {
          trail.ended(Outcomes.answered("x" + i, "search"));
        }
        await().until(() -> trail.counts().written() == 20);
        try (AuditSinks _ = sinks(trail, sink)) {
          await().until(() -> server.lines.size() >= 21);
          trail.close();
        }
      }

      assertThat(server.lines).isEqualTo(TrailLines.all(audit()));
    }
  }

  @Test
  void syslogGetsAMessageForEachRecordAndTheLastOnesAgainOverANewConnection() throws Exception {
    TestCertificates authority = TestCertificates.create();
    Path ca = Files.write(directory.resolve("ca.pem"), authority.authority());
    TestCertificates.Issued certificate = authority.server("localhost");
    SyslogServer first = new SyslogServer(authority.trustingAs(certificate), 0);
    SinkConfig sink =
        new SinkConfig(
            "syslog",
            SinkConfig.From.START,
            500,
            new SinkConfig.Syslog(
                new SinkConfig.HostPort("localhost", first.port()), "gw-1", ca, null, null));
    int port = first.port();
    try (AuditTrail trail = trail(sink);
        AuditSinks _ = sinks(trail, sink)) {
      trail.ended(Outcomes.answered("one", "search for " + CARD));
      await().until(() -> first.messages.size() >= 2);
      assertThat(first.messages)
          .anyMatch(line -> line.contains("[card]"))
          .noneMatch(AuditSinksTest::leaks);
      assertThat(first.messages)
          .allMatch(
              message ->
                  message.matches("<1\\d\\d>1 20[^ ]+Z gw-1 mcp-gateway - audit - \\{.*}(?s:.*)"));
      List<String> records = first.messages.stream().map(AuditSinksTest::record).toList();
      assertThat(records).isEqualTo(TrailLines.all(audit()));

      first.close();
      try (SyslogServer second = new SyslogServer(authority.trustingAs(certificate), port)) {
        trail.ended(Outcomes.answered("two", "search"));
        await()
            .until(() -> second.messages.stream().anyMatch(message -> message.contains("\"two\"")));

        List<String> all = TrailLines.all(audit());
        List<String> again = second.messages.stream().map(AuditSinksTest::record).toList();
        assertThat(again).isEqualTo(all.subList(all.size() - again.size(), all.size()));
        assertThat(again).contains(records.getLast());
      }
    }
  }

  @Test
  void aCursorThatSaysNothingIsRefused() throws Exception {
    Files.createDirectories(directory.resolve("state"));
    Files.writeString(directory.resolve("state").resolve("audit-sink-https"), "1 -5\n");
    SinkConfig sink = https(URI.create("http://127.0.0.1:1/"), 500);
    try (AuditTrail trail = trail(sink)) {
      assertThatThrownBy(() -> sinks(trail, sink))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("audit-sink-https holds no cursor");
    }
  }

  private static boolean leaks(String line) {
    return line.contains(CARD);
  }

  private static String record(String message) {
    return message.substring(message.indexOf('{'));
  }

  private Path audit() {
    return directory.resolve("audit");
  }

  private static SinkConfig https(URI url, int batch) {
    return new SinkConfig(
        "https",
        SinkConfig.From.START,
        batch,
        new SinkConfig.Https(url, Map.of("authorization", "Splunk s3cret"), null, batch < 10));
  }

  private AuditConfig config(SinkConfig sink) {
    AuditConfig usual = AuditConfig.in(audit(), AuditConfig.Mode.BATCH);
    return with(usual, usual.segmentBytes(), usual.retention(), sink);
  }

  private AuditConfig small(SinkConfig sink, Duration kept) {
    AuditConfig usual = AuditConfig.in(audit(), AuditConfig.Mode.BATCH);
    return with(usual, 64 << 10, new Retention(kept, null), sink);
  }

  private static AuditConfig with(
      AuditConfig usual, long segmentBytes, Retention retention, SinkConfig sink) {
    return new AuditConfig(
        usual.directory(),
        usual.mode(),
        usual.instance(),
        segmentBytes,
        usual.segmentAge(),
        retention,
        usual.freeBytes(),
        usual.checkpoints(),
        List.of(sink));
  }

  private AuditTrail trail(SinkConfig sink) throws IOException {
    return open(config(sink));
  }

  private AuditTrail open(AuditConfig config) throws IOException {
    return AuditTrail.open(config, state());
  }

  private AuditSinks sinks(AuditTrail trail, SinkConfig sink) throws IOException {
    return open(config(sink), trail);
  }

  private AuditSinks open(AuditConfig config, AuditTrail trail) throws IOException {
    return AuditSinks.open(config, trail, state(), InstantSource.system());
  }

  private StateDirectory state() {
    return new StateDirectory(directory.resolve("state"));
  }

  private static void fill(AuditTrail trail, int segments) {
    for (int s = 0; s < segments; s++) {
      long before = trail.counts().written();
      for (int i = 0; i < 300; i++) {
        trail.ended(Outcomes.answered("fill", "search"));
      }
      await().until(() -> trail.counts().written() >= before + 300);
    }
  }
}
