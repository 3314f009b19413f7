package io.mcpgateway.policy.model;

import io.mcpgateway.core.config.YamlMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code risk} of a policy, noting every problem. */
final class RiskReader {
  private static final int MAX_CLASSES = 16;

  private RiskReader() {}

  static Risk read(YamlMap root) {
    YamlMap map = root.map("risk");
    if (map == null) {
      return Risk.STANDARD;
    }
    List<String> classes = map.has("classes") ? map.strings("classes") : Risk.STANDARD.classes();
    if (classes.isEmpty()
        || classes.size() > MAX_CLASSES
        || classes.stream().anyMatch(String::isBlank)
        || new HashSet<>(classes).size() < classes.size()) {
      map.problem(
          "classes",
          "1 to " + MAX_CLASSES + " names, from the least to the most severe, each once");
      classes = Risk.STANDARD.classes();
    }
    String expected = "a class: " + String.join(", ", classes);
    String byDefault = map.string("default", classes.getLast());
    if (!classes.contains(byDefault)) {
      map.problem("default", expected);
      byDefault = classes.getLast();
    }
    Map<String, List<Glob>> tools = new LinkedHashMap<>();
    YamlMap byClass = map.map("tools");
    if (byClass != null) {
      for (String name : byClass.keys()) {
        if (!classes.contains(name)) {
          byClass.problem(name, expected);
        }
        tools.put(name, PolicyReader.each(byClass, name, Glob::ofName));
      }
    }
    map.finish();
    return new Risk(classes, byDefault, tools);
  }
}
