package io.mcpgateway.policy.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.core.exchange.ToolDefinition;
import io.mcpgateway.policy.model.Glob;
import io.mcpgateway.policy.model.Risk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Of which class a tool is: what the policy says, or more if the upstream says so of its own tool
 * (MCP 2026-07-28, tools, annotations). What an upstream says is never a reason to trust it more.
 * Immutable.
 */
final class RiskClasses {
  private final List<String> classes;
  private final int byDefault;
  private final PatternIndex<Integer> index;

  /** Where there is no such class, a negative number, which raises nothing. */
  private final int write;

  private final int destructive;

  RiskClasses(Risk risk) {
    classes = risk.classes();
    byDefault = classes.indexOf(risk.byDefault());
    write = classes.indexOf(Risk.WRITE);
    destructive = classes.indexOf(Risk.DESTRUCTIVE);
    Map<Glob, Integer> severities = new HashMap<>();
    risk.tools()
        .forEach(
            (name, globs) ->
                globs.forEach(glob -> severities.merge(glob, classes.indexOf(name), Integer::max)));
    index = new PatternIndex<>(severities);
  }

  /** The number of the class, from the least severe. */
  int of(String tool, @Nullable ToolDefinition definition) {
    Most most = new Most();
    index.visit(tool, most);
    int severity = most.severity < 0 ? byDefault : most.severity;
    JsonNode annotations = definition == null ? null : definition.json().get("annotations");
    if (annotations != null) {
      if (says(annotations.get("readOnlyHint"), false)) {
        severity = Math.max(severity, write);
      }
      if (says(annotations.get("destructiveHint"), true)) {
        severity = Math.max(severity, destructive);
      }
    }
    return severity;
  }

  /** Also of what is no boolean: a hint that cannot be read is not one that calms. */
  private static boolean says(@Nullable JsonNode hint, boolean worse) {
    return hint != null && !hint.isNull() && (!hint.isBoolean() || hint.booleanValue() == worse);
  }

  String name(int severity) {
    return classes.get(severity);
  }

  int number(String name) {
    return classes.indexOf(name);
  }

  int size() {
    return classes.size();
  }

  private static final class Most implements PatternIndex.Visitor<Integer> {
    private int severity = -1;

    @Override
    public void found(Integer value) {
      severity = Math.max(severity, value);
    }
  }
}
