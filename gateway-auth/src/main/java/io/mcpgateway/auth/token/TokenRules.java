package io.mcpgateway.auth.token;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens of an issuer are accepted.
 *
 * @param algorithms the signature algorithms it may use, each of {@link #SUPPORTED_ALGORITHMS}
 * @param audience the {@code aud} its tokens must have instead of the route's URL, or null
 * @param allowAudienceArray whether an {@code aud} array that contains the expected value will do
 * @param leeway how far its clock may be off, at most five minutes
 */
public record TokenRules(
    Set<String> algorithms,
    @Nullable String audience,
    boolean allowAudienceArray,
    Duration leeway) {

  public static final SequencedSet<String> SUPPORTED_ALGORITHMS =
      ordered(
          "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

  public static final Duration MAX_LEEWAY = Duration.ofMinutes(5);

  public static final TokenRules DEFAULT =
      new TokenRules(
          ordered("RS256", "PS256", "ES256", "EdDSA"), null, false, Duration.ofSeconds(60));

  public TokenRules {
    algorithms = Set.copyOf(algorithms);
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
  }

  private static SequencedSet<String> ordered(String... names) {
    return Collections.unmodifiableSequencedSet(new LinkedHashSet<>(List.of(names)));
  }
}
