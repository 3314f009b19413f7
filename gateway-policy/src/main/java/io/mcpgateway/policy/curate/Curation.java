package io.mcpgateway.policy.curate;

import io.mcpgateway.policy.model.CurationSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of an upstream's tools clients see, and by which name. No two tools have one name: the name
 * that a tool is renamed to belongs to it alone, whatever else the upstream calls so. Immutable.
 */
public final class Curation {
  public static final Curation NONE = new Curation(CurationSpec.NONE);

  /** By what clients call them; without those that are hidden. */
  private final Map<String, CurationSpec.Tool> shown = new HashMap<>();

  private final Map<String, CurationSpec.Tool> byUpstreamName = new HashMap<>();

  /** What tools are renamed to. */
  private final Set<String> taken = new HashSet<>();

  public Curation(CurationSpec spec) {
    for (CurationSpec.Tool tool : spec.tools()) {
      byUpstreamName.put(tool.tool(), tool);
      if (!tool.hidden()) {
        shown.put(tool.name(), tool);
      }
      if (tool.isRenamed()) {
        taken.add(tool.name());
      }
    }
  }

  public boolean isEmpty() {
    return byUpstreamName.isEmpty();
  }

  /**
   * What the upstream calls the tool that clients call so, or null if there is no such tool for
   * them: it is hidden, or has another name now.
   */
  public @Nullable String upstreamName(String clientName) {
    CurationSpec.Tool tool = shown.get(clientName);
    if (tool != null) {
      return tool.tool();
    }
    return byUpstreamName.containsKey(clientName) ? null : clientName;
  }

  /**
   * What clients call the tool that the upstream calls so, or null if they have no such tool: it is
   * hidden, or another tool has its name.
   */
  public @Nullable String clientName(String upstreamName) {
    CurationSpec.Tool tool = byUpstreamName.get(upstreamName);
    if (tool != null) {
      return tool.hidden() ? null : tool.name();
    }
    return taken.contains(upstreamName) ? null : upstreamName;
  }

  /** What is different about the tool that clients call so, or null if nothing is. */
  CurationSpec.@Nullable Tool called(String clientName) {
    return shown.get(clientName);
  }

  /** What is different about the tool that the upstream calls so, or null if nothing is. */
  CurationSpec.@Nullable Tool of(String upstreamName) {
    return byUpstreamName.get(upstreamName);
  }
}
