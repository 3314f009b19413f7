package io.mcpgateway.app;

import io.mcpgateway.app.config.ConfigException;
import io.mcpgateway.app.config.ConfigLoader;
import io.mcpgateway.app.config.LoadedConfig;
import io.mcpgateway.app.config.MaskingConfig;
import io.mcpgateway.app.config.PolicyFile;
import io.mcpgateway.app.policy.Principals;
import io.mcpgateway.app.policy.RuledRoute;
import io.mcpgateway.core.config.Problems;
import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.core.exchange.Principal;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what commands about policies are given. */
final class PolicySources {
  /**
   * Policies are looked at where secrets are not, such as in a build. What is not set there is not
   * needed there. Long enough for a key of {@code masking}.
   */
  private static final String UNSET = "unset".repeat(8);

  private PolicySources() {}

  /** A configuration, without the secrets that the environment lacks. */
  static LoadedConfig config(Path file) throws ConfigException {
    return new ConfigLoader(file, PolicySources::environment).load();
  }

  /**
   * What a configuration makes hashes and tokens with; without the keys that the environment lacks.
   */
  static MaskingConfig masking(LoadedConfig config) {
    return new MaskingConfig(
        config.gateway().masking().keys().stream().filter(key -> !key.contains(UNSET)).toList());
  }

  static RuledRoute policy(Path file, @Nullable Path platform) throws ConfigException {
    return RuledRoute.alone(
        PolicyFile.load(file, PolicySources::environment).spec(),
        platform == null ? null : PolicyFile.load(platform, PolicySources::environment).spec());
  }

  static PolicyFile file(Path file) throws ConfigException {
    return PolicyFile.load(file, PolicySources::environment);
  }

  /** Callers by name: a mapping, or one under {@code principals}, as test files have it. */
  static Map<String, Principal> principals(Path file) throws ConfigException {
    Problems problems = new Problems();
    YamlMap root = PolicyFile.yaml(file, problems);
    YamlMap nested = root.has("cases") || root.has("principals") ? root.map("principals") : root;
    Map<String, Principal> principals = nested == null ? Map.of() : Principals.named(nested);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems.all());
    }
    return principals;
  }

  private static String environment(String name) {
    String value = System.getenv(name);
    return value == null ? UNSET : value;
  }
}
