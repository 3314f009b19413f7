package io.mcpgateway.app.config;

import io.mcpgateway.core.config.Problem;
import io.mcpgateway.core.config.Problems;
import io.mcpgateway.core.config.YamlMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads {@code gateway.yaml} and everything it names, and reports every mistake at once. */
public final class ConfigLoader {
  private final Path file;
  private final Path directory;
  private final Function<String, @Nullable String> environment;

  /**
   * @param environment answers environment variables, or null
   */
  public ConfigLoader(Path file, Function<String, @Nullable String> environment) {
    this.file = file.toAbsolutePath().normalize();
    Path parent = this.file.getParent();
    this.directory = parent == null ? this.file : parent;
    this.environment = environment;
  }

  /** As it is on disk now. */
  public LoadedConfig load() throws ConfigException {
    Problems problems = new Problems();
    ConfigFiles files = new ConfigFiles(directory);
    GatewayConfig gateway = GatewayConfig.read(parse(files, file, problems), directory);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems.all());
    }
    return new LoadedConfig(gateway, files.version(), files.texts(), watched(files, gateway));
  }

  /** Every file that belongs to the configuration as far as it is known without reading it. */
  public Set<Path> files() {
    return Set.of(file);
  }

  private YamlMap parse(ConfigFiles files, Path from, Problems problems) {
    References references = new References(files, environment);
    String name = files.name(from);
    try {
      return YamlMap.parse(name, files.text(from), problems, references);
    } catch (IOException unreadable) {
      problems.add(new Problem(name, 1, "", "", "a readable text file"));
      // What is missing in an empty file is no news.
      return YamlMap.parse(name, "{}", new Problems(), references);
    }
  }

  private static Set<Path> watched(ConfigFiles files, GatewayConfig gateway) {
    Set<Path> watched = new HashSet<>(files.all());
    for (ListenerConfig listener : gateway.listeners()) {
      if (listener.tls() != null) {
        watched.add(listener.tls().certificate());
        watched.add(listener.tls().key());
      }
    }
    for (UpstreamConfig upstream : gateway.upstreams()) {
      if (upstream.ca() != null) {
        watched.add(upstream.ca());
      }
    }
    return watched;
  }
}
