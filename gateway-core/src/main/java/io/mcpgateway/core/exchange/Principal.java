package io.mcpgateway.core.exchange;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** On whose behalf an exchange happens. */
public sealed interface Principal {
  /** Nobody in particular, on a route that says so. */
  record Anonymous() implements Principal {
    @Override
    public String key() {
      return "anonymous";
    }

    @Override
    public Set<String> roles() {
      return Set.of();
    }
  }

  /**
   * Somebody whom an issuer vouches for.
   *
   * @param issuer the token's {@code iss}; {@code api-key:} and the name of the set for a caller
   *     with an API key
   * @param subject the token's {@code sub}
   * @param clientId the OAuth client, or null if the token does not say
   * @param actors who acts for the subject, the one who acts now first (RFC 8693 section 4.1)
   * @param tenant from the configured claim, or null if there is none
   * @param roles from the configured claim
   * @param groups from the configured claim
   * @param claims further claims that the configuration keeps for policies, by name: texts, whole
   *     numbers ({@code Long}), booleans and lists of texts
   * @param scopes what the token allows, from its scope claim
   * @param tokenId the token's {@code jti} or the API key's id, or null if the token has none
   * @param expiresAt when the token ends; {@link Instant#MAX} for one that does not
   */
  record Authenticated(
      String issuer,
      String subject,
      @Nullable String clientId,
      List<Actor> actors,
      @Nullable String tenant,
      Set<String> roles,
      Set<String> groups,
      Map<String, Object> claims,
      Set<String> scopes,
      @Nullable String tokenId,
      Instant expiresAt)
      implements Principal {
    public Authenticated {
      actors = List.copyOf(actors);
      roles = Set.copyOf(roles);
      groups = Set.copyOf(groups);
      claims = Map.copyOf(claims);
      scopes = Set.copyOf(scopes);
    }

    /** Somebody of whom neither groups nor further claims are known. */
    public Authenticated(
        String issuer,
        String subject,
        @Nullable String clientId,
        List<Actor> actors,
        @Nullable String tenant,
        Set<String> roles,
        Set<String> scopes,
        @Nullable String tokenId,
        Instant expiresAt) {
      this(
          issuer, subject, clientId, actors, tenant, roles, Set.of(), Map.of(), scopes, tokenId,
          expiresAt);
    }

    @Override
    public String key() {
      // A separator that none of them may contain: they are JSON strings of a verified token, and
      // the verifier refuses control characters in them.
      String key = issuer + '\n' + subject + '\n' + (clientId == null ? "" : clientId);
      return tenant == null ? key : key + '\n' + tenant;
    }

    /** Somebody of whom only the name is known, and who has no token that ends. */
    public static Authenticated of(String issuer, String subject, Set<String> roles) {
      return new Authenticated(
          issuer, subject, null, List.of(), null, roles, Set.of(), null, Instant.MAX);
    }
  }

  /**
   * Who acts on a subject's behalf (RFC 8693 section 4.1).
   *
   * @param subject the actor's {@code sub}
   * @param issuer the actor's {@code iss}, or null if the token does not say
   */
  record Actor(String subject, @Nullable String issuer) {}

  /** The same for the same somebody, whatever token they show. */
  String key();

  Set<String> roles();
}
