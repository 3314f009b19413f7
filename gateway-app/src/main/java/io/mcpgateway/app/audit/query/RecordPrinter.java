package io.mcpgateway.app.audit.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.app.policy.Grid;
import io.mcpgateway.app.policy.Shown;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints the latest of the records it gets, as a table, as JSON lines or as CSV. */
public final class RecordPrinter implements TrailScan.Visitor {
  private final Format format;
  private final int most;
  private final PrintWriter out;

  /** Not printed yet, because there may be later ones: the cells of a table, or one line each. */
  private final Deque<List<String>> waiting = new ArrayDeque<>();

  private long found;
  private long shown;

  /** How records are printed, called as on the command line. */
  @SuppressWarnings("JavaStyle")
  public enum Format {
    /** Columns that fit on a screen. */
    table,
    /** The lines of the trail. */
    json,
    /** All columns, with a line of their names (RFC 4180). */
    csv
  }

  /**
   * @param most how many; {@link Integer#MAX_VALUE} prints each when it comes, except in a table
   */
  public RecordPrinter(Format format, int most, PrintWriter out) {
    this.format = format;
    this.most = most;
    this.out = out;
    if (format == Format.csv) {
      out.println(Grid.csv(RecordRow.COLUMNS));
    }
  }

  @Override
  public void visit(byte[] line, JsonNode json, RecordRow row) throws IOException {
    found++;
    if (format == Format.table) {
      keep(row.cells(RecordRow.SHORT));
      return;
    }
    String text = line(format, line, row);
    if (most < Integer.MAX_VALUE) {
      keep(List.of(text));
      return;
    }
    shown++;
    out.println(text);
    if (out.checkError()) {
      throw new IOException("nobody reads the output any more");
    }
  }

  private void keep(List<String> cells) {
    waiting.add(cells);
    if (waiting.size() > most) {
      waiting.remove();
    }
  }

  /** One record as one line, whatever others look like. */
  public static String line(Format format, byte[] line, RecordRow row) {
    return switch (format) {
      case table ->
          row.cells(RecordRow.SHORT).stream()
              .map(cell -> cell.isEmpty() ? "-" : cell)
              .collect(Collectors.joining("  "));
      case json -> Shown.of(TrailScan.text(line));
      case csv -> Grid.csv(row.cells(RecordRow.COLUMNS));
    };
  }

  /** Prints what is left. */
  public void finish() {
    shown += waiting.size();
    if (format == Format.table) {
      if (!waiting.isEmpty()) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(RecordRow.SHORT.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList());
        rows.addAll(waiting);
        Grid.table(rows).forEach(out::println);
      }
    } else {
      waiting.forEach(line -> out.println(line.getFirst()));
    }
    waiting.clear();
  }

  public long found() {
    return found;
  }

  public long shown() {
    return shown;
  }
}
