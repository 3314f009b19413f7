package io.mcpgateway.app.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Rows of text, all of them as long as the first, as people and programs read them. */
public final class Grid {
  private static final String GAP = "  ";

  private Grid() {}

  /** A line for each row; what stands in one column begins at one place. */
  public static List<String> table(List<List<String>> rows) {
    int[] widths = new int[rows.isEmpty() ? 0 : rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length())).append(GAP);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  /** A row of a file of comma-separated values (RFC 4180). */
  public static String csv(List<String> row) {
    return row.stream().map(Grid::quoted).collect(Collectors.joining(","));
  }

  private static String quoted(String text) {
    // A spreadsheet takes what begins so for a formula.
    String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? '"' + safe.replace("\"", "\"\"") + '"'
        : safe;
  }
}
