package io.mcpgateway.app.audit.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.app.policy.Grid;
import io.mcpgateway.app.policy.Shown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A {@link TrailReport} as people and programs read it: the same lists for both. */
public final class ReportPrinter {
  private static final double MEDIAN = 0.5;
  private static final double HIGH = 0.95;

  private final TrailReport report;
  private final long unreadable;
  private final int top;

  /**
   * @param unreadable lines of the trail that were no records
   * @param top rows of each list
   */
  public ReportPrinter(TrailReport report, long unreadable, int top) {
    this.report = report;
    this.unreadable = unreadable;
    this.top = top;
  }

  /**
   * A list of the report.
   *
   * @param name for programs
   * @param more how many rows were left out
   */
  private record Section(
      String name, String title, List<String> columns, List<List<Object>> rows, int more) {}

  private List<Section> sections() {
    return List.of(
        counted("outcomes", "How exchanges ended", List.of("outcome"), report.outcomes(), List::of),
        counted("uses", "Who used what", List.of("principal", "target"), report.uses(), key -> key),
        counted(
            "denials", "What was denied", List.of("rule", "target"), report.denials(), key -> key),
        counted(
            "masks", "What masks and filters took out", List.of("mask"), report.masks(), List::of),
        slowest(),
        counted("events", "What else happened", List.of("event"), report.events(), List::of));
  }

  /**
   * @param names of what the keys have, in their order
   */
  private <K> Section counted(
      String name,
      String title,
      List<String> names,
      Tally<K> tally,
      Function<K, List<String>> cells) {
    List<String> columns = new ArrayList<>(names);
    columns.add("count");
    List<List<Object>> rows = new ArrayList<>();
    for (Map.Entry<K, Long> each : tally.top(top)) {
      List<Object> row = new ArrayList<>(cells.apply(each.getKey()));
      row.add(each.getValue());
      rows.add(row);
    }
    return new Section(name, title, columns, rows, tally.size() - rows.size());
  }

  private Section slowest() {
    List<List<Object>> rows = new ArrayList<>();
    report.durations().entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<List<String>, Durations>>comparingLong(
                    each -> each.getValue().quantile(HIGH))
                .reversed())
        .limit(top)
        .forEach(
            each ->
                rows.add(
                    List.of(
                        each.getKey().get(0),
                        each.getKey().get(1),
                        each.getValue().count(),
                        each.getValue().quantile(MEDIAN),
                        each.getValue().quantile(HIGH),
                        each.getValue().max())));
    return new Section(
        "slowest",
        "What is slow (microseconds)",
        List.of("upstream", "target", "count", "p50", "p95", "max"),
        rows,
        report.durations().size() - rows.size());
  }

  public List<String> text() {
    List<String> lines = new ArrayList<>();
    lines.add(
        report.exchanges()
            + " exchanges"
            + (report.first() == null ? "" : " from " + report.first() + " to " + report.last())
            + ", "
            + report.bytesIn()
            + " bytes in, "
            + report.bytesOut()
            + " bytes out");
    if (report.missing() > 0) {
      lines.add("MISSING: " + report.missing() + " records could not be written");
    }
    if (unreadable > 0) {
      lines.add("lines that are no records: " + unreadable + " (see 'gateway audit verify')");
    }
    for (Section each : sections()) {
      if (!each.rows.isEmpty()) {
        lines.add("");
        lines.add(each.title);
        lines.addAll(table(each));
      }
    }
    return lines;
  }

  private static List<String> table(Section section) {
    List<List<String>> grid = new ArrayList<>();
    grid.add(section.columns.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList());
    section.rows.forEach(
        row -> grid.add(row.stream().map(cell -> Shown.of(cell.toString())).toList()));
    List<String> lines = new ArrayList<>();
    Grid.table(grid).forEach(line -> lines.add("  " + line));
    if (section.more > 0) {
      lines.add("  … and " + section.more + " more: --top");
    }
    return lines;
  }

  /** One object. */
  public String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("exchanges", report.exchanges())
        .put("first", text(report.first()))
        .put("last", text(report.last()))
        .put("bytesIn", report.bytesIn())
        .put("bytesOut", report.bytesOut())
        .put("recordsMissing", report.missing())
        .put("linesUnreadable", unreadable);
    for (Section each : sections()) {
      ArrayNode rows = json.putArray(each.name);
      for (List<Object> row : each.rows) {
        ObjectNode object = rows.addObject();
        for (int i = 0; i < row.size(); i++) {
          if (row.get(i) instanceof Long number) {
            object.put(each.columns.get(i), number);
          } else {
            object.put(each.columns.get(i), row.get(i).toString());
          }
        }
      }
    }
    return json.toPrettyString();
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }
}
