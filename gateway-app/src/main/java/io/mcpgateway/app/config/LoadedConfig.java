package io.mcpgateway.app.config;

import io.mcpgateway.policy.model.PolicySpec;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A configuration without mistakes.
 *
 * @param version the same for the same files, on every replica
 * @param texts the files as they were written, by name; references in them are not resolved
 * @param policies by the path that routes name
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

  /** The policy file of the route as it was written, or null if it has none. */
  public @Nullable PolicyFile policyFile(RouteConfig route) {
    PolicySpec spec = policy(route);
    for (Map.Entry<String, String> each : texts.entrySet()) {
      // The version is a digest of the text.
      if (!spec.permitsAll() && ConfigFiles.versionOf(each.getValue()).equals(spec.version())) {
        return new PolicyFile(each.getKey(), each.getValue(), spec);
      }
    }
    return null;
  }

  /** What decides the route's exchanges. */
  public PolicySpec policy(RouteConfig route) {
    Path file = route.policy();
    PolicySpec spec = file == null ? PolicySpec.permitAll(version) : policies.get(file);
    if (spec == null) {
      throw new IllegalStateException("policy of " + route.path() + ": not loaded");
    }
    return spec;
  }
}
