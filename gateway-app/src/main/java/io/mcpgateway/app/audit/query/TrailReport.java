package io.mcpgateway.app.audit.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts what records say. Of each list at most {@link Tally#MOST} different keys are told apart.
 */
public final class TrailReport implements TrailScan.Visitor {
  private final Tally<String> outcomes = new Tally<>("other");
  private final Tally<String> events = new Tally<>("other");
  private final Tally<String> masks = new Tally<>("other");
  private final Tally<List<String>> uses = new Tally<>(List.of("other", "other"));
  private final Tally<List<String>> denials = new Tally<>(List.of("other", "other"));
  private final Map<List<String>, Durations> durations = new HashMap<>();
  private long exchanges;
  private long bytesIn;
  private long bytesOut;
  private long missing;
  private @Nullable Instant first;
  private @Nullable Instant last;

  @Override
  public void visit(byte[] line, JsonNode json, RecordRow row) {
    missing += row.missing();
    if (first == null || row.time().isBefore(first)) {
      first = row.time();
    }
    if (last == null || row.time().isAfter(last)) {
      last = row.time();
    }
    switch (row.kind()) {
      case "exchange" -> exchange(row);
      case "event" -> events.add(row.outcome(), 1);
      default -> {}
    }
  }

  private void exchange(RecordRow row) {
    exchanges++;
    bytesIn += row.bytesIn();
    bytesOut += row.bytesOut();
    outcomes.add(row.outcome(), 1);
    row.masked().forEach(masks::add);
    if (row.decision().equals("deny")) {
      denials.add(List.of(row.rule(), row.target().isEmpty() ? row.method() : row.target()), 1);
    }
    if (row.target().isEmpty()) {
      return;
    }
    uses.add(List.of(row.principal(), row.target()), 1);
    List<String> called = List.of(row.upstream(), row.target());
    if (durations.size() < Tally.MOST || durations.containsKey(called)) {
      // Of what was refused nobody knows how slow it is.
      if (row.outcome().equals("answered") || row.outcome().equals("failed")) {
        durations.computeIfAbsent(called, _ -> new Durations()).add(row.micros());
      }
    }
  }

  long exchanges() {
    return exchanges;
  }

  long bytesIn() {
    return bytesIn;
  }

  long bytesOut() {
    return bytesOut;
  }

  /** Records that could not be written, as gaps say. */
  long missing() {
    return missing;
  }

  @Nullable Instant first() {
    return first;
  }

  @Nullable Instant last() {
    return last;
  }

  Tally<String> outcomes() {
    return outcomes;
  }

  Tally<String> events() {
    return events;
  }

  Tally<String> masks() {
    return masks;
  }

  /** By principal and target. */
  Tally<List<String>> uses() {
    return uses;
  }

  /** By rule and target, or method where there is no target. */
  Tally<List<String>> denials() {
    return denials;
  }

  /** By upstream and target. */
  Map<List<String>, Durations> durations() {
    return durations;
  }
}
