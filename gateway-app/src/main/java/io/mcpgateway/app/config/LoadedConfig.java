package io.mcpgateway.app.config;

import io.mcpgateway.policy.access.AccessPolicy;
import io.mcpgateway.policy.model.PolicySpec;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A configuration without mistakes.
 *
 * @param version the same for the same files, on every replica
 * @param texts the files as they were written, by name; references in them are not resolved
 * @param policies by the path that routes name, that of the platform too
 * @param files what to watch for changes, certificates and secrets included
 */
public record LoadedConfig(
    GatewayConfig gateway,
    String version,
    Map<String, String> texts,
    Map<Path, PolicySpec> policies,
    Set<Path> files) {

  public LoadedConfig {
    policies = Map.copyOf(policies);
    files = Set.copyOf(files);
  }

  /** The file that a policy was read from, as it was written; null for one without file. */
  public @Nullable PolicyFile file(PolicySpec spec) {
    for (Map.Entry<String, String> each : texts.entrySet()) {
      // The version is a digest of the text.
      if (!spec.permitsAll() && ConfigFiles.versionOf(each.getValue()).equals(spec.version())) {
        return new PolicyFile(each.getKey(), each.getValue(), spec);
      }
    }
    return null;
  }

  /** The policy that those of routes can only narrow, or null if there is none. */
  public @Nullable PolicySpec platform() {
    Path file = gateway.platformPolicy();
    return file == null ? null : loaded(file);
  }

  /** What the route itself says, which the platform's policy may narrow. */
  public PolicySpec policy(RouteConfig route) {
    Path file = route.policy();
    return file == null ? PolicySpec.permitAll(version) : loaded(file);
  }

  /** What decides the route's exchanges. */
  public AccessPolicy access(RouteConfig route) {
    return AccessPolicy.of(policy(route), platform(), route.policyMode());
  }

  /** Every tool that the route's policies name, so that metrics have few labels. */
  public Set<String> knownTools(RouteConfig route) {
    Set<String> tools = new HashSet<>(policy(route).knownTools());
    PolicySpec platform = platform();
    if (platform != null) {
      tools.addAll(platform.knownTools());
    }
    return tools;
  }

  private PolicySpec loaded(Path file) {
    PolicySpec spec = policies.get(file);
    if (spec == null) {
      throw new IllegalStateException("policy " + file + ": not loaded");
    }
    return spec;
  }
}
