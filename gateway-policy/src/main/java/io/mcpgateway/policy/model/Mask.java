package io.mcpgateway.policy.model;

import io.mcpgateway.policy.condition.Condition;
import io.mcpgateway.policy.condition.Facts;
import io.mcpgateway.policy.condition.Truth;
import io.mcpgateway.policy.detect.Kind;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must not leave as it is: reach a client in a reply, or an upstream in arguments.
 *
 * @param kinds what is looked for in every string and number, in the order of {@link Kind}
 * @param custom the names of the policy's own detectors that look there, too
 * @param fields members of structured content, and of JSON that stands in text
 * @param schema members that the tool's definition says something of
 * @param appliesTo the tools, resources and prompts that are masked; all if empty
 * @param upstreams by name; every one if empty
 * @param mimeTypes of the content that is masked, in lower case; all of it if empty
 * @param when true of the callers that it applies to; null if it applies to all
 * @param results what becomes of what is found in a reply
 * @param arguments what becomes of what is found in the arguments of a call
 */
public record Mask(
    String name,
    Set<Kind> kinds,
    List<String> custom,
    List<FieldPath> fields,
    SchemaSelector schema,
    Selection appliesTo,
    List<Glob> upstreams,
    List<Glob> mimeTypes,
    RoleScope scope,
    @Nullable Condition when,
    MaskAction action,
    Results results,
    Arguments arguments) {
  public Mask {
    kinds = kinds.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(kinds));
    custom = List.copyOf(custom);
    fields = List.copyOf(fields);
    upstreams = List.copyOf(upstreams);
    mimeTypes = List.copyOf(mimeTypes);
  }

  /** What becomes of what is found on the way to the client. */
  public enum Results {
    MASK,
    /** It is counted, and goes on as it is. */
    OBSERVE,
    /** Nobody looks. */
    OFF
  }

  /** What becomes of what is found on the way to the upstream. */
  public enum Arguments {
    /** Nobody looks. */
    OFF,
    /** It is counted, and goes on as it is. */
    OBSERVE,
    MASK,
    /** The call is refused. */
    BLOCK
  }

  /** Whether it looks for anything inside of values. */
  public boolean detects() {
    return !kinds.isEmpty() || !custom.isEmpty();
  }

  /** Whether {@link #when} lets it apply. Where that cannot be said, it applies. */
  public boolean concerns(Facts caller) {
    return when == null || when.of(caller) != Truth.FALSE;
  }
}
