package io.mcpgateway.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A realm that is configured for one route of a gateway as {@code docs/keycloak.md} says: a client
 * whose id is the route's URL, and a client scope that puts it into {@code aud}. Every secret is
 * made up anew. Thread-safe.
 */
final class Realm {
  static final String SCOPE = "mcp";
  static final String APP = "app";
  static final String UPSTREAM = "https://upstream.example/mcp";

  private static final Set<String> IN_THE_WAY =
      Set.of("Trusted Hosts", "Consent Required", "Full Scope Disabled");

  private final Keycloak keycloak;
  private final Http http;
  private final String name;
  private final String route;
  private volatile String secret = UUID.randomUUID().toString();
  private final String password = UUID.randomUUID().toString();

  private Realm(Keycloak keycloak, Http http, String name, String route) {
    this.keycloak = keycloak;
    this.http = http;
    this.name = name;
    this.route = route;
  }

  /** With the users ada, who has the role {@code user}, and root, who has {@code admin}. */
  static Realm create(Keycloak keycloak, Http http, String name, String route)
      throws IOException, InterruptedException {
    Realm realm = new Realm(keycloak, http, name, route);
    realm.admin("POST", "", Map.of("realm", name, "enabled", true)).expect(201);
    realm.addClients();
    realm.addScope();
    realm.addUser("ada", "user");
    realm.addUser("root", "admin");
    return realm;
  }

  String issuer() {
    return keycloak.url("/realms/" + name).toString();
  }

  String password() {
    return password;
  }

  /** Of the client that stands for the route. */
  String secret() {
    return secret;
  }

  private void addClients() throws IOException, InterruptedException {
    admin(
            "POST",
            "/" + name + "/clients",
            Map.of(
                "clientId",
                route,
                "secret",
                secret,
                "serviceAccountsEnabled",
                true,
                "directAccessGrantsEnabled",
                true,
                "defaultClientScopes",
                List.of("basic"),
                "attributes",
                Map.of("standard.token.exchange.enabled", "true")))
        .expect(201);
    admin(
            "POST",
            "/" + name + "/clients",
            Map.of(
                "clientId",
                APP,
                "publicClient",
                true,
                "directAccessGrantsEnabled",
                true,
                "redirectUris",
                List.of("http://127.0.0.1:1/callback"),
                "defaultClientScopes",
                List.of("basic")))
        .expect(201);
    admin("POST", "/" + name + "/clients", Map.of("clientId", UPSTREAM, "bearerOnly", true))
        .expect(201);
  }

  /** The audience, and the roles, which are otherwise in a scope that brings more audiences. */
  private void addScope() throws IOException, InterruptedException {
    String scope = addScope(SCOPE, List.of(audience(route), realmRoles()));
    offer(APP, scope);
    offer(route, scope);
    // For tokens that the gateway exchanges for the upstream's.
    offer(route, addScope("upstream", List.of(audience(UPSTREAM))));
  }

  /** One more route, whose tokens are for the first one, too; returns the scope to ask for. */
  String addRoute(String another) throws IOException, InterruptedException {
    admin("POST", "/" + name + "/clients", Map.of("clientId", another, "bearerOnly", true))
        .expect(201);
    offer(APP, addScope("another", List.of(audience(another))));
    return SCOPE + " another";
  }

  private String addScope(String scope, List<Map<String, Object>> mappers)
      throws IOException, InterruptedException {
    return id(
        admin(
                "POST",
                "/" + name + "/client-scopes",
                Map.of(
                    "name",
                    scope,
                    "protocol",
                    "openid-connect",
                    "attributes",
                    Map.of("include.in.token.scope", "true"),
                    "protocolMappers",
                    mappers))
            .expect(201));
  }

  private static Map<String, Object> audience(String client) {
    return mapper("audience", "oidc-audience-mapper", Map.of("included.client.audience", client));
  }

  private static Map<String, Object> realmRoles() {
    return mapper(
        "roles",
        "oidc-usermodel-realm-role-mapper",
        Map.of("claim.name", "realm_access.roles", "multivalued", "true"));
  }

  private static Map<String, Object> mapper(String name, String type, Map<String, String> more) {
    Map<String, String> config = new HashMap<>(more);
    config.put("access.token.claim", "true");
    config.put("introspection.token.claim", "true");
    return Map.of(
        "name", name, "protocol", "openid-connect", "protocolMapper", type, "config", config);
  }

  /** Makes a scope one that the client may ask for. */
  private void offer(String client, String scope) throws IOException, InterruptedException {
    admin("PUT", path(client) + "/optional-client-scopes/" + scope, Map.of()).expect(204);
  }

  private String path(String client) throws IOException, InterruptedException {
    JsonNode found =
        admin("GET", "/" + name + "/clients?clientId=" + encoded(client), "").expect(200).json();
    return "/" + name + "/clients/" + found.path(0).path("id").asText();
  }

  /** Another secret for the client that stands for the route; the old one is worth nothing. */
  void changeSecret() throws IOException, InterruptedException {
    JsonNode made = admin("POST", path(route) + "/client-secret", Map.of()).expect(200).json();
    secret = made.path("value").asText();
  }

