package io.mcpgateway.testkit.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Checks the proofs that come with token requests: RFC 9449 sections 4.3, 5 and 8. */
final class DpopProofs {
  private static final Duration LEEWAY = Duration.ofMinutes(5);
  private static final Set<String> ALGORITHMS = Set.of("ES256", "RS256", "PS256");

  private final String tokenEndpoint;
  private final Settings settings;
  private final InstantSource clock;
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  DpopProofs(String tokenEndpoint, Settings settings, InstantSource clock) {
    this.tokenEndpoint = tokenEndpoint;
    this.settings = settings;
    this.clock = clock;
  }

  /** The thumbprint of the key that a token request proves to have, if it brings a proof. */
  Optional<String> thumbprint(OAuthRequest request) {
    Optional<String> proof = request.header("dpop");
    if (proof.isEmpty() && settings.has(Feature.DPOP_REQUIRED)) {
      throw invalid("missing");
    }
    return proof.map(this::thumbprint);
  }

  private String thumbprint(String proof) {
    try {
      Jws jws = Jws.read(proof);
      if (!(jws.header().get("jwk") instanceof Map<?, ?> members)) {
        throw invalid("no jwk");
      }
      JWK key = JWK.parse(Json.write(members));
      long age = Math.abs(clock.instant().getEpochSecond() - jws.seconds("iat"));
      if (!jws.header("typ").equals("dpop+jwt")
          || key.isPrivate()
          || !ALGORITHMS.contains(jws.header("alg"))
          || !jws.isSignedBy(Clients.publicKey(key))
          || !jws.claim("htm").equals("POST")
          || !jws.claim("htu").equals(tokenEndpoint)
          || age > LEEWAY.toSeconds()) {
        throw invalid("does not hold");
      }
      Optional<String> nonce = settings.nonce();
      if (nonce.isPresent() && !nonce.get().equals(jws.claim("nonce"))) {
        throw new OAuthFailure("use_dpop_nonce", "DPoP proof: another nonce is needed");
      }
      if (jws.claim("jti").isEmpty() || !seen.add(jws.claim("jti"))) {
        throw invalid("not its first use");
      }
      return key.computeThumbprint().toString();
    } catch (IllegalArgumentException | ParseException | JOSEException malformed) {
      throw invalid("malformed");
    }
  }

  private static OAuthFailure invalid(String why) {
    return new OAuthFailure("invalid_dpop_proof", "DPoP proof: " + why);
  }
}
