package io.mcpgateway.app.audit.query;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.app.audit.query.RecordPrinter.Format;
import io.mcpgateway.app.policy.Grid;
import io.mcpgateway.app.policy.Shown;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints what a database answered. */
public final class ResultPrinter {
  /** What a table has room for; the other formats print all. */
  private static final int MOST_ROWS = 10_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Format format;
  private final PrintWriter out;

  public ResultPrinter(Format format, PrintWriter out) {
    this.format = format;
    this.out = out;
  }

  void print(ResultSet rows) throws SQLException, IOException {
    List<String> names = names(rows.getMetaData());
    switch (format) {
      case table -> table(names, rows);
      case csv -> {
        out.println(Grid.csv(names));
        while (rows.next()) {
          out.println(Grid.csv(cells(names.size(), rows)));
        }
      }
      case json -> {
        while (rows.next()) {
          out.println(JSON.writeValueAsString(object(names, rows)));
        }
      }
    }
    out.flush();
  }

  private static List<String> names(ResultSetMetaData columns) throws SQLException {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      names.add(Shown.of(columns.getColumnLabel(i)));
    }
    return names;
  }

  private void table(List<String> names, ResultSet rows) throws SQLException {
    List<List<String>> grid = new ArrayList<>();
    grid.add(names.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList());
    boolean more = rows.next();
    while (more && grid.size() <= MOST_ROWS) {
      grid.add(cells(names.size(), rows));
      more = rows.next();
    }
    Grid.table(grid).forEach(out::println);
    if (more) {
      out.println("… and more: --format csv prints all");
    }
  }

  private static List<String> cells(int columns, ResultSet rows) throws SQLException {
    List<String> cells = new ArrayList<>();
    for (int i = 1; i <= columns; i++) {
      String cell = rows.getString(i);
      cells.add(cell == null ? "" : Shown.of(cell));
    }
    return cells;
  }

  private static ObjectNode object(List<String> names, ResultSet rows) throws SQLException {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < names.size(); i++) {
      switch (rows.getObject(i + 1)) {
        case null -> object.putNull(names.get(i));
        case Integer number -> object.put(names.get(i), number);
        case Long number -> object.put(names.get(i), number);
        case Double number -> object.put(names.get(i), number);
        case Boolean flag -> object.put(names.get(i), flag);
        default -> object.put(names.get(i), Shown.of(rows.getString(i + 1)));
      }
    }
    return object;
  }
}
