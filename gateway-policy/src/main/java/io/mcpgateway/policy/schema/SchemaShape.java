package io.mcpgateway.policy.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a schema before anything is made of it: whether it stays within bounds, and what it will
 * ask for. For one use.
 */
final class SchemaShape {
  static final int MAX_DEPTH = 64;
  static final int MAX_NODES = 20_000;
  static final int MAX_PATTERNS = 500;
  static final int MAX_PATTERN_LENGTH = 1_000;

  /** A number with more digits or a larger exponent would cost more than it is worth. */
  static final int MAX_DIGITS = 1_000;

  /** Members that hold data, not schemas. */
  private static final Set<String> DATA =
      Set.of("default", "const", "enum", "examples", "required", "type", "title", "description");

  /** Members that hold schemas by a name that is not a keyword. */
  private static final Set<String> NAMED =
      Set.of(
          "properties",
          "patternProperties",
          "$defs",
          "definitions",
          "dependentSchemas",
          "dependencies");

  /** What may compare every element of a value with every other. */
  private static final Set<String> PAIRWISE =
      Set.of("uniqueItems", "unevaluatedProperties", "unevaluatedItems");

  /** References that are followed only when a value is there. */
  private static final Set<String> DYNAMIC = Set.of("$dynamicRef", "$recursiveRef");

  private int nodes;
  private int patterns;
  private boolean pairwise;

  SchemaShape() {}

  /** What makes it unusable, or null if nothing does. */
  @Nullable String problem(JsonNode schema) {
    return schema.isObject() ? schema(schema, 0) : "a schema that is no object";
  }

  int nodes() {
    return nodes;
  }

  /** Whether it may compare every element of a value with every other. */
  boolean isPairwise() {
    return pairwise;
  }

  private @Nullable String schema(JsonNode node, int depth) {
    String excess = excess(node, depth);
    if (excess != null || !node.isContainerNode()) {
      return excess;
    }
    if (node.isArray()) {
      for (JsonNode element : node) {
        String problem = schema(element, depth + 1);
        if (problem != null) {
          return problem;
        }
      }
      return null;
    }
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String problem = keyword(member.getKey(), member.getValue(), depth + 1);
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  private @Nullable String keyword(String keyword, JsonNode value, int depth) {
    pairwise |= PAIRWISE.contains(keyword);
    if (DATA.contains(keyword)) {
      return data(value, depth);
    }
    if (DYNAMIC.contains(keyword) && !value.asText().startsWith("#")) {
      return "a reference to another schema";
    }
    if (keyword.equals("pattern")) {
      return pattern(value.asText());
    }
    if (NAMED.contains(keyword) && value.isObject()) {
      for (Map.Entry<String, JsonNode> named : value.properties()) {
        String problem = keyword.equals("patternProperties") ? pattern(named.getKey()) : null;
        problem = problem == null ? schema(named.getValue(), depth + 1) : problem;
        if (problem != null) {
          return problem;
        }
      }
      return excess(value, depth);
    }
    return schema(value, depth);
  }

  private @Nullable String data(JsonNode value, int depth) {
    String excess = excess(value, depth);
    for (JsonNode element : value) {
      excess = excess == null ? data(element, depth + 1) : excess;
    }
    return excess;
  }

  private @Nullable String excess(JsonNode node, int depth) {
    if (depth > MAX_DEPTH) {
      return "nested deeper than " + MAX_DEPTH;
    }
    if (++nodes > MAX_NODES) {
      return "more than " + MAX_NODES + " keywords and values";
    }
    return node.isNumber() && !isHandy(node) ? "a number that is too long" : null;
  }

  /** Whether arithmetic with it is cheap. */
  static boolean isHandy(JsonNode number) {
    if (number.isBigDecimal()) {
      BigDecimal decimal = number.decimalValue();
      return decimal.precision() <= MAX_DIGITS && Math.abs((long) decimal.scale()) <= MAX_DIGITS;
    }
    return !number.isBigInteger() || number.bigIntegerValue().bitLength() <= 4 * MAX_DIGITS;
  }

  private @Nullable String pattern(String pattern) {
    if (++patterns > MAX_PATTERNS) {
      return "more than " + MAX_PATTERNS + " patterns";
    }
    if (pattern.length() > MAX_PATTERN_LENGTH) {
      return "a pattern longer than " + MAX_PATTERN_LENGTH;
    }
    try {
      var _ = Pattern.compile(LinearExpressions.translate(pattern));
      return null;
    } catch (PatternSyntaxException unsupported) {
      return "a pattern that cannot be matched in linear time: " + unsupported.getDescription();
    }
  }
}
