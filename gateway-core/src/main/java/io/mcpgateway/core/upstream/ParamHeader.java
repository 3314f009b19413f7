package io.mcpgateway.core.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.core.protocol.McpHeaders;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A tool's parameter that stands in a header of its own (MCP 2026-07-28, streamable HTTP, custom
 * headers from tool parameters).
 *
 * @param header the name of the header, in lower case
 * @param path the property names that lead to the value in {@code arguments}
 */
record ParamHeader(String header, List<String> path) {
  private static final String ANNOTATION = "x-mcp-header";
  private static final Set<String> TYPES = Set.of("string", "integer", "boolean");

  /** Where a schema holds data, not schemas: what looks like an annotation there is none. */
  private static final Set<String> DATA = Set.of("default", "const", "enum", "examples");

  ParamHeader {
    path = List.copyOf(path);
  }

  /**
   * The annotations of a tool's {@code inputSchema}; null if one of them is not allowed, which
   * makes the whole tool definition invalid.
   */
  static @Nullable List<ParamHeader> of(JsonNode inputSchema) {
    List<ParamHeader> found = new ArrayList<>();
    return collect(inputSchema, List.of(), true, found) && areDistinct(found)
        ? List.copyOf(found)
        : null;
  }

  private static boolean areDistinct(List<ParamHeader> found) {
    Set<String> names = new HashSet<>();
    return found.stream().allMatch(each -> names.add(each.header));
  }

  /** False if there is an annotation where none may be. */
  private static boolean collect(
      JsonNode schema, List<String> path, boolean reachable, List<ParamHeader> found) {
    JsonNode annotation = schema.get(ANNOTATION);
    if (annotation != null) {
      if (!reachable || path.isEmpty() || !isToken(annotation) || !isPrimitive(schema)) {
        return false;
      }
      found.add(
          new ParamHeader(
              McpHeaders.PARAM_PREFIX + annotation.textValue().toLowerCase(Locale.ROOT), path));
    }
    for (Map.Entry<String, JsonNode> member : schema.properties()) {
      String keyword = member.getKey();
      JsonNode value = member.getValue();
      boolean valid =
          switch (keyword) {
            case "properties" -> collectProperties(value, path, reachable, found);
            case "patternProperties", "$defs", "definitions", "dependentSchemas" ->
                collectProperties(value, path, false, found);
            default -> DATA.contains(keyword) || collectElsewhere(value, path, found);
          };
      if (!valid) {
        return false;
      }
    }
    return true;
  }

  private static boolean collectProperties(
      JsonNode properties, List<String> path, boolean reachable, List<ParamHeader> found) {
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      List<String> longer = new ArrayList<>(path);
      longer.add(property.getKey());
      if (!collect(property.getValue(), longer, reachable, found)) {
        return false;
      }
    }
    return true;
  }

  private static boolean collectElsewhere(
      JsonNode value, List<String> path, List<ParamHeader> found) {
    if (value.isObject()) {
      return collect(value, path, false, found);
    }
    for (JsonNode element : value) {
      if (!collectElsewhere(element, path, found)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPrimitive(JsonNode schema) {
    JsonNode type = schema.get("type");
    return type != null && type.isTextual() && TYPES.contains(type.textValue());
  }

  /** RFC 9110 section 5.6.2. */
  private static boolean isToken(JsonNode annotation) {
    String text = annotation.isTextual() ? annotation.textValue() : "";
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean tchar =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
      if (!tchar) {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
