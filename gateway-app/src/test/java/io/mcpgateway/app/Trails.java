package io.mcpgateway.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.app.audit.store.SegmentFile;
import io.mcpgateway.app.audit.verify.TrailWords;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads audit trails, for tests. */
public final class Trails {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> OWN =
      Set.of(
          TrailWords.STARTED,
          TrailWords.SEALED,
          TrailWords.CHECKPOINT,
          TrailWords.UNDER_WAY,
          TrailWords.REMOVED);

  private Trails() {}

  /** All records so far, without those of the trail about itself. */
  public static List<JsonNode> records(Path directory) {
    return all(directory).stream().filter(each -> !OWN.contains(event(each))).toList();
  }

  /** Those of the trail about itself that are called so. */
  public static List<JsonNode> events(Path directory, String event) {
    return all(directory).stream().filter(each -> event.equals(event(each))).toList();
  }

  /** Every record; a line that is being written is none yet. */
  public static List<JsonNode> all(Path directory) {
    List<JsonNode> records = new ArrayList<>();
    for (String line : lines(directory)) {
      try {
        records.add(JSON.readTree(line));
      } catch (IOException unreadable) {
        throw new UncheckedIOException(line, unreadable);
      }
    }
    return records;
  }

  /** Every whole line. */
  public static List<String> lines(Path directory) {
    List<String> lines = new ArrayList<>();
    try {
      for (SegmentFile segment : SegmentFile.in(directory)) {
        String text;
        try (BufferedReader reader =
            new BufferedReader(new InputStreamReader(segment.read(), StandardCharsets.UTF_8))) {
          text = reader.readAllAsString();
        }
        lines.addAll(text.substring(0, text.lastIndexOf('\n') + 1).lines().toList());
      }
      return lines;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** What event the record names, or empty. */
  public static String event(JsonNode record) {
    return record.path("unmapped").path("gw").path("event").asText("");
  }
}
