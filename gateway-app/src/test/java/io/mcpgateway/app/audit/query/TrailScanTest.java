package io.mcpgateway.app.audit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.app.audit.store.SegmentFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of many segments, and what is made of many records. */
class TrailScanTest {
  private static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");

  @TempDir Path directory;
  private long seen;

  @Test
  void olderSegmentsAreNotReadAndNothingIsMissed() throws IOException {
    // One segment an hour, whose exchanges began up to an hour before they were written.
    for (int hour = 1; hour <= 10; hour++) {
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < 60; i++) {
        Instant logged = BEGIN.plusSeconds(hour * 3600L + i * 60L);
        lines.append(record(logged.minusSeconds(i * 60L), logged, "x-" + hour + "-" + i));
      }
      Files.writeString(directory.resolve("audit-%08d.jsonl".formatted(hour)), lines);
    }
    Instant since = BEGIN.plusSeconds(7 * 3600);
    TrailScan scan =
        new TrailScan(
            new RecordFilter(since, null, Map.of()),
            (_, _, row) -> {
              assertThat(row.time()).isAfterOrEqualTo(since);
              seen++;
            });

    scan.read(SegmentFile.in(directory));

    assertThat(seen).isEqualTo(4 * 60);
    assertThat(scan.skipped()).isEqualTo(5);
  }

  @Test
  void manyDifferentKeysDoNotFillMemory() {
    Tally<String> tally = new Tally<>("other");
    for (int i = 0; i < 100_000; i++) {
      tally.add("key-" + i, 1);
      tally.add("often", 1);
    }

    assertThat(tally.size()).isEqualTo(Tally.MOST + 1);
    assertThat(tally.top(2))
        .containsExactly(Map.entry("often", 100_000L), Map.entry("other", 100_001L - Tally.MOST));
  }

  @Test
  void quantilesAreRightToAnEighth() {
    Durations durations = new Durations();
    long[] values = new Random(1).longs(10_000, 1, 5_000_000).sorted().toArray();
    for (long each : values) {
      durations.add(each);
    }

    for (double quantile : new double[] {0.01, 0.5, 0.95, 0.99, 1}) {
      long exact = values[(int) Math.ceil(values.length * quantile) - 1];
      assertThat(durations.quantile(quantile)).isBetween(exact, exact + exact / 8 + 1);
    }
  }

  private static String record(Instant time, Instant logged, String id) {
    return """
        {"metadata":{"correlation_uid":"%s","logged_time":%d},"unmapped":{"gw":{"kind":"exchange","time":"%s"}}}
        """
        .formatted(id, logged.toEpochMilli(), time);
  }
}
