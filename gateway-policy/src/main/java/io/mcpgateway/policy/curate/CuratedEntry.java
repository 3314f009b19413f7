package io.mcpgateway.policy.curate;

import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.JsonObject;
import io.mcpgateway.core.protocol.Span;
import io.mcpgateway.policy.model.CurationSpec;
import io.mcpgateway.policy.model.CurationSpec.Argument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has to be changed in the entry of a list for one tool (MCP 2026-07-28, tools, data types).
 *
 * <p>Of {@code inputSchema}, only {@code properties} and {@code required} of the schema itself are
 * edited. What a schema says of an argument elsewhere stays: it misleads at worst, since a call is
 * given the argument whatever its client says.
 */
final class CuratedEntry {
  private CuratedEntry() {}

  /**
   * @param entry has a text {@code name}
   */
  static void edit(byte[] bytes, JsonObject entry, CurationSpec.Tool tool, Edits edits) {
    Span name = entry.span("name");
    if (name == null) {
      throw new IllegalArgumentException("an entry without a name");
    }
    if (tool.isRenamed()) {
      edits.replace(name, Json.quote(tool.name()));
    }
    say(entry, name, "title", tool.title(), edits);
    say(entry, name, "description", tool.description(), edits);
    Span schema = entry.span("inputSchema");
    if (!tool.arguments().isEmpty() && schema != null && bytes[schema.start()] == '{') {
      JsonObject members = JsonObject.at(bytes, schema);
      editProperties(bytes, members.span("properties"), tool.arguments(), edits);
      editRequired(bytes, members.span("required"), tool.arguments(), edits);
    }
  }

  private static void say(
      JsonObject entry, Span name, String member, @Nullable String text, Edits edits) {
    if (text == null) {
      return;
    }
    Span said = entry.span(member);
    if (said == null) {
      edits.insert(name.end(), "," + Members.member(member, Json.quote(text)));
    } else {
      edits.replace(said, Json.quote(text));
    }
  }

  private static void editProperties(
      byte[] bytes, @Nullable Span properties, Map<String, Argument> arguments, Edits edits) {
    if (properties == null || bytes[properties.start()] != '{') {
      return;
    }
    JsonObject members = JsonObject.at(bytes, properties);
    List<Span> values = new ArrayList<>(members.size());
    for (int i = 0; i < members.size(); i++) {
      values.add(members.value(i));
      if (arguments.get(members.name(i)) instanceof Argument.Default(String json)) {
        setDefault(bytes, members.value(i), json, edits);
      }
    }
    edits.remove(
        bytes, properties, values, i -> arguments.get(members.name(i)) instanceof Argument.Fixed);
  }

  private static void setDefault(byte[] bytes, Span property, String json, Edits edits) {
    switch (bytes[property.start()]) {
      case '{' -> {
        Span before = JsonObject.at(bytes, property).span("default");
        if (before == null) {
          edits.addMember(bytes, property, "default", json);
        } else {
          edits.replace(before, json);
        }
      }
      // The schema of anything at all (JSON Schema 2020-12, section 4.3.2).
      case 't' -> edits.replace(property, "{" + Members.member("default", json) + "}");
      default -> {}
    }
  }

  private static void editRequired(
      byte[] bytes, @Nullable Span required, Map<String, Argument> arguments, Edits edits) {
    if (required == null || bytes[required.start()] != '[') {
      return;
    }
    List<Span> names = Json.elements(bytes, required);
    edits.remove(
        bytes,
        required,
        names,
        i ->
            bytes[names.get(i).start()] == '"'
                && arguments.containsKey(Json.string(bytes, names.get(i))));
  }
}
