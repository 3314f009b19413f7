package io.mcpgateway.auth.resource;

import io.mcpgateway.core.exchange.Route;
import io.mcpgateway.core.exchange.ScopeToken;
import io.mcpgateway.core.exchange.Site;
import io.mcpgateway.core.protocol.Json;
import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a client needs to know to get a token for a route (RFC 9728). It is always about the route,
 * never the upstream's own: a client must refuse metadata whose {@code resource} is not the URL it
 * dialled.
 *
 * @param path the route's path on its listener
 * @param resource the URL that clients dial
 * @param authorizationServers the issuers of the route, at least one
 * @param scopes what to ask for, in challenges; may be empty
 * @param scopesSupported what there is to ask for, {@code scopes} included
 * @param resourceName for people, or null
 */
public record ProtectedResourceMetadata(
    String path,
    URI resource,
    List<String> authorizationServers,
    List<String> scopes,
    List<String> scopesSupported,
    @Nullable String resourceName) {

  private static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

  public ProtectedResourceMetadata {
    authorizationServers = List.copyOf(authorizationServers);
    scopes = List.copyOf(scopes);
    scopesSupported = List.copyOf(scopesSupported);
    if (authorizationServers.isEmpty()) {
      throw new IllegalArgumentException("authorization servers: none (expected: at least one)");
    }
    if (!scopesSupported.containsAll(scopes)) {
      throw new IllegalArgumentException(
          "scopes: " + scopes + " (expected: some of " + scopesSupported + ")");
    }
    for (String scope : scopesSupported) {
      if (!ScopeToken.isValid(scope)) {
        throw new IllegalArgumentException(
            "scope: " + scope + " (expected: visible ASCII without quote and backslash)");
      }
    }
  }

  /** One whose operations need no other scopes than those that challenges ask for. */
  public ProtectedResourceMetadata(
      String path,
      URI resource,
      List<String> authorizationServers,
      List<String> scopes,
      @Nullable String resourceName) {
    this(path, resource, authorizationServers, scopes, scopes, resourceName);
  }

  public static ProtectedResourceMetadata of(
      Route route,
      List<String> authorizationServers,
      List<String> scopes,
      @Nullable String resourceName) {
    return new ProtectedResourceMetadata(
        route.path(), route.resource(), authorizationServers, scopes, resourceName);
  }

  public ProtectedResourceMetadata withScopesSupported(List<String> catalogue) {
    return new ProtectedResourceMetadata(
        path, resource, authorizationServers, scopes, catalogue, resourceName);
  }

  /** Where clients find it: the well-known path is put between host and path of the resource. */
  public URI location() {
    return URI.create(
        resource.getScheme()
            + "://"
            + resource.getRawAuthority()
            + wellKnown(resource.getRawPath()));
  }

  public String json() {
    StringBuilder json =
        new StringBuilder("{\"resource\":").append(Json.quote(resource.toString()));
    json.append(",\"authorization_servers\":").append(array(authorizationServers));
    json.append(",\"bearer_methods_supported\":[\"header\"]");
    if (!scopesSupported.isEmpty()) {
      json.append(",\"scopes_supported\":").append(array(scopesSupported));
    }
    if (resourceName != null) {
      json.append(",\"resource_name\":").append(Json.quote(resourceName));
    }
    return json.append('}').toString();
  }

  /**
   * The documents of one listener, by path.
   *
   * <p>Each route has its own at the well-known path followed by the path of its URL, and by its
   * path on the listener should another proxy in front map one to the other. The bare well-known
   * path is served only if there is one route, or one at {@code /}: with several it would name the
   * resource of one to the clients of all, and they would have to refuse it. Clients that know
   * nothing but the bare path learn the right one from the challenge.
   *
   * @param routes those that need a token
   */
  public static Map<String, Site.Document> documents(Collection<ProtectedResourceMetadata> routes) {
    Map<String, Site.Document> documents = new HashMap<>();
    for (ProtectedResourceMetadata route : routes) {
      Site.Document document = new Site.Document("application/json", route.json());
      documents.putIfAbsent(wellKnown(route.path()), document);
      if (routes.size() == 1) {
        documents.putIfAbsent(WELL_KNOWN, document);
      }
    }
    for (ProtectedResourceMetadata route : routes) {
      documents.put(
          wellKnown(route.resource().getRawPath()),
          new Site.Document("application/json", route.json()));
    }
    return Map.copyOf(documents);
  }

  private static String wellKnown(String path) {
    return path.equals("/") ? WELL_KNOWN : WELL_KNOWN + path;
  }

  private static String array(List<String> values) {
    return values.stream().map(Json::quote).collect(Collectors.joining(",", "[", "]"));
  }
}
