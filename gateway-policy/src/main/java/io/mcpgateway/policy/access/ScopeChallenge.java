package io.mcpgateway.policy.access;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.TokenScheme;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which scopes every exchange of a route needs, and how its clients are told that one is missing
 * (MCP 2026-07-28, authorization, scope challenge handling).
 *
 * @param routeScopes may be empty
 * @param resourceMetadata where the route's metadata is, or null if it has none
 * @param inBody whether a request is answered with a JSON-RPC error and status 200
 */
public record ScopeChallenge(
    Set<String> routeScopes, @Nullable URI resourceMetadata, boolean inBody) {
  public static final ScopeChallenge NONE = new ScopeChallenge(Set.of(), null, false);

  public ScopeChallenge {
    routeScopes = Set.copyOf(routeScopes);
  }

  /**
   * All that the operation needs, whatever of it the token has: clients add it to what they have.
   */
  Refusal refusal(Exchange exchange, Set<String> needed) {
    // A JSON-RPC error answers a request. For a notification, a GET or a DELETE there is only HTTP.
    return new Refusal.InsufficientScope(
        scheme(exchange), needed, resourceMetadata, inBody && exchange.requestId() != null);
  }

  /** A caller with an API key of another header field hears of the usual one. */
  private static TokenScheme scheme(Exchange exchange) {
    List<String> authorization = exchange.client().headers().all("authorization");
    TokenScheme scheme =
        authorization.size() == 1 ? TokenScheme.of(authorization.getFirst()) : null;
    return scheme == null ? TokenScheme.BEARER : scheme;
  }
}
