package io.mcpgateway.app.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.ToolDefinition;
import io.mcpgateway.core.protocol.McpMethod.Primitive;
import io.mcpgateway.policy.access.Question.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each of some callers may do with each of some things.
 *
 * @param subjects by what people call them
 * @param rows by caller; a cell for each of {@code subjects}, in their order
 */
public record Matrix(List<String> subjects, Map<String, List<Cell>> rows) {

  /** Asks for all of them. */
  public static Matrix of(
      RuledRoute route, Map<String, Principal> callers, List<Column> columns, Instant now) {
    Map<String, List<Cell>> rows = new LinkedHashMap<>();
    callers.forEach(
        (name, caller) -> {
          List<Cell> cells = new ArrayList<>();
          for (Column column : columns) {
            cells.add(Cell.of(route, caller, column.subject(), column.tool(), now));
          }
          rows.put(name, cells);
        });
    return new Matrix(columns.stream().map(Column::name).toList(), rows);
  }

  /**
   * One of the things.
   *
   * @param tool its definition, if it is a tool and that is known
   */
  public record Column(String name, Subject subject, @Nullable ToolDefinition tool) {
    public static Column tool(String name, @Nullable ToolDefinition definition) {
      return new Column(name, new Subject.Use(Primitive.TOOL, name), definition);
    }

    static Column of(Subject subject) {
      return new Column(Call.words(subject), subject, null);
    }
  }

  /** A table for people: a word for each cell, {@code *} where something is only observed. */
  public List<String> table() {
    List<List<String>> grid = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of(""));
    head.addAll(subjects);
    grid.add(head);
    rows.forEach(
        (name, cells) -> {
          List<String> row = new ArrayList<>(List.of(name));
          cells.forEach(
              cell -> row.add(cell.effect().word() + (cell.observed().isEmpty() ? "" : "*")));
          grid.add(row);
        });
    return Grid.table(grid);
  }

  /** One line for each cell (RFC 4180). */
  public List<String> csv() {
    List<String> lines = new ArrayList<>(List.of("principal,subject,decision,rule,observed"));
    rows.forEach(
        (name, cells) -> {
          for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            lines.add(
                Grid.csv(
                    List.of(
                        name,
                        subjects.get(i),
                        cell.effect().word(),
                        cell.rule(),
                        cell.observed())));
          }
        });
    return lines;
  }

  /** One object for each cell. */
  public ArrayNode json() {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    rows.forEach(
        (name, cells) -> {
          for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            ObjectNode each = array.addObject();
            each.put("principal", name)
                .put("subject", subjects.get(i))
                .put("decision", cell.effect().word())
                .put("rule", cell.rule())
                .put("observed", cell.observed());
          }
        });
    return array;
  }
}
