package io.mcpgateway.auth.token;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.core.exchange.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token says (RFC 7519, RFC 9068), each claim of exactly the type it must have. Whether it
 * is true is for the signature to say.
 *
 * @param audience the values of {@code aud}
 * @param audienceIsArray whether {@code aud} is an array
 * @param expiresAt seconds since the epoch, like the two that follow
 */
record TokenClaims(
    AccessToken token,
    List<String> audience,
    boolean audienceIsArray,
    long expiresAt,
    @Nullable Long notBefore,
    @Nullable Long issuedAt) {

  /** The {@code iss} of a token of which nothing else has been looked at. */
  static String issuer(JsonNode claims) throws InvalidTokenException {
    return ClaimValues.text(claims, "iss");
  }

  static TokenClaims of(JsonNode claims, IssuerSettings settings) throws InvalidTokenException {
    Long expiresAt = ClaimValues.seconds(claims, "exp");
    if (expiresAt == null) {
      throw new InvalidTokenException("exp: missing");
    }
    JsonNode audience = claims.path("aud");
    return new TokenClaims(
        new AccessToken(principal(claims, settings, expiresAt), Confirmation.of(claims)),
        audience.isTextual()
            ? List.of(ClaimValues.text(claims, "aud"))
            : ClaimValues.texts(audience, "aud"),
        audience.isArray(),
        expiresAt,
        ClaimValues.seconds(claims, "nbf"),
        ClaimValues.seconds(claims, "iat"));
  }

  private static Principal.Authenticated principal(
      JsonNode claims, IssuerSettings settings, long expiresAt) throws InvalidTokenException {
    ClaimPaths paths = settings.claims();
    return new Principal.Authenticated(
        issuer(claims),
        ClaimValues.text(claims, "sub"),
        clientId(claims),
        ActorChain.of(claims, settings.tokens().maxActors()),
        tenant(claims, paths.tenant()),
        names(claims, paths.roles(), "roles"),
        paths.groups() == null ? Set.of() : names(claims, paths.groups(), "groups"),
        KeptClaims.of(claims, paths.kept()),
        scopes(claims, paths.scope()),
        ClaimValues.optionalText(claims, "jti"),
        Instant.ofEpochSecond(expiresAt));
  }

  /** The same with other times. */
  TokenClaims withTimes(long expires, @Nullable Long starts, @Nullable Long issued) {
    return new TokenClaims(token, audience, audienceIsArray, expires, starts, issued);
  }

  void requireTime(Instant now, Duration leeway) throws InvalidTokenException {
    long second = now.getEpochSecond();
    long tolerance = leeway.toSeconds();
    if (second >= expiresAt + tolerance) {
      throw new InvalidTokenException("exp: expired");
    }
    if (notBefore != null && second < notBefore - tolerance) {
      throw new InvalidTokenException("nbf: not valid yet");
    }
    if (issuedAt != null && second < issuedAt - tolerance) {
      throw new InvalidTokenException("iat: in the future");
    }
  }

  void requireAudience(String expected, boolean allowArray) throws InvalidTokenException {
    if (audienceIsArray && !allowArray) {
      throw new InvalidTokenException("aud: an array");
    }
    if (!audience.contains(expected)) {
      throw new InvalidTokenException("aud: another resource");
    }
  }

  /** RFC 9068 calls it {@code client_id}, OpenID Connect {@code azp}; two names are no name. */
  private static @Nullable String clientId(JsonNode claims) throws InvalidTokenException {
    String authorized = ClaimValues.optionalText(claims, "azp");
    String client = ClaimValues.optionalText(claims, "client_id");
    if (authorized != null && client != null && !authorized.equals(client)) {
      throw new InvalidTokenException("azp: another client than client_id");
    }
    return authorized == null ? client : authorized;
  }

  private static Set<String> scopes(JsonNode claims, @Nullable String path)
      throws InvalidTokenException {
    String name = path != null ? path : claims.has("scope") ? "scope" : "scp";
    JsonNode scopes = ClaimValues.at(claims, name);
    return scopes == null ? Set.of() : ClaimValues.words(scopes, path == null ? name : "scope");
  }

  private static Set<String> names(JsonNode claims, String path, String what)
      throws InvalidTokenException {
    JsonNode names = ClaimValues.at(claims, path);
    if (names == null) {
      return Set.of();
    }
    return names.isTextual()
        ? Set.of(ClaimValues.text(names, what, false))
        : new LinkedHashSet<>(ClaimValues.texts(names, what));
  }

  private static @Nullable String tenant(JsonNode claims, @Nullable String path)
      throws InvalidTokenException {
    JsonNode tenant = path == null ? null : ClaimValues.at(claims, path);
    return tenant == null ? null : ClaimValues.text(tenant, "tenant", false);
  }
}
