package io.mcpgateway.app.config;

import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.core.exchange.ScopeToken;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which scopes a route asks for.
 *
 * @param required what every exchange needs, besides what its policy says
 * @param challenge how a client is told that one is missing
 */
public record ScopesConfig(Set<String> required, Challenge challenge) {

  /** Where a missing scope is said. */
  public enum Challenge {
    /** In status and header of the response. */
    HTTP,
    /** In a JSON-RPC error, for clients that give up on a 403. */
    JSONRPC
  }

  /** Reads the keys of a route that are about scopes. */
  static ScopesConfig read(YamlMap route) {
    List<String> scopes = route.strings("scopes");
    for (int i = 0; i < scopes.size(); i++) {
      if (!ScopeToken.isRequirable(scopes.get(i))) {
        route.problem(
            "scopes",
            i,
            "a scope: visible ASCII without blank, quote and backslash, and not offline_access");
      }
    }
    if (!scopes.isEmpty() && route.flag("anonymous", false)) {
      route.problem("scopes", "no scopes on a route with anonymous: true, whose callers have none");
    }
    return new ScopesConfig(
        Set.copyOf(new LinkedHashSet<>(scopes)),
        route.oneOf("scope-challenge", Challenge.class, Challenge.HTTP));
  }
}
