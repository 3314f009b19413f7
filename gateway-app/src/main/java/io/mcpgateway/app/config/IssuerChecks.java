package io.mcpgateway.app.config;

import io.mcpgateway.auth.token.IssuerSettings;
import io.mcpgateway.auth.token.PublishedMetadata;
import io.mcpgateway.core.config.YamlMap;
import java.util.List;
import java.util.Set;

/** What issuers must agree on with listeners and routes. */
final class IssuerChecks {
  private IssuerChecks() {}

  /**
   * A copy of an issuer's metadata may be published only on the issuer's own origin, since clients
   * must refuse it elsewhere (RFC 8414 section 3.3).
   */
  static void publishedWhereTheyAre(
      List<YamlMap> maps, List<IssuerSettings> issuers, List<ListenerConfig> listeners) {
    for (int i = 0; i < issuers.size(); i++) {
      IssuerSettings issuer = issuers.get(i);
      if (issuer.metadata().publish()
          && listeners.stream()
              .noneMatch(
                  listener ->
                      listener.publicUrl() != null
                          && PublishedMetadata.isAt(issuer, listener.publicUrl()))) {
        maps.get(i)
            .problem(
                "publish-metadata",
                "an issuer with the scheme, host and port of a listener's public-url: clients refuse"
                    + " its metadata elsewhere");
      }
    }
  }

  /** A token that only its issuer can read does not say which issuer that is. */
  static void oneIsAskedAboutTokens(YamlMap map, RouteConfig route, List<IssuerSettings> issuers) {
    Set<String> used = Set.copyOf(route.authenticate());
    long asked =
        issuers.stream()
            .filter(issuer -> issuer.introspection() != null && used.contains(issuer.name()))
            .count();
    if (asked > 1) {
      map.problem("authenticate", "at most one issuer with introspection");
    }
  }
}
