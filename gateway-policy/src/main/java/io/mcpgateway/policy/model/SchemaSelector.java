package io.mcpgateway.policy.model;

import java.util.List;
import java.util.Set;

/**
 * Members of a tool's result or arguments, by what its definition says of them: whatever any of
 * these names.
 *
 * @param formats what the definition calls their format
 * @param properties names of members that the definition has
 * @param labels values of the keyword {@code x-mask}
 */
public record SchemaSelector(Set<String> formats, List<Glob> properties, List<Glob> labels) {
  public static final SchemaSelector NONE = new SchemaSelector(Set.of(), List.of(), List.of());

  public SchemaSelector {
    formats = Set.copyOf(formats);
    properties = List.copyOf(properties);
    labels = List.copyOf(labels);
  }

  public boolean isEmpty() {
    return formats.isEmpty() && properties.isEmpty() && labels.isEmpty();
  }
}
