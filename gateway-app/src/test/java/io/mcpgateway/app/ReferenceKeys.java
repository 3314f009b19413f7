package io.mcpgateway.app;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keys that a section of docs/configuration.md describes: what its tables have first. */
final class ReferenceKeys {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** Mappings whose keys are names, not keys of the configuration. */
  private static final Set<String> NAMES =
      Set.of(
          "roles",
          "headers",
          "claims",
          "scope-hierarchy",
          "tools",
          "arguments",
          "schema",
          "properties");

  private ReferenceKeys() {}

  static Set<String> of(String section) {
    Set<String> keys = new TreeSet<>();
    for (String line : section.split("\n", -1)) {
      if (line.startsWith("| ")) {
        Matcher code = CODE.matcher(line.substring(2, line.indexOf(" |", 2)));
        while (code.find()) {
          add(code.group(1), keys);
        }
      }
    }
    return keys;
  }

  private static void add(String path, Set<String> keys) {
    for (String step : path.split("\\.", -1)) {
      String key = step.replace("[]", "");
      if (!key.isEmpty() && !key.contains("…") && !key.startsWith("<")) {
        keys.add(key);
      }
    }
  }

  /** Whether any JSON may stand at {@code path}. */
  static boolean isAnything(List<Object> path) {
    return path.contains("arguments")
        && (path.getLast().equals("value") || path.getLast().equals("default"));
  }

  /** Whether any key may stand in the mapping at {@code path}. */
  static boolean isFree(List<Object> path) {
    return !path.isEmpty()
        && path.getLast() instanceof String key
        && NAMES.contains(key)
        && !(key.equals("tools") && path.contains("upstreams"))
        && !(key.equals("schema") && path.contains("masks"));
  }
}
