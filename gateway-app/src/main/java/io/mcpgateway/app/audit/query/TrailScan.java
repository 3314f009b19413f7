package io.mcpgateway.app.audit.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.mcpgateway.app.audit.store.SegmentFile;
import io.mcpgateway.app.audit.verify.RecordLines;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of segments in their order, one at a time. What is no record, such as the half
 * of a line that is just being written, is left out and counted.
 */
public final class TrailScan {
  private static final ObjectReader JSON = new ObjectMapper().readerFor(JsonNode.class);

  private final RecordFilter filter;
  private final Visitor visitor;
  private long unreadable;
  private long skipped;

  /** Gets the records that were asked for. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * @param line the record as it stands in the trail
     */
    void visit(byte[] line, JsonNode json, RecordRow row) throws IOException;
  }

  public TrailScan(RecordFilter filter, Visitor visitor) {
    this.filter = filter;
    this.visitor = visitor;
  }

  /** How many lines were no records. */
  public long unreadable() {
    return unreadable;
  }

  /** How many segments were not read, because they are older than what is asked for. */
  public long skipped() {
    return skipped;
  }

  public void read(List<SegmentFile> segments) throws IOException {
    int from = firstOf(segments);
    skipped = from;
    for (SegmentFile each : segments.subList(from, segments.size())) {
      read(each);
    }
  }

  /**
   * The first segment that may have something: a record is written after the exchange arrived, so
   * one that was followed by another before {@code since} has nothing.
   */
  private int firstOf(List<SegmentFile> segments) throws IOException {
    Instant since = filter.since();
    int first = 0;
    if (since == null) {
      return first;
    }
    for (int i = 1; i < segments.size(); i++) {
      Instant began = began(segments.get(i));
      if (began == null || !began.isBefore(since)) {
        break;
      }
      first = i;
    }
    return first;
  }

  private static @Nullable Instant began(SegmentFile segment) throws IOException {
    try (RecordLines lines = new RecordLines(segment.read())) {
      byte[] line = lines.next();
      JsonNode json = line == null ? null : json(line);
      long millis = json == null ? 0 : json.path("metadata").path("logged_time").asLong();
      return millis == 0 ? null : Instant.ofEpochMilli(millis);
    } catch (EOFException | ZipException broken) {
      return null;
    }
  }

  private void read(SegmentFile segment) throws IOException {
    try (RecordLines lines = new RecordLines(segment.read())) {
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        if (lines.isComplete()) {
          take(line);
        } else {
          unreadable++;
        }
      }
    } catch (EOFException | ZipException broken) {
      unreadable++;
    }
  }

  /** One line, without its end. */
  public void take(byte[] line) throws IOException {
    JsonNode json = json(line);
    if (json == null || !json.isObject()) {
      unreadable++;
      return;
    }
    RecordRow row = RecordRow.of(json);
    if (filter.accepts(json, row)) {
      visitor.visit(line, json, row);
    }
  }

  private static @Nullable JsonNode json(byte[] line) throws IOException {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException none) {
      return null;
    }
  }

  /** The line as text. */
  public static String text(byte[] line) {
    return new String(line, StandardCharsets.UTF_8);
  }
}
