package io.mcpgateway.auth.token;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whose tokens a route accepts, and which audience they must have. Immutable. */
public final class Acceptance {
  private final Map<String, TrustedIssuer> issuers;
  private final String resource;
  private final @Nullable TrustedIssuer opaque;

  /**
   * @param resource the route's URL, the audience unless an issuer's settings name another
   * @param issuers at least one, no two with the same {@code iss}, no two that are asked about
   *     tokens
   */
  public Acceptance(URI resource, List<TrustedIssuer> issuers) {
    if (issuers.isEmpty()) {
      throw new IllegalArgumentException("issuers: none (expected: at least one)");
    }
    Map<String, TrustedIssuer> byName = new HashMap<>();
    for (TrustedIssuer issuer : issuers) {
      String iss = issuer.settings().issuer();
      if (byName.put(iss, issuer) != null) {
        throw new IllegalArgumentException("issuers: two times " + iss + " (expected: each once)");
      }
    }
    this.issuers = Map.copyOf(byName);
    this.resource = resource.toString();
    this.opaque = opaque(issuers);
  }

  private static @Nullable TrustedIssuer opaque(List<TrustedIssuer> issuers) {
    List<TrustedIssuer> asked =
        issuers.stream().filter(issuer -> issuer.introspector() != null).toList();
    if (asked.size() > 1) {
      throw new IllegalArgumentException(
          "issuers: " + asked + " (expected: one that is asked about opaque tokens)");
    }
    return asked.isEmpty() ? null : asked.getFirst();
  }

  /** Whose a token is that only its issuer can read, or null if none is accepted. */
  @Nullable TrustedIssuer opaque() {
    return opaque;
  }

  @Nullable TrustedIssuer issuer(String iss) {
    return issuers.get(iss);
  }

  /** Identity matters: an issuer with new settings is another one. */
  boolean includes(TrustedIssuer issuer) {
    return issuers.get(issuer.settings().issuer()) == issuer;
  }

  /** Throws unless the claims are meant for this route. */
  void requireAudience(TokenClaims claims, IssuerSettings settings) throws InvalidTokenException {
    claims.requireAudience(audience(settings), settings.tokens().allowAudienceArray());
  }

  /** The {@code aud} that tokens of the issuer must have. */
  String audience(IssuerSettings settings) {
    String other = settings.tokens().audience();
    return other == null ? resource : other;
  }

  /** Every {@code iss} that is accepted. */
  Set<String> issuers() {
    return issuers.keySet();
  }
}
