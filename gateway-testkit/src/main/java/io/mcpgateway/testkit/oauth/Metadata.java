package io.mcpgateway.testkit.oauth;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the server says of itself: RFC 8414 section 2. */
final class Metadata {
  private final String issuer;
  private final Settings settings;

  Metadata(String issuer, Settings settings) {
    this.issuer = issuer;
    this.settings = settings;
  }

  /** Also what OpenID Connect requires, for those who look there. */
  Map<String, Object> document() {
    List<String> methods =
        List.of("none", "client_secret_basic", "client_secret_post", "private_key_jwt");
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("issuer", settings.say(Lie.METADATA_ISSUER, issuer));
    document.put("authorization_endpoint", at(Endpoint.AUTHORIZE));
    document.put("token_endpoint", at(Endpoint.TOKEN));
    document.put("jwks_uri", at(Endpoint.KEYS));
    document.put("introspection_endpoint", at(Endpoint.INTROSPECT));
    document.put("revocation_endpoint", at(Endpoint.REVOKE));
    document.put("response_types_supported", List.of("code"));
    document.put("subject_types_supported", List.of("public"));
    document.put("id_token_signing_alg_values_supported", List.of("RS256"));
    document.put(
        "grant_types_supported",
        List.of(
            "authorization_code",
            "refresh_token",
            "client_credentials",
            Exchanges.TOKEN_EXCHANGE,
            Exchanges.JWT_BEARER));
    document.put("token_endpoint_auth_methods_supported", methods);
    document.put("token_endpoint_auth_signing_alg_values_supported", List.of("RS256", "ES256"));
    document.put("dpop_signing_alg_values_supported", List.of("ES256", "RS256", "PS256"));
    document.put(
        "authorization_grant_profiles_supported",
        List.of("urn:ietf:params:oauth:grant-profile:id-jag"));
    if (settings.has(Feature.ADVERTISED_PKCE)) {
      document.put("code_challenge_methods_supported", List.of("S256"));
    }
    if (settings.has(Feature.DYNAMIC_REGISTRATION)) {
      document.put("registration_endpoint", at(Endpoint.REGISTER));
    }
    if (settings.has(Feature.CLIENT_ID_METADATA)) {
      document.put("client_id_metadata_document_supported", true);
    }
    if (settings.has(Feature.RESPONSE_ISSUER)) {
      document.put("authorization_response_iss_parameter_supported", true);
    }
    if (!settings.scopes().isEmpty()) {
      document.put("scopes_supported", settings.scopes().stream().sorted().toList());
    }
    return document;
  }

  private String at(Endpoint endpoint) {
    return issuer + endpoint.path();
  }
}
