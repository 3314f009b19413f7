package io.mcpgateway.policy.model;

import io.mcpgateway.core.protocol.McpMethod;
import java.util.List;

/** Tools and prompts by name, resources by URI. */
public record Selection(List<Glob> tools, List<Glob> resources, List<Glob> prompts) {
  static final Selection NOTHING = new Selection(List.of(), List.of(), List.of());

  public Selection {
    tools = List.copyOf(tools);
    resources = List.copyOf(resources);
    prompts = List.copyOf(prompts);
  }

  public List<Glob> of(McpMethod.Primitive primitive) {
    return switch (primitive) {
      case TOOL -> tools;
      case RESOURCE -> resources;
      case PROMPT -> prompts;
    };
  }

  public boolean isEmpty() {
    return tools.isEmpty() && resources.isEmpty() && prompts.isEmpty();
  }
}
