package io.mcpgateway.testkit.oauth;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Sends the user back with a code: nobody is asked, everybody agrees. PKCE with S256 is a must, the
 * redirect URI is compared as it is, and the answer says who gives it (RFC 9207).
 */
final class AuthorizationEndpoint {
  private final String issuer;
  private final Settings settings;
  private final Clients clients;
  private final Codes codes;

  AuthorizationEndpoint(String issuer, Settings settings, Clients clients, Codes codes) {
    this.issuer = issuer;
    this.settings = settings;
    this.clients = clients;
    this.codes = codes;
  }

  Answer answer(OAuthRequest request) {
    // Until both are known to be right, nobody is redirected.
    OAuthClient client =
        clients
            .find(request.required("client_id"))
            .orElseThrow(() -> OAuthFailure.invalidClient("client: unknown"));
    String redirectUri = request.required("redirect_uri");
    if (!client.redirectUris().contains(redirectUri)) {
      throw OAuthFailure.invalidRequest(
          "redirect_uri: " + redirectUri + " (expected: one of " + client.redirectUris() + ")");
    }
    StringBuilder answer = new StringBuilder(redirectUri);
    answer.append(redirectUri.contains("?") ? '&' : '?');
    try {
      append(answer, "code", code(request, client, redirectUri));
    } catch (OAuthFailure refused) {
      append(answer, "error", refused.error());
      append(answer, "error_description", refused.description());
    }
    request.one("state").ifPresent(state -> append(answer, "state", state));
    if (settings.has(Feature.RESPONSE_ISSUER)) {
      append(answer, "iss", settings.say(Lie.RESPONSE_ISSUER, issuer));
    }
    return Answer.redirect(answer.substring(0, answer.length() - 1));
  }

  private String code(OAuthRequest request, OAuthClient client, String redirectUri) {
    if (!request.required("response_type").equals("code")) {
      throw new OAuthFailure("unsupported_response_type", "response_type: not code");
    }
    String challenge = request.required("code_challenge");
    if (!request.one("code_challenge_method").equals(Optional.of("S256"))) {
      throw OAuthFailure.invalidRequest("code_challenge_method: not S256");
    }
    Grant grant =
        new Grant(
            UUID.randomUUID().toString(),
            client,
            settings.subject(),
            scope(request, settings),
            resources(request),
            Optional.empty(),
            Map.of());
    return codes.issue(grant, redirectUri, challenge);
  }

  /** The scopes that a request asks for, all of which must exist. */
  static Set<String> scope(OAuthRequest request, Settings settings) {
    Set<String> scope = new LinkedHashSet<>();
    for (String one : request.one("scope").orElse("").split(" ", -1)) {
      if (!one.isEmpty()) {
        scope.add(one);
      }
    }
    if (!settings.scopes().isEmpty() && !settings.scopes().containsAll(scope)) {
      throw new OAuthFailure(
          "invalid_scope", "scope: " + scope + " (expected: of " + settings.scopes() + ")");
    }
    return scope;
  }

  /** Absolute and without a fragment: RFC 8707 section 2. */
  static List<String> resources(OAuthRequest request) {
    List<String> resources = request.all("resource");
    for (String resource : resources) {
      try {
        URI uri = new URI(resource);
        if (!uri.isAbsolute() || uri.getFragment() != null) {
          throw OAuthFailure.invalidTarget("resource: " + resource);
        }
      } catch (URISyntaxException malformed) {
        throw OAuthFailure.invalidTarget("resource: no URI");
      }
    }
    return resources;
  }

  private static void append(StringBuilder answer, String name, String value) {
    answer.append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    answer.append('&');
  }
}
