package io.mcpgateway.testkit.oauth;

import io.mcpgateway.testkit.TestIssuer;
import io.mcpgateway.testkit.TestToken;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Issues tokens, and knows afterwards which of them are still good. Thread-safe. */
final class Tokens {
  private final TestIssuer issuer;
  private final Settings settings;
  private final InstantSource clock;
  private final Map<String, Grant> refreshTokens = new ConcurrentHashMap<>();
  private final Map<String, Grant> spentRefreshTokens = new ConcurrentHashMap<>();
  private final Map<String, Map<String, Object>> opaqueTokens = new ConcurrentHashMap<>();

  /** Tokens, and families of tokens. */
  private final Set<String> revoked = ConcurrentHashMap.newKeySet();

  Tokens(TestIssuer issuer, Settings settings, InstantSource clock) {
    this.issuer = issuer;
    this.settings = settings;
    this.clock = clock;
  }

  /** What the token endpoint answers for a grant: RFC 6749 section 5.1. */
  Map<String, Object> answer(Grant grant, boolean refreshable) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("access_token", access(grant));
    answer.put("token_type", grant.thumbprint().isPresent() ? "DPoP" : "Bearer");
    answer.put("expires_in", settings.lifetime().toSeconds());
    if (!grant.scope().isEmpty()) {
      answer.put("scope", String.join(" ", grant.scope()));
    }
    if (refreshable && settings.has(Feature.REFRESH_TOKENS)) {
      String refresh = UUID.randomUUID().toString();
      refreshTokens.put(refresh, grant);
      answer.put("refresh_token", refresh);
    }
    return answer;
  }

  private String access(Grant grant) {
    TestToken token = token(grant);
    if (!settings.has(Feature.OPAQUE_TOKENS)) {
      return token.sign();
    }
    String handle = UUID.randomUUID().toString();
    opaqueTokens.put(handle, token.claims());
    return handle;
  }

  private TestToken token(Grant grant) {
    // RFC 9068 section 3: without a resource it is for a default one, here the server itself.
    List<String> audience =
        settings
            .lie(Lie.TOKEN_AUDIENCE)
            .map(List::of)
            .orElse(grant.resources().isEmpty() ? List.of(issuer.issuer()) : grant.resources());
    TestToken token =
        issuer
            .token(audience.getFirst())
            .header("typ", settings.say(Lie.TOKEN_TYPE, "at+jwt"))
            .claim("iss", settings.say(Lie.TOKEN_ISSUER, issuer.issuer()))
            .claim("sub", grant.subject())
            .claim("client_id", grant.client().id())
            .claim("exp", clock.instant().plus(settings.lifetime()).getEpochSecond())
            .claim("jti", UUID.randomUUID().toString())
            .claim("sid", grant.family());
    if (audience.size() > 1) {
      token = token.claim("aud", audience);
    }
    if (!grant.scope().isEmpty()) {
      token = token.claim("scope", String.join(" ", grant.scope()));
    }
    if (!grant.actors().isEmpty()) {
      token = token.claim("act", grant.actors());
    }
    if (grant.thumbprint().isPresent()) {
      token = token.claim("cnf", Map.of("jkt", grant.thumbprint().get()));
    }
    for (Map.Entry<String, Object> more : settings.claims().entrySet()) {
      token = token.claim(more.getKey(), more.getValue());
    }
    return token;
  }

  /** Any token of this server's key with these claims in place of the usual ones. */
  String sign(String type, Map<String, Object> claims) {
    TestToken token = issuer.token("").header("typ", type);
    return new TestToken(token.key(), token.header(), claims).sign();
  }

  /** Takes a refresh token out of use. Who uses one twice loses all that came of it. */
  Grant spend(String refreshToken, OAuthClient client) {
    Grant grant = refreshTokens.remove(refreshToken);
    if (grant == null) {
      Optional.ofNullable(spentRefreshTokens.get(refreshToken))
          .ifPresent(spent -> revoked.add(spent.family()));
      throw OAuthFailure.invalidGrant("refresh_token: unknown or spent");
    }
    spentRefreshTokens.put(refreshToken, grant);
    if (!grant.client().id().equals(client.id()) || revoked.contains(grant.family())) {
      throw OAuthFailure.invalidGrant("refresh_token: revoked, or of another client");
    }
    return grant;
  }

  /** The claims of an access token of this server, if it is still good. */
  Optional<Map<String, Object>> active(String token) {
    return claims(token)
        .filter(_ -> !revoked.contains(token))
        .filter(claims -> !revoked.contains(String.valueOf(claims.get("sid"))))
        .filter(
            claims ->
                claims.get("exp") instanceof Number exp
                    && exp.longValue() > clock.instant().getEpochSecond());
  }

  private Optional<Map<String, Object>> claims(String token) {
    Map<String, Object> known = opaqueTokens.get(token);
    if (known != null) {
      return Optional.of(known);
    }
    try {
      Jws jws = Jws.read(token);
      return issuer
          .published(jws.header("kid"))
          .filter(key -> jws.isSignedBy(key.pair().getPublic()))
          .map(_ -> jws.claims());
    } catch (IllegalArgumentException neitherOfTheTwo) {
      return Optional.empty();
    }
  }

  /** Ends an access token, or a refresh token and all that came of it. */
  void revoke(String token) {
    Grant grant = refreshTokens.remove(token);
    revoked.add(grant == null ? token : grant.family());
  }
}
