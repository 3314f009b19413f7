package io.mcpgateway.policy.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import org.jspecify.annotations.Nullable;

/** What a model is told of one thing that is wrong: where, and what was expected; no value. */
final class ProblemText {
  private static final int MAX_POINTER = 200;
  private static final int MAX_EXPECTED = 300;
  private static final String SCHEMA = "what the schema says";

  private ProblemText() {}

  static String of(Error error) {
    String pointer = String.valueOf(error.getInstanceLocation());
    String keyword = error.getKeyword();
    JsonNode schema = error.getSchemaNode();
    JsonNode value = error.getInstanceNode();
    String property = error.getProperty();
    return switch (keyword) {
      case "type" -> at(pointer) + " is " + type(value) + " (expected: " + types(schema) + ")";
      case "required" -> at(child(pointer, property)) + " is missing (expected: a value)";
      case "dependentRequired", "dependencies" ->
          wrong(pointer, "what the schema wants beside " + property);
      case "false" -> wrong(pointer, "no value");
      case "additionalProperties", "unevaluatedProperties" ->
          at(child(pointer, property)) + " is not known (expected: no such name)";
      case "propertyNames" ->
          at(pointer) + " has a name that is not allowed (expected: " + text(schema) + ")";
      case "enum" -> wrong(pointer, "one of " + text(schema));
      case "const" -> wrong(pointer, text(schema));
      case "minimum" -> wrong(pointer, "at least " + text(schema));
      case "maximum" -> wrong(pointer, "at most " + text(schema));
      case "exclusiveMinimum" -> wrong(pointer, "more than " + text(schema));
      case "exclusiveMaximum" -> wrong(pointer, "less than " + text(schema));
      case "multipleOf" -> wrong(pointer, "a multiple of " + text(schema));
      case "minLength" -> wrong(pointer, "at least " + text(schema) + " characters");
      case "maxLength" -> wrong(pointer, "at most " + text(schema) + " characters");
      case "minItems" -> wrong(pointer, "at least " + text(schema) + " items");
      case "maxItems" -> wrong(pointer, "at most " + text(schema) + " items");
      case "minProperties" -> wrong(pointer, "at least " + text(schema) + " members");
      case "maxProperties" -> wrong(pointer, "at most " + text(schema) + " members");
      case "uniqueItems" -> wrong(pointer, "items that all differ");
      case "pattern" -> wrong(pointer, "a text that matches " + text(schema));
      case "oneOf" -> wrong(pointer, "what fits exactly one of the alternatives");
      case "anyOf" -> wrong(pointer, "what fits one of the alternatives");
      case "not" -> wrong(pointer, "not what fits " + text(schema));
      case null, default -> wrong(pointer, keyword + " " + text(schema));
    };
  }

  private static String wrong(String pointer, String expected) {
    return at(pointer) + " is wrong (expected: " + expected + ")";
  }

  private static String at(String pointer) {
    return pointer.isEmpty() ? "the whole" : cut(pointer, MAX_POINTER);
  }

  private static String child(String pointer, @Nullable String property) {
    return property == null
        ? pointer
        : pointer + "/" + property.replace("~", "~0").replace("/", "~1");
  }

  private static String type(@Nullable JsonNode value) {
    if (value == null) {
      return "wrong";
    }
    return switch (value.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "an array";
      case STRING -> "a string";
      case BOOLEAN -> "a boolean";
      case NULL -> "null";
      case NUMBER -> value.isIntegralNumber() ? "an integer" : "a number";
      case BINARY, MISSING, POJO -> "wrong";
    };
  }

  private static String types(@Nullable JsonNode schema) {
    return schema != null && schema.isTextual() ? schema.textValue() : "one of " + text(schema);
  }

  private static String text(@Nullable JsonNode schema) {
    if (schema == null) {
      return SCHEMA;
    }
    String text = schema.toString();
    if (text.length() <= MAX_EXPECTED) {
      return text;
    }
    return schema.isArray() ? first(schema) : SCHEMA;
  }

  /** The first elements of a list that is too long, each as a whole. */
  private static String first(JsonNode list) {
    StringBuilder text = new StringBuilder("[");
    for (JsonNode element : list) {
      String next = element.toString();
      if (text.length() + next.length() > MAX_EXPECTED) {
        break;
      }
      text.append(next).append(',');
    }
    return text.length() == 1 ? SCHEMA : text.append("…]").toString();
  }

  /** Cut off before a name, not within: a half of what somebody masks would not be known. */
  private static String cut(String pointer, int length) {
    return pointer.length() <= length
        ? pointer
        : pointer.substring(0, Math.max(0, pointer.lastIndexOf('/', length))) + "/…";
  }
}
