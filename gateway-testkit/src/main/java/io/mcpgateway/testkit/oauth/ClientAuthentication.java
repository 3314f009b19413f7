package io.mcpgateway.testkit.oauth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds out which client asks, and demands the one method that it is registered with: RFC 6749
 * section 2.3 and, for {@code private_key_jwt}, RFC 7523 section 3.
 */
final class ClientAuthentication {
  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private final String issuer;
  private final String tokenEndpoint;
  private final Clients clients;
  private final InstantSource clock;
  private final Set<String> assertions = ConcurrentHashMap.newKeySet();

  ClientAuthentication(String issuer, String tokenEndpoint, Clients clients, InstantSource clock) {
    this.issuer = issuer;
    this.tokenEndpoint = tokenEndpoint;
    this.clients = clients;
    this.clock = clock;
  }

  /** The client that asks, public or not. */
  OAuthClient client(OAuthRequest request) {
    Optional<Basic> basic = request.header("authorization").map(Basic::read);
    Optional<Jws> assertion = request.one("client_assertion").map(ClientAuthentication::assertion);
    String id =
        basic
            .map(Basic::id)
            .or(() -> assertion.map(jws -> jws.claim("sub")))
            .or(() -> request.one("client_id"))
            .orElseThrow(() -> OAuthFailure.invalidClient("client: not named"));
    OAuthClient client =
        clients.find(id).orElseThrow(() -> OAuthFailure.invalidClient("client: unknown"));
    boolean itself =
        switch (client.authentication()) {
          case OAuthClient.Authentication.None() ->
              basic.isEmpty() && assertion.isEmpty() && request.one("client_secret").isEmpty();
          case OAuthClient.Authentication.Basic(String secret) ->
              basic.filter(said -> same(said.secret(), secret)).isPresent();
          case OAuthClient.Authentication.Post(String secret) ->
              request.one("client_secret").filter(said -> same(said, secret)).isPresent();
          case OAuthClient.Authentication.Assertion keys ->
              request.one("client_assertion_type").filter(ASSERTION_TYPE::equals).isPresent()
                  && assertion.filter(jws -> holds(jws, client, keys)).isPresent();
        };
    if (!itself) {
      throw OAuthFailure.invalidClient(
          "client: not authenticated (expected: " + Clients.method(client.authentication()) + ")");
    }
    return client;
  }

  /** The client that asks, which must not be a public one. */
  OAuthClient confidential(OAuthRequest request) {
    OAuthClient client = client(request);
    if (client.isPublic()) {
      throw OAuthFailure.invalidClient("client: public (expected: one that can keep a secret)");
    }
    return client;
  }

  private boolean holds(Jws jws, OAuthClient client, OAuthClient.Authentication.Assertion keys) {
    PublicKey key = keys.keys().get(jws.header("kid"));
    long now = clock.instant().getEpochSecond();
    return key != null
        && jws.isSignedBy(key)
        && jws.claim("iss").equals(client.id())
        && jws.claim("sub").equals(client.id())
        && (jws.isFor(issuer) || jws.isFor(tokenEndpoint))
        && jws.seconds("exp") > now
        && !jws.claim("jti").isEmpty()
        && assertions.add(jws.claim("jti"));
  }

  private static Jws assertion(String text) {
    try {
      return Jws.read(text);
    } catch (IllegalArgumentException malformed) {
      throw OAuthFailure.invalidClient("client_assertion: not a JWT");
    }
  }

  private static boolean same(String said, String known) {
    return MessageDigest.isEqual(
        said.getBytes(StandardCharsets.UTF_8), known.getBytes(StandardCharsets.UTF_8));
  }

  /** Id and secret, form-encoded before they were joined: RFC 6749 section 2.3.1. */
  private record Basic(String id, String secret) {
    static Basic read(String header) {
      try {
        String pair =
            header.startsWith("Basic ")
                ? new String(
                    Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8)
                : "";
        int colon = pair.indexOf(':');
        if (colon > 0) {
          return new Basic(
              OAuthRequest.decoded(pair.substring(0, colon)),
              OAuthRequest.decoded(pair.substring(colon + 1)));
        }
      } catch (IllegalArgumentException malformed) {
        // Said below.
      }
      throw OAuthFailure.invalidClient("Authorization: not Basic");
    }
  }
}
