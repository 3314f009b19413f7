package io.mcpgateway.app.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * Reads audit files line by line, in bounded memory, also those of version 1. A line that is torn,
 * as a crash leaves the last one, is left out and said.
 */
public final class AuditReader {
  private static final ObjectReader JSON = new ObjectMapper().readerFor(JsonNode.class);
  private static final int MAX_LINE = 256 * 1024;
  private static final int MAX_COMPLAINTS = 20;

  private final Consumer<Recorded> to;
  private final List<String> complaints = new ArrayList<>();
  private byte[] line = new byte[4096];
  private int size;
  private boolean tooLong;
  private long records;
  private long undecided;
  private long redacted;
  private long others;
  private long unreadable;
  private long gaps;

  /**
   * @param to gets what policy decided, record by record
   */
  public AuditReader(Consumer<Recorded> to) {
    this.to = to;
  }

  /**
   * What has been read.
   *
   * @param records of exchanges
   * @param undecided those among them of which no record says what policy was asked
   * @param redacted those among the undecided of which a value was taken out that policy was asked
   *     about
   * @param others records that are not of exchanges
   * @param unreadable lines that are no records
   * @param gaps times when records could not be written
   * @param complaints what was left out, one line each, and not more than anybody reads
   */
  public record Counts(
      long records,
      long undecided,
      long redacted,
      long others,
      long unreadable,
      long gaps,
      List<String> complaints) {
    public Counts {
      complaints = List.copyOf(complaints);
    }
  }

  public Counts counts() {
    return new Counts(records, undecided, redacted, others, unreadable, gaps, complaints);
  }

  public void read(Path file) throws IOException {
    long number = 0;
    try (InputStream in = open(file)) {
      byte[] buffer = new byte[64 * 1024];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        int from = 0;
        for (int i = 0; i < read; i++) {
          if (buffer[i] == '\n') {
            keep(buffer, from, i);
            from = i + 1;
            number++;
            if (!take() || tooLong) {
              complain(file, number, "no record, left out");
            }
            clear();
          }
        }
        keep(buffer, from, read);
      }
    }
    if (size > 0) {
      number++;
      if (!take() || tooLong) {
        complain(file, number, "a torn last line, left out");
      }
      clear();
    }
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    return file.toString().endsWith(".gz")
        ? new GZIPInputStream(in, 64 * 1024)
        : new BufferedInputStream(in, 64 * 1024);
  }

  private void keep(byte[] buffer, int from, int to) {
    int more = to - from;
    if (size + more > MAX_LINE) {
      tooLong = true;
      return;
    }
    if (size + more > line.length) {
      line = Arrays.copyOf(line, Math.max(size + more, line.length * 2));
    }
    System.arraycopy(buffer, from, line, size, more);
    size += more;
  }

  private void clear() {
    size = 0;
    tooLong = false;
  }

  /** Whether the line is a record. */
  private boolean take() throws IOException {
    JsonNode json;
    try {
      json = JSON.readTree(line, 0, size);
    } catch (JsonProcessingException torn) {
      return false;
    }
    RecordMembers record = RecordMembers.of(json);
    switch (record.kind()) {
      case "exchange" -> {
        records++;
        Recorded recorded = RecordReader.read(record);
        if (recorded == null) {
          undecided++;
          redacted += record.redacted() ? 1 : 0;
        } else {
          to.accept(recorded);
        }
      }
      case "gap" -> gaps++;
      case "" -> {
        return false;
      }
      default -> others++;
    }
    return true;
  }

  private void complain(Path file, long number, String what) {
    unreadable++;
    if (complaints.size() < MAX_COMPLAINTS) {
      complaints.add(file + ":" + number + ": " + what);
    }
  }
}
