package io.mcpgateway.app.config;

import io.mcpgateway.core.config.Problem;
import io.mcpgateway.core.config.Problems;
import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.policy.model.PolicySpec;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code gateway.yaml} and everything it names, and reports every mistake at once. For one
 * thread at a time.
 */
public final class ConfigLoader {
  private final Path file;
  private final Path directory;
  private final Function<String, @Nullable String> environment;
  private final boolean incomplete;
  private Set<Path> lastRead = Set.of();

  /**
   * @param environment answers environment variables, or null
   */
  public ConfigLoader(Path file, Function<String, @Nullable String> environment) {
    this(file, environment, false);
  }

  /**
   * @param incomplete whether files that the configuration names may not be there yet, because this
   *     is what writes one of them; nothing may be served with what is loaded
   */
  public ConfigLoader(
      Path file, Function<String, @Nullable String> environment, boolean incomplete) {
    this.incomplete = incomplete;
    this.file = file.toAbsolutePath().normalize();
    Path parent = this.file.getParent();
    this.directory = parent == null ? this.file : parent;
    this.environment = environment;
  }

  /** As it is on disk now. */
  public LoadedConfig load() throws ConfigException {
    Problems problems = new Problems();
    ConfigFiles files = new ConfigFiles(directory);
    YamlMap root = parse(files, file, problems);
    GatewayConfig gateway =
        GatewayConfig.read(root, directory, path -> parse(files, path, problems));
    Map<Path, PolicySpec> policies = new HashMap<>();
    Map<Path, YamlMap> policyMaps = new HashMap<>();
    for (Path policy : policyFiles(gateway)) {
      YamlMap map = parse(files, policy, problems);
      policies.put(policy, PolicySpec.read(map, files.version(policy)));
      policyMaps.put(policy, map);
    }
    ScopeChecks.check(gateway, root, policies, policyMaps);
    PlatformChecks.check(gateway.platformPolicy(), policies, policyMaps);
    MaskingChecks.check(gateway.masking(), policies, policyMaps);
    lastRead = watched(files, gateway);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems.all());
    }
    return new LoadedConfig(gateway, files.version(), files.texts(), policies, lastRead);
  }

  /** What the last {@link #load} read, or tried to, whether it succeeded or not. */
  public Set<Path> lastRead() {
    return lastRead;
  }

  /** Each once, in the order in which they are named. */
  private static Set<Path> policyFiles(GatewayConfig gateway) {
    Set<Path> files = new LinkedHashSet<>();
    for (RouteConfig route : gateway.routes()) {
      if (route.policy() != null) {
        files.add(route.policy());
      }
    }
    if (gateway.platformPolicy() != null) {
      files.add(gateway.platformPolicy());
    }
    return files;
  }

  private YamlMap parse(ConfigFiles files, Path from, Problems problems) {
    References references = new References(files, environment);
    String name = files.name(from);
    try {
      return YamlMap.parse(name, files.text(from), problems, references);
    } catch (IOException unreadable) {
      if (!incomplete || from.equals(file) || !(unreadable instanceof NoSuchFileException)) {
        problems.add(new Problem(name, 1, "", "", "a readable text file"));
      }
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
        if (listener.tls().clientCa() != null) {
          watched.add(listener.tls().clientCa());
        }
      }
    }
    watched.addAll(gateway.admin().files());
    for (UpstreamConfig upstream : gateway.upstreams()) {
      if (upstream.ca() != null) {
        watched.add(upstream.ca());
      }
    }
    return watched;
  }
}
