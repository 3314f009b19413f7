package io.mcpgateway.app;

import io.mcpgateway.app.config.LoadedConfig;
import io.mcpgateway.app.config.RouteConfig;
import io.mcpgateway.app.policy.Matrix.Column;
import io.mcpgateway.core.exchange.ToolDefinition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which tools are asked about, and what is known of them. */
final class ToolOptions {
  @Option(
      names = "--tools",
      split = ",",
      paramLabel = "<name>",
      description = "Tools, separated by commas.")
  private List<String> names = List.of();

  @Option(
      names = "--live",
      description = "The tools that the upstream lists now, with what it says of them.")
  private boolean live;

  @Mixin private LiveOptions upstreams = new LiveOptions();

  ToolOptions() {}

  boolean areGiven() {
    return live || !names.isEmpty();
  }

  /** Whether the upstream is asked. */
  boolean areLive() {
    return live;
  }

  /** What the upstream says of a tool; null if it is not asked, or does not know. */
  @Nullable ToolDefinition definition(LoadedConfig config, RouteConfig route, @Nullable String name)
      throws IOException, StartException {
    if (!live || name == null) {
      return null;
    }
    return upstreams.tools(config, route).stream()
        .filter(tool -> tool.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  /** Those that are named, without what an upstream says of them. */
  List<Column> columns() {
    return names.stream().map(name -> Column.tool(name, null)).toList();
  }

  /** Those that are named, and those that the upstream of the route lists. */
  List<Column> columns(LoadedConfig config, RouteConfig route) throws IOException, StartException {
    if (!live) {
      return columns();
    }
    List<Column> columns = new ArrayList<>();
    List<ToolDefinition> listed = upstreams.tools(config, route);
    listed.forEach(tool -> columns.add(Column.tool(tool.name(), tool)));
    for (String name : names) {
      if (listed.stream().noneMatch(tool -> tool.name().equals(name))) {
        columns.add(Column.tool(name, null));
      }
    }
    return columns;
  }
}
