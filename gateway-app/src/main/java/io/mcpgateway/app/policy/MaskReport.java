package io.mcpgateway.app.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.app.policy.MaskTrial.Found;
import io.mcpgateway.app.policy.MaskTrial.Outcome;
import io.mcpgateway.policy.mask.MaskPreview.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a trial of masks, for programs and for people.
 *
 * @param values whether the values that were found are shown
 */
public record MaskReport(Outcome outcome, boolean values) {
  /** Longer texts are cut in tables. */
  private static final int MAX_SHOWN = 100;

  /** What is counted under the name of no mask. */
  private static final String UNMASKABLE = "unmaskable:";

  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("output", outcome.output()).put("withheld", outcome.withheld());
    ArrayNode findings = json.putArray("findings");
    for (Found found : outcome.found()) {
      Finding finding = found.finding();
      ObjectNode each = findings.addObject();
      each.put("mask", finding.mask())
          .put("what", finding.what())
          .put("replacement", finding.replacement());
      if (values) {
        each.put("value", finding.value());
      }
    }
    ObjectNode counts = json.putObject("counts");
    outcome.counts().forEach(counts::put);
    ArrayNode observed = json.putArray("observed");
    outcome.observed().forEach(observed::add);
    return json;
  }

  /** A table of what was found, what is the same together, and what else there is to say. */
  public List<String> lines() {
    Map<List<String>, Integer> rows = new LinkedHashMap<>();
    outcome.found().forEach(found -> rows.merge(row(found), 1, Integer::sum));
    List<String> lines = rows.isEmpty() ? new ArrayList<>(List.of("nothing found")) : table(rows);
    outcome.counts().entrySet().stream()
        .filter(each -> each.getKey().startsWith(UNMASKABLE))
        .forEach(
            each ->
                lines.add(
                    "cannot be looked into, and "
                        + each.getKey().substring(UNMASKABLE.length())
                        + ": "
                        + each.getValue()));
    if (outcome.withheld() != null) {
      lines.add("withheld: " + Shown.of(outcome.withheld()));
    }
    return lines;
  }

  private List<String> row(Found found) {
    Finding finding = found.finding();
    List<String> row = new ArrayList<>(List.of(finding.mask(), finding.what()));
    if (values) {
      row.add(shown(finding.value()));
    }
    row.add(became(found, finding.replacement()));
    return row;
  }

  private static String became(Found found, @Nullable String replacement) {
    return switch (found.effect()) {
      case REPLACED -> replacement == null ? "" : shown(replacement);
      case DROPPED -> "(dropped)";
      case OBSERVED -> "(observed only)";
      case BLOCKED -> "(blocked)";
    };
  }

  private List<String> table(Map<List<String>, Integer> rows) {
    List<List<String>> grid = new ArrayList<>();
    grid.add(
        values
            ? List.of("mask", "found", "times", "value", "became")
            : List.of("mask", "found", "times", "became"));
    rows.forEach(
        (row, times) -> {
          List<String> line = new ArrayList<>(row);
          line.add(2, times.toString());
          grid.add(line);
        });
    return Grid.table(grid);
  }

  private static String shown(String text) {
    return text.codePointCount(0, text.length()) <= MAX_SHOWN
        ? Shown.of(text)
        : Shown.of(text.substring(0, text.offsetByCodePoints(0, MAX_SHOWN))) + "…";
  }

  /** Not what was found. */
  @Override
  public String toString() {
    return "MaskReport[" + outcome.counts() + "]";
  }
}
