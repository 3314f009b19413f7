package io.mcpgateway.policy.mask;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a JSON Schema says of one place of a value: every subschema that may apply there, be it by
 * {@code $ref}, {@code allOf}, {@code anyOf}, {@code oneOf} or a condition. A step per member or
 * element; a schema that refers to itself has as many nodes as places that differ. Thread-safe.
 */
final class SchemaNode {
  private static final int MAX_PARTS = 64;
  private static final int MAX_NODES = 10_000;
  private static final List<String> BRANCHES = List.of("allOf", "anyOf", "oneOf");
  private static final List<String> CONDITIONS = List.of("if", "then", "else");

  /** The same subschemas, reached in the same way, are the same node. Compared by identity. */
  private record Key(List<JsonNode> parts, boolean declared) {
    @Override
    public boolean equals(Object other) {
      if (!(other instanceof Key key)
          || key.declared != declared
          || key.parts.size() != parts.size()) {
        return false;
      }
      for (int i = 0; i < parts.size(); i++) {
        if (isOther(parts.get(i), key.parts.get(i))) {
          return false;
        }
      }
      return true;
    }

    @SuppressWarnings("ReferenceEquality") // Comparing trees would take as long as reading them.
    private static boolean isOther(JsonNode one, JsonNode other) {
      return one != other;
    }

    @Override
    public int hashCode() {
      int hash = Boolean.hashCode(declared);
      for (JsonNode part : parts) {
        hash = 31 * hash + System.identityHashCode(part);
      }
      return hash;
    }
  }

  private final JsonNode root;
  private final Map<Key, SchemaNode> nodes;
  private final List<JsonNode> parts;
  private final boolean declared;
  private final Map<String, SchemaNode> members = new ConcurrentHashMap<>();
  private final Set<String> declaredNames = new LinkedHashSet<>();
  private final Set<String> formats = new LinkedHashSet<>();
  private final Set<String> labels = new LinkedHashSet<>();
  private volatile @Nullable SchemaNode undeclared;
  private volatile @Nullable SchemaNode element;

  private SchemaNode(
      JsonNode root, Map<Key, SchemaNode> nodes, List<JsonNode> parts, boolean declared) {
    this.root = root;
    this.nodes = nodes;
    this.parts = parts;
    this.declared = declared;
    for (JsonNode part : parts) {
      part.path("properties").fieldNames().forEachRemaining(declaredNames::add);
      if (part.path("format").isTextual()) {
        formats.add(part.path("format").textValue());
      }
      addLabels(part.path("x-mask"));
    }
  }

  private void addLabels(JsonNode label) {
    if (label.isArray()) {
      label.forEach(this::addLabels);
    } else if (label.isTextual()) {
      labels.add(label.textValue());
    } else if (label.isBoolean() && label.booleanValue()) {
      labels.add("true");
    }
  }

  /** Where the value itself is; null if there is no schema. */
  static @Nullable SchemaNode of(JsonNode schema) {
    return schema.isObject()
        ? node(schema, new ConcurrentHashMap<>(), List.of(schema), false)
        : null;
  }

  private static SchemaNode node(
      JsonNode root, Map<Key, SchemaNode> nodes, List<JsonNode> found, boolean declared) {
    Set<JsonNode> all = Collections.newSetFromMap(new IdentityHashMap<>());
    List<JsonNode> parts = new ArrayList<>();
    found.forEach(each -> expand(root, each, all, parts));
    Key key = new Key(List.copyOf(parts), declared);
    SchemaNode known = nodes.get(key);
    if (known != null) {
      return known;
    }
    SchemaNode made = new SchemaNode(root, nodes, key.parts, declared);
    if (nodes.size() < MAX_NODES) {
      nodes.put(key, made);
    }
    return made;
  }

  private static void expand(
      JsonNode root, JsonNode part, Set<JsonNode> seen, List<JsonNode> parts) {
    if (!part.isObject() || parts.size() >= MAX_PARTS || !seen.add(part)) {
      return;
    }
    parts.add(part);
    String reference = part.path("$ref").asText("");
    if (reference.equals("#")) {
      expand(root, root, seen, parts);
    } else if (reference.startsWith("#/")) {
      expand(root, target(root, reference), seen, parts);
    }
    for (String branch : BRANCHES) {
      part.path(branch).forEach(each -> expand(root, each, seen, parts));
    }
    for (String condition : CONDITIONS) {
      expand(root, part.path(condition), seen, parts);
    }
  }

  private static JsonNode target(JsonNode root, String reference) {
    try {
      return root.at(reference.substring(1));
    } catch (IllegalArgumentException noPointer) {
      return root.path("");
    }
  }

  /** Whether the schema has a property of the name that led here. */
  boolean isDeclared() {
    return declared;
  }

  Set<String> formats() {
    return formats;
  }

  /** What {@code x-mask} says, {@code true} as a text. */
  Set<String> labels() {
    return labels;
  }

  /** Whether some subschema has {@code keyword}. */
  boolean has(String keyword) {
    for (JsonNode part : parts) {
      if (part.has(keyword)) {
        return true;
      }
    }
    return false;
  }

  /** What each subschema says for {@code keyword}, of those that have it. */
  List<JsonNode> all(String keyword) {
    List<JsonNode> values = List.of();
    for (JsonNode part : parts) {
      JsonNode value = part.get(keyword);
      if (value != null) {
        values = values.isEmpty() ? new ArrayList<>(2) : values;
        values.add(value);
      }
    }
    return values;
  }

  SchemaNode member(String name) {
    if (declaredNames.contains(name)) {
      SchemaNode known = members.get(name);
      return known != null ? known : members.computeIfAbsent(name, this::declared);
    }
    SchemaNode known = undeclared;
    if (known == null) {
      List<JsonNode> found = new ArrayList<>();
      for (JsonNode part : parts) {
        found.add(part.path("additionalProperties"));
        part.path("patternProperties").forEach(found::add);
      }
      known = node(root, nodes, found, false);
      undeclared = known;
    }
    return known;
  }

  private SchemaNode declared(String name) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode part : parts) {
      found.add(part.path("properties").path(name));
    }
    return node(root, nodes, found, true);
  }

  /** Where any element is: what is said of some of them counts for all. */
  SchemaNode element() {
    SchemaNode known = element;
    if (known == null) {
      List<JsonNode> found = new ArrayList<>();
      for (JsonNode part : parts) {
        part.path("prefixItems").forEach(found::add);
        JsonNode items = part.path("items");
        if (items.isArray()) {
          items.forEach(found::add);
        } else {
          found.add(items);
        }
      }
      known = node(root, nodes, found, false);
      element = known;
    }
    return known;
  }
}
