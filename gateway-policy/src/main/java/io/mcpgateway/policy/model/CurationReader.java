package io.mcpgateway.policy.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.policy.model.CurationSpec.Argument;
import io.mcpgateway.policy.model.CurationSpec.Tool;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code curate} of a policy file, noting every problem. */
final class CurationReader {
  private static final int MAX_NAME = 128;

  private final Set<String> upstreamNames = new HashSet<>();

  /** Without regard to case: names that differ in nothing else are taken for each other. */
  private final Set<String> clientNames = new HashSet<>();

  private CurationReader() {}

  static CurationSpec read(YamlMap root) {
    CurationReader reader = new CurationReader();
    List<Tool> tools = new ArrayList<>();
    for (YamlMap map : root.maps("curate")) {
      tools.add(reader.tool(map));
      map.finish();
    }
    return tools.isEmpty() ? CurationSpec.NONE : new CurationSpec(tools);
  }

  private Tool tool(YamlMap map) {
    String tool = name(map, "tool", map.string("tool"));
    if (!tool.isEmpty() && !upstreamNames.add(tool)) {
      map.problem("tool", "a tool that no other entry of curate is about");
    }
    String as = map.optionalString("as");
    String name = as == null ? tool : name(map, "as", as);
    String title = text(map, "title");
    String description = text(map, "description");
    boolean hidden = map.flag("hide", false);
    Map<String, Argument> arguments = arguments(map);
    boolean says = as != null || title != null || description != null || !arguments.isEmpty();
    if (hidden && says) {
      map.problem("hide", "nothing else for a tool that nobody sees");
    }
    if (!hidden && !says) {
      map.problem("tool", "what to do with it: hide, as, title, description or arguments");
    }
    if (!hidden && !name.isEmpty() && !clientNames.add(name.toLowerCase(Locale.ROOT))) {
      map.problem(as == null ? "tool" : "as", "a name that no other tool of curate has");
    }
    return new Tool(
        tool, name, title, description, hidden, arguments, new Source(map.file(), map.line()));
  }

  /** Empty if it is not one. */
  private static String name(YamlMap map, String key, String name) {
    boolean visible =
        !name.isEmpty()
            && name.length() <= MAX_NAME
            && name.chars().allMatch(c -> c > ' ' && c <= '~' && c != '*');
    if (!visible && map.has(key)) {
      map.problem(key, "the exact name of a tool: 1 to 128 visible ASCII characters, no *");
    }
    return visible ? name : "";
  }

  private static @Nullable String text(YamlMap map, String key) {
    String text = map.optionalString(key);
    if (text != null && text.isBlank()) {
      map.problem(key, "a text that says something");
    }
    return text;
  }

  private static Map<String, Argument> arguments(YamlMap map) {
    YamlMap each = map.map("arguments");
    if (each == null) {
      return Map.of();
    }
    Map<String, Argument> arguments = new LinkedHashMap<>();
    Set<String> folded = new HashSet<>();
    for (String name : each.keys()) {
      YamlMap argument = each.map(name);
      if (!folded.add(name.toLowerCase(Locale.ROOT))) {
        each.problem(name, "an argument that differs from the others by more than case");
      }
      if (argument == null) {
        continue;
      }
      JsonNode value = argument.tree("value");
      JsonNode fallback = argument.tree("default");
      if (argument.has("value") == argument.has("default")) {
        each.problem(name, "either a value, which clients cannot change, or a default");
      } else if (value != null) {
        arguments.put(name, new Argument.Fixed(value.toString()));
      } else if (fallback != null) {
        arguments.put(name, new Argument.Default(fallback.toString()));
      }
      argument.finish();
    }
    return arguments;
  }
}
