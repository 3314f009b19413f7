package io.mcpgateway.auth.token;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens of an issuer are accepted.
 *
 * @param algorithms the signature algorithms it may use, each of {@link #SUPPORTED_ALGORITHMS}
 * @param audience the {@code aud} its tokens must have instead of the route's URL, or null
 * @param allowAudienceArray whether an {@code aud} array that contains the expected value will do
 * @param leeway how far its clock may be off, at most five minutes
 * @param types the values of {@code typ} in the header of its access tokens, in lower case and
 *     without {@code application/}; {@code absent} for none
 * @param maxActors how many may act for the subject, one behind the other
 */
public record TokenRules(
    Set<String> algorithms,
    @Nullable String audience,
    boolean allowAudienceArray,
    Duration leeway,
    Set<String> types,
    int maxActors) {

  public static final SequencedSet<String> SUPPORTED_ALGORITHMS =
      ordered(
          "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

  public static final Duration MAX_LEEWAY = Duration.ofMinutes(5);

  /** RFC 9068, and the many issuers that say just JWT or nothing. */
  private static final SequencedSet<String> USUAL_TYPES =
      ordered(TokenKind.ACCESS_TOKEN, "jwt", TokenKind.ABSENT);

  private static final Set<String> FOREIGN_TYPES =
      Set.of(
          "dpop+jwt",
          "logout+jwt",
          "secevent+jwt",
          "oauth-id-jag+jwt",
          "client-authentication+jwt");

  private static final int USUAL_ACTORS = 4;
  public static final int MOST_ACTORS = 16;

  public static final TokenRules DEFAULT =
      new TokenRules(
          ordered("RS256", "PS256", "ES256", "EdDSA"), null, false, Duration.ofSeconds(60));

  public TokenRules {
    algorithms = Set.copyOf(algorithms);
    types = types.stream().map(TokenKind::normalized).collect(Collectors.toUnmodifiableSet());
    IssuerSettings.require(
        !algorithms.isEmpty() && SUPPORTED_ALGORITHMS.containsAll(algorithms),
        "algorithms",
        algorithms.toString(),
        "some of " + SUPPORTED_ALGORITHMS);
    IssuerSettings.require(
        audience == null || !audience.isBlank(), "audience", "blank", "a value or none");
    IssuerSettings.require(
        !leeway.isNegative() && leeway.compareTo(MAX_LEEWAY) <= 0,
        "leeway",
        leeway.toString(),
        "0s to 5m");
    IssuerSettings.require(
        !types.isEmpty() && types.stream().noneMatch(TokenRules::isForeign),
        "token-types",
        types.toString(),
        "types of access tokens, such as at+jwt, JWT or absent");
    IssuerSettings.require(
        maxActors >= 0 && maxActors <= MOST_ACTORS,
        "max-actors",
        Integer.toString(maxActors),
        "0 to " + MOST_ACTORS);
  }

  /** With the usual types and number of actors. */
  public TokenRules(
      Set<String> algorithms,
      @Nullable String audience,
      boolean allowAudienceArray,
      Duration leeway) {
    this(algorithms, audience, allowAudienceArray, leeway, USUAL_TYPES, USUAL_ACTORS);
  }

  /** Other kinds of token, which must never pass for access tokens. */
  private static boolean isForeign(String type) {
    return type.isBlank() || FOREIGN_TYPES.contains(type);
  }

  private static SequencedSet<String> ordered(String... names) {
    return Collections.unmodifiableSequencedSet(new LinkedHashSet<>(List.of(names)));
  }
}
