package io.mcpgateway.policy.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.policy.schema.Dialect;
import io.mcpgateway.policy.schema.UnusableSchemaException;
import io.mcpgateway.policy.schema.ValueSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a policy says of arguments.
 *
 * @param validation whether they are held against the {@code inputSchema} of their tool
 * @param schemas what they are held against beside it
 */
public record ArgumentRules(Validation validation, List<ArgumentSchema> schemas) {
  public static final ArgumentRules NONE = new ArgumentRules(Validation.OFF, List.of());

  public ArgumentRules {
    schemas = List.copyOf(schemas);
  }

  /** What becomes of arguments that do not fit the tool; the laxest first. */
  public enum Validation {
    /** Nobody looks. */
    OFF,
    OBSERVE,
    ENFORCE
  }

  /** Reads {@code validate-arguments} and {@code schemas} of a policy. */
  static ArgumentRules read(YamlMap root) {
    Validation validation = root.oneOf("validate-arguments", Validation.class, Validation.OFF);
    List<ArgumentSchema> schemas = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (YamlMap map : root.maps("schemas")) {
      ArgumentSchema schema = schema(map, names);
      if (schema != null) {
        schemas.add(schema);
      }
      map.finish();
    }
    return new ArgumentRules(validation, schemas);
  }

  private static @Nullable ArgumentSchema schema(YamlMap map, Set<String> names) {
    String name = map.string("name");
    if (map.has("name") && !PolicyReader.isName(name)) {
      map.problem("name", "1 to 64 letters, digits, dots, dashes and underscores");
    } else if (map.has("name") && !names.add(name)) {
      map.problem("name", "a name that no other of the schemas has");
    }
    List<Glob> tools = PolicyReader.each(map, "tools", Glob::ofName);
    if (map.strings("tools").isEmpty()) {
      map.problem("tools", "the names or patterns of tools");
    }
    Mode mode = map.oneOf("mode", Mode.class, Mode.ENFORCE);
    JsonNode json = map.tree("schema");
    if (json == null) {
      if (!map.has("schema")) {
        map.problem("schema", "a JSON Schema");
      }
      return null;
    }
    try {
      ValueSchema schema = ValueSchema.compile(json, Dialect.DRAFT_2020_12);
      return new ArgumentSchema(name, tools, mode, schema, new Source(map.file(), map.line()));
    } catch (UnusableSchemaException wrong) {
      map.problem("schema", "a JSON Schema that can be used by itself; it is " + wrong.problem());
      return null;
    }
  }

  /** The same, but nothing is done. */
  public ArgumentRules observed() {
    return new ArgumentRules(
        validation == Validation.OFF ? Validation.OFF : Validation.OBSERVE,
        schemas.stream()
            .map(
                each ->
                    new ArgumentSchema(
                        each.name(), each.tools(), Mode.OBSERVE, each.schema(), each.source()))
            .toList());
  }
}
