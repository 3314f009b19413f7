package io.mcpgateway.app.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * A configuration without mistakes.
 *
 * @param version the same for the same files, on every replica
 * @param texts the files as they were written, by name; references in them are not resolved
 * @param files what to watch for changes, certificates and secrets included
 */
public record LoadedConfig(
    GatewayConfig gateway, String version, Map<String, String> texts, Set<Path> files) {

  public LoadedConfig {
    files = Set.copyOf(files);
  }
}
