package io.mcpgateway.app.audit.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.mcpgateway.app.audit.store.SegmentFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All of a small trail, as text. What is being written at this moment is not there yet. */
public final class TrailLines {
  private static final ObjectReader JSON = new ObjectMapper().readerFor(JsonNode.class);

  private TrailLines() {}

  /** Every line. */
  public static List<String> all(Path directory) throws IOException {
    List<String> all = new ArrayList<>();
    for (SegmentFile segment : SegmentFile.in(directory)) {
      try (RecordLines lines = new RecordLines(segment.read())) {
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
          if (lines.isComplete()) {
            all.add(new String(line, UTF_8));
          }
        }
      }
    }
    return all;
  }

  /** The lines of what happened, without those that the trail says of itself. */
  public static List<String> records(Path directory) throws IOException {
    List<String> records = new ArrayList<>();
    for (String line : all(directory)) {
      if (!TrailWords.isAboutTrail(JSON.readTree(line))) {
        records.add(line);
      }
    }
    return records;
  }
}
