package io.mcpgateway.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.app.audit.verify.TrailLines;
import io.mcpgateway.app.audit.verify.TrailWords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads audit trails, for tests. */
public final class Trails {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Beside the exchanges that they come with. */
  private static final Set<String> BESIDE =
      Set.of(
          "gateway-started",
          "gateway-stopped",
          "session-started",
          "session-ended",
          "stream-opened");

  private Trails() {}

  /**
   * All records so far, without those of the trail about itself, of start and stop, and of what
   * begins with an exchange.
   */
  public static List<JsonNode> records(Path directory) {
    return all(directory).stream()
        .filter(each -> !TrailWords.isAboutTrail(each) && !BESIDE.contains(event(each)))
        .toList();
  }

  /** Those of the trail about itself that are called so. */
  public static List<JsonNode> events(Path directory, String event) {
    return all(directory).stream().filter(each -> event.equals(event(each))).toList();
  }

  /** The lines of all records, without those of the trail about itself. */
  public static List<String> lines(Path directory) {
    try {
      List<String> lines = new ArrayList<>();
      for (String line : TrailLines.records(directory)) {
        JsonNode record = JSON.readTree(line);
        AuditSchema.check(record);
        if (!BESIDE.contains(event(record))) {
          lines.add(line);
        }
      }
      return lines;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static List<JsonNode> all(Path directory) {
    List<JsonNode> records = new ArrayList<>();
    try {
      for (String line : TrailLines.all(directory)) {
        JsonNode record = JSON.readTree(line);
        AuditSchema.check(record);
        records.add(record);
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return records;
  }

  /** The exchange that a record is about, or empty. */
  public static String exchange(JsonNode record) {
    return record.path("metadata").path("correlation_uid").asText("");
  }

  /** The id of the client's request, or empty. */
  public static String requestId(JsonNode record) {
    return record.at("/api/request/uid").asText("").replace("\"", "");
  }

  /** One word: how the exchange ended. */
  public static String outcome(JsonNode record) {
    return record.at("/unmapped/gw/outcome").asText("");
  }

  /** Whether it says that an exchange is about to be forwarded. */
  public static boolean isIntent(JsonNode record) {
    return record.at("/unmapped/gw/kind").asText("").equals("intent");
  }

  /** What event the record names, or empty. */
  public static String event(JsonNode record) {
    return record.at("/unmapped/gw/event").asText("");
  }
}
