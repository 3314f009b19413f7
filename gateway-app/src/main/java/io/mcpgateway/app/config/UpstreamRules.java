package io.mcpgateway.app.config;

import io.mcpgateway.core.config.YamlMap;
import java.util.List;

/** What a route and its upstream must agree in. */
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
}