  /** The subject of tokens that are that client's own. */
  String serviceAccount() throws IOException, InterruptedException {
    return admin("GET", path(route) + "/service-account-user", "")
        .expect(200)
        .json()
        .path("id")
        .asText();
  }

  private void addUser(String user, String role) throws IOException, InterruptedException {
    admin("POST", "/" + name + "/roles", Map.of("name", role)).expect(201);
    JsonNode found = admin("GET", "/" + name + "/roles/" + role, "").expect(200).json();
    String id =
        id(
            admin(
                    "POST",
                    "/" + name + "/users",
                    Map.of(
                        "username",
                        user,
                        "enabled",
                        true,
                        "email",
                        user + "@example.org",
                        "firstName",
                        user,
                        "lastName",
                        user,
                        "credentials",
                        List.of(Map.of("type", "password", "value", password))))
                .expect(201));
    admin("POST", "/" + name + "/users/" + id + "/role-mappings/realm", List.of(found)).expect(204);
  }

  /** Lets clients register themselves: Keycloak trusts no host until it is told to. */
  void openRegistration() throws IOException, InterruptedException {
    JsonNode policies =
        admin(
                "GET",
                "/"
                    + name
                    + "/components?type=org.keycloak.services.clientregistration.policy."
                    + "ClientRegistrationPolicy",
                "")
            .expect(200)
            .json();
    for (JsonNode policy : policies) {
      boolean anonymous = policy.path("subType").asText().equals("anonymous");
      String id = policy.path("name").asText();
      if (anonymous && IN_THE_WAY.contains(id)) {
        admin("DELETE", "/" + name + "/components/" + policy.path("id").asText(), "").expect(204);
      }
    }
    for (JsonNode known : admin("GET", "/" + name + "/client-scopes", "").expect(200).json()) {
      String path = known.path("id").asText();
      switch (known.path("name").asText()) {
        // What clients have that nobody configured. "roles" would add audiences.
        case SCOPE ->
            admin("PUT", "/" + name + "/default-default-client-scopes/" + path, Map.of())
                .expect(204);
        case "roles" ->
            admin("DELETE", "/" + name + "/default-default-client-scopes/" + path, "").expect(204);
        default -> {
          // As it is.
        }
      }
    }
  }

  /** A new key that signs from now on; the old ones stay published. */
  void addKey() throws IOException, InterruptedException {
    String id = admin("GET", "/" + name, "").expect(200).json().path("id").asText();
    admin(
            "POST",
            "/" + name + "/components",
            Map.of(
                "name", "next",
                "providerId", "rsa-generated",
                "providerType", "org.keycloak.keys.KeyProvider",
                "parentId", id,
                "config",
                    Map.of(
                        "priority", List.of("200"),
                        "algorithm", List.of("RS256"),
                        "keySize", List.of("2048"))))
        .expect(201);
  }

  /** Ends a user's sessions, and with them all tokens. */
  void logOut(String user) throws IOException, InterruptedException {
    String id =
        admin("GET", "/" + name + "/users?exact=true&username=" + user, "")
            .expect(200)
            .json()
            .path(0)
            .path("id")
            .asText();
    admin("POST", "/" + name + "/users/" + id + "/logout", Map.of()).expect(204);
  }

  /** Takes one access token back (RFC 7009), as the application does. */
  void revoke(String token) throws IOException, InterruptedException {
    http.form(
            endpoint("revoke"),
            Map.of("client_id", APP, "token", token, "token_type_hint", "access_token"))
        .expect(200);
  }

  /** What a user gets at the application. */
  JsonNode login(String user, String scope) throws IOException, InterruptedException {
    return token(
            Map.of(
                "grant_type", "password",
                "client_id", APP,
                "username", user,
                "password", password,
                "scope", scope))
        .expect(200)
        .json();
  }

  String accessToken(String user) throws IOException, InterruptedException {
    return login(user, SCOPE).path("access_token").asText();
  }

  /** What the gateway's own client gets. */
  JsonNode ownToken(Map<String, String> form) throws IOException, InterruptedException {
    return asGateway("token", form).json();
  }

  JsonNode introspect(String token) throws IOException, InterruptedException {
    return asGateway("token/introspect", Map.of("token", token)).json();
  }

  private Http.Answer asGateway(String endpoint, Map<String, String> form)
      throws IOException, InterruptedException {
    Map<String, String> authenticated = new HashMap<>(form);
    authenticated.put("client_id", route);
    authenticated.put("client_secret", secret);
    return http.form(endpoint(endpoint), authenticated).expect(200);
  }

  Http.Answer token(Map<String, String> form) throws IOException, InterruptedException {
    return http.form(endpoint("token"), form);
  }

  URI endpoint(String which) {
    return URI.create(issuer() + "/protocol/openid-connect/" + which);
  }

  private Http.Answer admin(String method, String path, Object body)
      throws IOException, InterruptedException {
    return http.json(method, keycloak.url("/admin/realms" + path), keycloak.adminToken(), body);
  }

  private static String id(Http.Answer created) {
    String path = created.location().getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
