package io.mcpgateway.core.upstream;

import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.ToolDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What came of asking an upstream for all pages of its list of tools. */
public sealed interface ToolListing {
  /**
   * The upstream told.
   *
   * @param tools in the order of the list, each name once
   * @param unusable names of tools that the list has, and that nothing can be said of: too large,
   *     or there twice with different definitions
   * @param complete whether it was read to its end, and not only as far as the gateway goes
   * @param life how long the upstream says it stays the same, at most what the gateway allows
   */
  record Listed(List<ToolDefinition> tools, Set<String> unusable, boolean complete, Duration life)
      implements ToolListing {
    public Listed {
      tools = List.copyOf(tools);
      unusable = Set.copyOf(unusable);
    }
  }

  /** It did not. */
  record Failed(Refusal why) implements ToolListing {}
}
