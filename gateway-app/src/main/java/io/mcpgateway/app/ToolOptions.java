package io.mcpgateway.app;

import io.mcpgateway.app.config.LoadedConfig;
import io.mcpgateway.app.config.RouteConfig;
import io.mcpgateway.app.policy.Matrix.Column;
import io.mcpgateway.core.exchange.ToolDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which tools are asked about. */
final class ToolOptions {
  @Option(
      names = "--tools",
      split = ",",
      paramLabel = "<name>",
      description = "Tools, separated by commas.")
  private List<String> names = List.of();

  ToolOptions() {}

  /** What the upstream says of a tool; null if it is not asked, or does not know. */
  @Nullable ToolDefinition definition(
      LoadedConfig config, RouteConfig route, @Nullable String name) {
    return null;
  }

  boolean areGiven() {
    return !names.isEmpty();
  }

  /** Those that are named. */
  List<Column> columns() {
    return names.stream().map(name -> Column.tool(name, null)).toList();
  }

  List<Column> columns(LoadedConfig config, RouteConfig route) {
    return columns();
  }
}
