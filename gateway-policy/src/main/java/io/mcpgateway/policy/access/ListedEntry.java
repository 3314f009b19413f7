package io.mcpgateway.policy.access;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.mcpgateway.core.exchange.ToolDefinition;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * As much of a list's entry as is decided by.
 *
 * @param name the member that names it
 * @param annotations what the upstream says of a tool; null if that was not asked for, or is not
 *     there
 */
record ListedEntry(String name, @Nullable JsonNode annotations) {
  private static final String ANNOTATIONS = "annotations";

  /** The entry that the parser stands at, null if it has no name; reads to its end. */
  static @Nullable ListedEntry read(JsonParser parser, String key, boolean withAnnotations)
      throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return null;
    }
    String name = null;
    JsonNode annotations = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String member = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.VALUE_STRING && member.equals(key)) {
        name = parser.getText();
      } else if (withAnnotations && member.equals(ANNOTATIONS)) {
        annotations = Questions.read(parser);
      } else {
        parser.skipChildren();
      }
    }
    return name == null ? null : new ListedEntry(name, annotations);
  }

  /** As much of the definition of the tool as decisions look at; null if nobody asked for it. */
  @Nullable ToolDefinition definition() {
    return annotations == null
        ? null
        : new ToolDefinition(
            name, JsonNodeFactory.instance.objectNode().set(ANNOTATIONS, annotations));
  }
}
