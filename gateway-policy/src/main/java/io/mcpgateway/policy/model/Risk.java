package io.mcpgateway.policy.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much harm each tool can do.
 *
 * @param classes from the least to the most severe
 * @param byDefault the class of tools that {@code tools} does not name; one of {@code classes}
 * @param tools which tools are of which class; of several, the most severe counts
 */
public record Risk(List<String> classes, String byDefault, Map<String, List<Glob>> tools) {
  /** The class of a tool that only reads. */
  public static final String READ = "read";

  /** The class of a tool that changes something. */
  public static final String WRITE = "write";

  /** The class of a tool that destroys something. */
  public static final String DESTRUCTIVE = "destructive";

  public static final Risk STANDARD =
      new Risk(List.of(READ, WRITE, DESTRUCTIVE), DESTRUCTIVE, Map.of());

  public Risk {
    classes = List.copyOf(classes);
    Map<String, List<Glob>> copy = new LinkedHashMap<>();
    tools.forEach((name, globs) -> copy.put(name, List.copyOf(globs)));
    tools = Map.copyOf(copy);
    if (!classes.contains(byDefault)) {
      throw new IllegalArgumentException("risk.default: " + byDefault + ", not in " + classes);
    }
  }
}
