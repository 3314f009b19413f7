package io.mcpgateway.app;

import io.mcpgateway.app.config.ConfigException;
import io.mcpgateway.app.config.ConfigLoader;
import io.mcpgateway.app.config.LoadedConfig;
import io.mcpgateway.app.config.RouteConfig;
import io.mcpgateway.app.config.UpstreamConfig;
import io.mcpgateway.core.exchange.ToolDefinition;
import io.mcpgateway.policy.curate.Curation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How upstreams are asked for their tools. */
final class LiveOptions {
  private static final int MAX_TOKEN = 64 * 1024;

  private final Map<String, List<ToolDefinition>> asked = new HashMap<>();

  @Option(
      names = "--live-token-file",
      paramLabel = "<file>",
      description = "A caller's token, if the upstream's credential is made of it.")
  private @Nullable Path tokenFile;

  LiveOptions() {}

  /** A configuration with the secrets that it takes to ask. */
  LoadedConfig config(Path file) throws ConfigException {
    return new ConfigLoader(file, System::getenv).load();
  }

  /** The tools behind a route, by the names that its clients see; without those it hides. */
  List<ToolDefinition> tools(LoadedConfig config, RouteConfig route)
      throws IOException, StartException {
    UpstreamConfig upstream =
        config.gateway().upstreams().stream()
            .filter(each -> each.name().equals(route.upstream()))
            .findFirst()
            .orElseThrow();
    List<ToolDefinition> listed = asked.get(upstream.name());
    if (listed == null) {
      listed = LiveTools.of(upstream, token());
      asked.put(upstream.name(), listed);
    }
    Curation curation = new Curation(config.policy(route).curation());
    List<ToolDefinition> seen = new ArrayList<>();
    for (ToolDefinition tool : listed) {
      String name = curation.clientName(tool.name());
      if (name != null) {
        seen.add(new ToolDefinition(name, tool.json()));
      }
    }
    return seen;
  }

  private @Nullable String token() throws IOException {
    if (tokenFile == null) {
      return null;
    }
    if (Files.size(tokenFile) > MAX_TOKEN) {
      throw new IOException(tokenFile + " is larger than " + MAX_TOKEN + " bytes");
    }
    return Files.readString(tokenFile).strip();
  }
}
