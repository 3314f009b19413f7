package io.mcpgateway.app.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.app.Outcomes;
import io.mcpgateway.app.audit.store.SegmentFile;
import io.mcpgateway.app.audit.verify.Finding;
import io.mcpgateway.app.audit.verify.TrailVerification;
import io.mcpgateway.app.config.AuditConfig;
import io.mcpgateway.app.state.StateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is done to a trail, verification says so. */
class TrailMutationTest {
  private static final int MUTATIONS = Integer.getInteger("audit.mutations", 10_000);
  private static final long SEED = 20_261_127L;

  @TempDir static Path shared;

  private static List<List<String>> original = List.of();
  private static List<List<String>> foreign = List.of();
  private static PublicKey key;
  private static Path copy;

  /** Sealed, of some segments, small enough to be read ten thousand times. */
  @BeforeAll
  static void write() throws Exception {
    copy = shared.resolve("copy.jsonl");
    original = trail(shared.resolve("ours"), copy);
    foreign = trail(shared.resolve("another"), null);
    key =
        TrailVerification.trustedKey(
            shared.resolve("ours").resolve("state").resolve(CheckpointKeys.PUBLIC));
    assertThat(original).hasSize(3);
  }

  private static List<List<String>> trail(Path directory, Path copyTo) throws Exception {
    Path audit = directory.resolve("audit");
    AuditConfig usual = AuditConfig.in(audit, AuditConfig.Mode.BATCH);
    AuditConfig config =
        new AuditConfig(
            audit,
            AuditConfig.Mode.BATCH,
            "gw-1",
            usual.segmentBytes(),
            usual.segmentAge(),
            usual.retention(),
            usual.freeBytes(),
            new AuditConfig.Checkpoints(4, Duration.ofMinutes(1), copyTo, null),
            List.of());
    for (int run = 0; run < 3; run++) {
      try (AuditTrail trail =
          AuditTrail.open(config, new StateDirectory(directory.resolve("state")))) {
        for (int i = 0; i < 5; i++) {
          int written = i + 1;
          trail.ended(Outcomes.answered("run-" + run + "-" + i, "search \u00e9 \u2028"));
          await().until(() -> trail.counts().written() == written);
        }
      }
    }
    List<List<String>> segments = new ArrayList<>();
    for (SegmentFile each : SegmentFile.in(audit)) {
      try (var in = each.read()) {
        segments.add(
            new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)
                .lines()
                .map(line -> line + "\n")
                .toList());
      }
    }
    return segments;
  }

  /** What can be done to a trail. */
  private enum Mutation {
    EDIT_A_BYTE,
    INSERT_A_BYTE,
    DELETE_A_BYTE,
    DELETE_A_RECORD,
    INSERT_A_RECORD,
    REPEAT_A_RECORD,
    SWAP_RECORDS,
    CUT_THE_END,
    CUT_WITHIN_A_RECORD,
    REMOVE_A_SEGMENT,
    SWAP_SEGMENTS,
    FOREIGN_SEGMENT,
    EDIT_A_SIGNATURE,
    REWRITE_THE_TAIL
  }

  @Test
  void everyOneOfManyMutationsIsFound() throws Exception {
    Path directory = Files.createDirectories(shared.resolve("mutated"));
    Random random = new Random(SEED);
    Map<Mutation, Integer> done = new EnumMap<>(Mutation.class);
    put(directory, original);
    assertThat(verify(directory, copy)).isEmpty();
    for (int i = 0; i < MUTATIONS; i++) {
      Mutation mutation = Mutation.values()[random.nextInt(Mutation.values().length)];
      List<List<String>> mutated = mutate(mutation, random);
      if (bytes(mutated).equals(bytes(original))) {
        continue;
      }
      done.merge(mutation, 1, Integer::sum);
      put(directory, mutated);
      assertThat(verify(directory, copy)).as("%s, number %s", mutation, i).isNotEmpty();
    }
    assertThat(done).hasSize(Mutation.values().length);
    assertThat(done.values().stream().mapToInt(Integer::intValue).sum())
        .isGreaterThan(MUTATIONS * 9 / 10);
  }

  @Test
  void aCutIsFoundWithoutCopiesWhereASegmentFollows() throws Exception {
    Path directory = Files.createDirectories(shared.resolve("cut"));
    List<List<String>> mutated = editable();
    mutated.getFirst().removeLast();
    put(directory, mutated);

    assertThat(verify(directory, null).getFirst().problem()).contains("missing");
  }

  private static List<List<String>> mutate(Mutation mutation, Random random) {
    List<List<String>> all = editable();
    List<String> segment = all.get(random.nextInt(all.size()));
    int at = random.nextInt(segment.size());
    String line = segment.get(at);
    int c = random.nextInt(line.length());
    switch (mutation) {
      case EDIT_A_BYTE ->
          segment.set(
              at, line.substring(0, c) + (char) random.nextInt(256) + line.substring(c + 1));
      case INSERT_A_BYTE ->
          segment.set(at, line.substring(0, c) + (char) random.nextInt(256) + line.substring(c));
      case DELETE_A_BYTE -> segment.set(at, line.substring(0, c) + line.substring(c + 1));
      case DELETE_A_RECORD -> segment.remove(at);
      case INSERT_A_RECORD -> {
        List<String> other = foreign.get(random.nextInt(foreign.size()));
        segment.add(at, other.get(random.nextInt(other.size())));
      }
      case REPEAT_A_RECORD -> segment.add(random.nextInt(segment.size() + 1), line);
      case SWAP_RECORDS -> Collections.swap(segment, at, random.nextInt(segment.size()));
      case CUT_THE_END -> {
        List<String> last = all.getLast();
        // The seal is copied, too.
        last.subList(random.nextInt(last.size()), last.size()).clear();
      }
      case CUT_WITHIN_A_RECORD -> {
        segment.subList(at + 1, segment.size()).clear();
        segment.set(at, line.substring(0, c));
      }
      case REMOVE_A_SEGMENT -> segment.clear();
      case SWAP_SEGMENTS -> Collections.shuffle(all, random);
      case FOREIGN_SEGMENT ->
          all.set(random.nextInt(all.size()), foreign.get(random.nextInt(foreign.size())));
      case EDIT_A_SIGNATURE -> {
        int signed = signed(segment);
        String record = segment.get(signed);
        int value = record.indexOf("\"signatures\"") + 12 + random.nextInt(150);
        segment.set(
            signed,
            record.substring(0, value)
                + (char) ('a' + random.nextInt(26))
                + record.substring(value + 1));
      }
      case REWRITE_THE_TAIL -> {
        // Whole records, canonical and chained among each other, but by another key.
        List<String> last = all.getLast();
        int from = random.nextInt(last.size());
        last.subList(from, last.size()).clear();
        last.addAll(foreign.getLast().subList(from, foreign.getLast().size()));
      }
    }
    return all;
  }

  private static int signed(List<String> segment) {
    for (int i = 0; i < segment.size(); i++) {
      if (segment.get(i).contains("\"signatures\"")) {
        return i;
      }
    }
    throw new IllegalStateException("no signature");
  }

  private static List<List<String>> editable() {
    List<List<String>> copy = new ArrayList<>();
    original.forEach(segment -> copy.add(new ArrayList<>(segment)));
    return copy;
  }

  private static List<String> bytes(List<List<String>> segments) {
    return segments.stream().map(segment -> String.join("", segment)).toList();
  }

  /** A segment without lines is no file. */
  private static void put(Path directory, List<List<String>> segments) {
    try {
      for (int i = 0; i < segments.size(); i++) {
        Path file = directory.resolve("audit-0000000" + (i + 1) + ".jsonl");
        String text = String.join("", segments.get(i));
        if (text.isEmpty()) {
          Files.deleteIfExists(file);
        } else {
          Files.writeString(file, text, StandardCharsets.ISO_8859_1);
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static List<Finding> verify(Path directory, Path checkpoints) throws IOException {
    return TrailVerification.verify(SegmentFile.in(directory), List.of(key), true, checkpoints)
        .findings();
  }
}
