package io.mcpgateway.app.config;

import io.mcpgateway.core.config.YamlMap;
import java.util.List;

/** What an upstream and the rest of the configuration must agree in. */
final class UpstreamRules {
  private UpstreamRules() {}

  static void check(YamlMap map, RouteConfig route, List<UpstreamConfig> upstreams) {
    boolean exchanges =
        upstreams.stream()
            .filter(upstream -> upstream.name().equals(route.upstream()))
            .anyMatch(upstream -> upstream.credential() instanceof CredentialConfig.TokenExchange);
    if (exchanges && map.flag("anonymous", false)) {
      map.problem(
          "anonymous", "authenticate: the upstream's credential is made of the caller's token");
    }
  }

  /** What an upstream is told must be signed. */
  static void checkIdentity(YamlMap map, IdentityConfig identity, List<UpstreamConfig> upstreams) {
    boolean told = upstreams.stream().anyMatch(upstream -> upstream.identity() != null);
    if (told && !map.has("identity")) {
      map.problem("identity", "keys that sign the identity of callers for upstreams");
    }
  }
}
