package io.mcpgateway.core.exchange;

import java.time.Instant;
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
   * @param issuer the token's {@code iss}
   * @param subject the token's {@code sub}
   * @param clientId the OAuth client, or null if the token does not say
   * @param roles from the configured claim
   * @param scopes what the token allows, from its scope claim
   * @param expiresAt when the token ends
   */
  record Authenticated(
      String issuer,
      String subject,
      @Nullable String clientId,
      Set<String> roles,
      Set<String> scopes,
      Instant expiresAt)
      implements Principal {
    public Authenticated {
      roles = Set.copyOf(roles);
      scopes = Set.copyOf(scopes);
    }

    @Override
    public String key() {
      // A separator that none of the three may contain: they are JSON strings of a verified token,
      // and the verifier refuses control characters in them.
      return issuer + '\n' + subject + '\n' + (clientId == null ? "" : clientId);
    }
  }

  /** The same for the same somebody, whatever token they show. */
  String key();

  Set<String> roles();
}
