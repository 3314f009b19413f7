package io.mcpgateway.app.config;

import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.policy.model.PolicySpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the platform's policy and those of routes say, looked at together. */
final class PlatformChecks {
  private PlatformChecks() {}

  /**
   * Notes every name that both have: in records, metrics and answers it has to mean one thing. And
   * what only the policy of a route can say.
   *
   * @param policyMaps what {@code policies} were read from
   */
  static void check(
      @Nullable Path platform, Map<Path, PolicySpec> policies, Map<Path, YamlMap> policyMaps) {
    PolicySpec above = platform == null ? null : policies.get(platform);
    if (above == null) {
      return;
    }
    YamlMap itself = policyMaps.get(platform);
    if (itself != null && !above.curation().tools().isEmpty()) {
      itself.problem("curate", "tools of one upstream, in the policy of its route");
    }
    policies.forEach(
        (file, policy) -> {
          YamlMap map = policyMaps.get(file);
          if (map != null && !file.equals(platform)) {
            unlike("rules", map, policy.rules(), above.rules(), rule -> rule.name());
            unlike(
                "detectors",
                map,
                policy.detectors(),
                above.detectors(),
                detector -> detector.name());
            unlike("masks", map, policy.masks(), above.masks(), mask -> mask.name());
            unlike("limits", map, policy.limits(), above.limits(), limit -> limit.name());
            unlike(
                "schemas",
                map,
                policy.arguments().schemas(),
                above.arguments().schemas(),
                schema -> schema.name());
            unlike("repeats", map, policy.repeats(), above.repeats(), repeat -> repeat.name());
          }
        });
  }

  private static <T> void unlike(
      String key, YamlMap map, List<T> own, List<T> above, Function<T, String> name) {
    Set<String> taken = above.stream().map(name).collect(Collectors.toSet());
    for (int i = 0; i < own.size(); i++) {
      String each = name.apply(own.get(i));
      if (!each.isEmpty() && taken.contains(each)) {
        map.maps(key).get(i).problem("name", "a name that the platform-policy does not have");
      }
    }
  }
}
