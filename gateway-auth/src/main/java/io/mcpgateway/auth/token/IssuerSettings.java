package io.mcpgateway.auth.token;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom to trust, and for what. Two equal settings mean the same issuer, so that a reload can keep
 * its keys.
 *
 * @param name how the operator calls it
 * @param issuer the exact {@code iss} of its tokens, and where its metadata is found: an https URL,
 *     or an http URL on a loopback address
 * @param jwksUri where its keys are, or null to discover that (RFC 8414, OpenID Connect Discovery)
 * @param rolesClaim the claim that holds the roles: a name, or a path of names with dots
 * @param algorithms the signature algorithms it may use, each of {@link #SUPPORTED_ALGORITHMS}
 * @param audience the {@code aud} its tokens must have instead of the route's URL, or null
 * @param allowAudienceArray whether an {@code aud} array that contains the expected value will do
 * @param leeway how far its clock may be off, at most five minutes
 * @param outageWindow how long its keys are used after the last time they could be fetched
 */
public record IssuerSettings(
    String name,
    String issuer,
    @Nullable URI jwksUri,
    String rolesClaim,
    Set<String> algorithms,
    @Nullable String audience,
    boolean allowAudienceArray,
    Duration leeway,
    Duration outageWindow) {

  public static final SequencedSet<String> SUPPORTED_ALGORITHMS =
      ordered(
          "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

  public static final SequencedSet<String> DEFAULT_ALGORITHMS =
      ordered("RS256", "PS256", "ES256", "EdDSA");

  public static final String DEFAULT_ROLES_CLAIM = "roles";
  public static final Duration DEFAULT_LEEWAY = Duration.ofSeconds(60);
  public static final Duration MAX_LEEWAY = Duration.ofMinutes(5);
  public static final Duration DEFAULT_OUTAGE_WINDOW = Duration.ofHours(4);

  public IssuerSettings {
    algorithms = Set.copyOf(algorithms);
    require(!name.isBlank(), "name", name, "a name");
    require(Locations.isIssuer(issuer), "issuer", issuer, "https, or http on loopback; no query");
    require(
        jwksUri == null || Locations.mayFetch(jwksUri, issuer),
        "jwks-uri",
        String.valueOf(jwksUri),
        "https, or http on loopback for an issuer that is so");
    require(!rolesClaim.isBlank(), "roles-claim", rolesClaim, "a claim");
    require(
        !algorithms.isEmpty() && SUPPORTED_ALGORITHMS.containsAll(algorithms),
        "algorithms",
        algorithms.toString(),
        "some of " + SUPPORTED_ALGORITHMS);
    require(audience == null || !audience.isBlank(), "audience", "blank", "a value or none");
    require(
        !leeway.isNegative() && leeway.compareTo(MAX_LEEWAY) <= 0,
        "leeway",
        leeway.toString(),
        "0s to 5m");
    require(outageWindow.isPositive(), "outage-window", outageWindow.toString(), "> 0s");
  }

  /** An issuer whose keys are discovered and of which nothing special is known. */
  public static IssuerSettings of(String name, String issuer) {
    return new IssuerSettings(
        name,
        issuer,
        null,
        DEFAULT_ROLES_CLAIM,
        DEFAULT_ALGORITHMS,
        null,
        false,
        DEFAULT_LEEWAY,
        DEFAULT_OUTAGE_WINDOW);
  }

  private static SequencedSet<String> ordered(String... names) {
    return Collections.unmodifiableSequencedSet(new LinkedHashSet<>(List.of(names)));
  }

  private static void require(boolean holds, String what, String value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(what + ": " + value + " (expected: " + expected + ")");
    }
  }
}
