package io.mcpgateway.policy.model;

import io.mcpgateway.core.protocol.McpMethod;
import java.util.List;
import java.util.Set;

/**
 * What a role or a rule is about: whatever any of these names.
 *
 * @param tools by name
 * @param resources by URI
 * @param prompts by name
 * @param asks what upstreams ask clients for
 * @param methods JSON-RPC methods
 * @param risk tools by their class
 */
public record Selection(
    List<Glob> tools,
    List<Glob> resources,
    List<Glob> prompts,
    Set<Ask> asks,
    List<Glob> methods,
    Set<String> risk) {
  static final Selection NOTHING = new Selection(List.of(), List.of(), List.of());

  public Selection {
    tools = List.copyOf(tools);
    resources = List.copyOf(resources);
    prompts = List.copyOf(prompts);
    asks = Set.copyOf(asks);
    methods = List.copyOf(methods);
    risk = Set.copyOf(risk);
  }

  /** Tools and prompts by name, resources by URI. */
  public Selection(List<Glob> tools, List<Glob> resources, List<Glob> prompts) {
    this(tools, resources, prompts, Set.of(), List.of(), Set.of());
  }

  public List<Glob> of(McpMethod.Primitive primitive) {
    return switch (primitive) {
      case TOOL -> tools;
      case RESOURCE -> resources;
      case PROMPT -> prompts;
    };
  }

  public boolean isEmpty() {
    return tools.isEmpty()
        && resources.isEmpty()
        && prompts.isEmpty()
        && asks.isEmpty()
        && methods.isEmpty()
        && risk.isEmpty();
  }
}
