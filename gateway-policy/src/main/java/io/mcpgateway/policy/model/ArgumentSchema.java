package io.mcpgateway.policy.model;

import io.mcpgateway.policy.schema.ValueSchema;
import java.util.List;

/**
 * What a policy demands of the arguments of some tools, beyond what the tools themselves do.
 *
 * @param tools whose calls, by the names that clients see
 * @param source where it stands
 */
public record ArgumentSchema(
    String name, List<Glob> tools, Mode mode, ValueSchema schema, Source source) {
  public ArgumentSchema {
    tools = List.copyOf(tools);
  }

  /** The word for it in audit records. */
  public String rule() {
    return "schema:" + name;
  }

  public boolean concerns(String tool) {
    for (Glob glob : tools) {
      if (glob.matches(tool)) {
        return true;
      }
    }
    return false;
  }
}
