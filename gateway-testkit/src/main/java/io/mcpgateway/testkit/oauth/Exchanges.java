package io.mcpgateway.testkit.oauth;

import io.mcpgateway.testkit.TestIssuer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tokens for tokens: RFC 8693, and the two halves of the identity assertion grant
 * (draft-ietf-oauth-identity-assertion-authz-grant), on the side that vouches and on the side that
 * believes it.
 */
final class Exchanges {
  static final String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
  static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  static final String ID_JAG = "urn:ietf:params:oauth:token-type:id-jag";
  private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
  private static final String ID_JAG_TYPE = "oauth-id-jag+jwt";

  private final String issuer;
  private final Settings settings;
  private final Tokens tokens;
  private final InstantSource clock;
  private final Map<String, TestIssuer> trusted = new ConcurrentHashMap<>();
  private final Set<String> used = ConcurrentHashMap.newKeySet();

  Exchanges(String issuer, Settings settings, Tokens tokens, InstantSource clock) {
    this.issuer = issuer;
    this.settings = settings;
    this.tokens = tokens;
    this.clock = clock;
  }

  void trust(TestIssuer other) {
    trusted.put(other.issuer(), other);
  }

  /** RFC 8693 section 2. */
  Map<String, Object> exchange(
      OAuthRequest request, OAuthClient client, Optional<String> thumbprint) {
    request.required("subject_token_type");
    Map<String, Object> subject = good(request.required("subject_token"), "subject_token");
    String wanted = request.one("requested_token_type").orElse(ACCESS_TOKEN);
    if (wanted.equals(ID_JAG)) {
      return identityAssertion(request, client, subject);
    }
    if (!wanted.equals(ACCESS_TOKEN)) {
      throw OAuthFailure.invalidRequest("requested_token_type: " + wanted);
    }
    Set<String> scope = scope(request, subject);
    List<String> targets = new ArrayList<>(AuthorizationEndpoint.resources(request));
    targets.addAll(request.all("audience"));
    Grant grant =
        new Grant(
            UUID.randomUUID().toString(),
            client,
            String.valueOf(subject.get("sub")),
            scope,
            targets,
            thumbprint,
            actors(request, client, subject));
    Map<String, Object> answer = new LinkedHashMap<>(tokens.answer(grant, false));
    answer.put("issued_token_type", ACCESS_TOKEN);
    return answer;
  }

  private Map<String, Object> good(String token, String parameter) {
    return tokens
        .active(token)
        .orElseThrow(() -> OAuthFailure.invalidRequest(parameter + ": not a good token of ours"));
  }

  /** All that the subject's token has, unless less is asked for. */
  private Set<String> scope(OAuthRequest request, Map<String, Object> subject) {
    Set<String> asked = AuthorizationEndpoint.scope(request, settings);
    return asked.isEmpty() ? words(subject.get("scope")) : asked;
  }

  private static Set<String> words(@Nullable Object scope) {
    Set<String> words = new LinkedHashSet<>();
    if (scope instanceof String text && !text.isEmpty()) {
      words.addAll(List.of(text.split(" ", -1)));
    }
    return words;
  }

  /** Whoever acts now, before all who acted until now: RFC 8693 section 4.1. */
  private Map<String, Object> actors(
      OAuthRequest request, OAuthClient client, Map<String, Object> subject) {
    Object actor =
        request
            .one("actor_token")
            .map(token -> good(token, "actor_token").getOrDefault("sub", ""))
            .orElse(client.id());
    Map<String, Object> actors = new LinkedHashMap<>();
    actors.put("sub", actor);
    if (subject.get("act") instanceof Map<?, ?> before) {
      actors.put("act", before);
    }
    return actors;
  }

  /** Vouches for the subject to another authorization server, which {@code audience} names. */
  private Map<String, Object> identityAssertion(
      OAuthRequest request, OAuthClient client, Map<String, Object> subject) {
    long now = clock.instant().getEpochSecond();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", issuer);
    claims.put("sub", String.valueOf(subject.get("sub")));
    claims.put("aud", request.required("audience"));
    claims.put("resource", request.required("resource"));
    claims.put("client_id", client.id());
    claims.put("scope", request.one("scope").orElse(""));
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("iat", now);
    claims.put("exp", now + settings.lifetime().toSeconds());
    return Map.of(
        "access_token",
        tokens.sign(ID_JAG_TYPE, claims),
        "issued_token_type",
        ID_JAG,
        "token_type",
        "N_A",
        "expires_in",
        settings.lifetime().toSeconds());
  }

  /** RFC 7523 section 2.1: believes what a trusted server vouches for. */
  Map<String, Object> assertion(
      OAuthRequest request, OAuthClient client, Optional<String> thumbprint) {
    Jws jws = read(request.required("assertion"));
    Optional<TestIssuer> voucher = Optional.ofNullable(trusted.get(jws.claim("iss")));
    boolean holds =
        voucher
            .flatMap(other -> other.published(jws.header("kid")))
            .filter(key -> jws.isSignedBy(key.pair().getPublic()))
            .isPresent();
    if (!holds
        || !jws.header("typ").equals(ID_JAG_TYPE)
        || !jws.claim("aud").equals(issuer)
        || !jws.claim("client_id").equals(client.id())
        || jws.seconds("exp") <= clock.instant().getEpochSecond()
        || !used.add(jws.claim("jti"))) {
      throw OAuthFailure.invalidGrant("assertion: does not hold");
    }
    Grant grant =
        new Grant(
            UUID.randomUUID().toString(),
            client,
            jws.claim("sub"),
            words(jws.claims().get("scope")),
            List.of(jws.claim("resource")),
            thumbprint,
            Map.of());
    return tokens.answer(grant, false);
  }

  private static Jws read(String assertion) {
    try {
      return Jws.read(assertion);
    } catch (IllegalArgumentException malformed) {
      throw OAuthFailure.invalidGrant("assertion: not a JWT");
    }
  }
}
