package io.mcpgateway.auth.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import io.mcpgateway.core.exchange.SealedTokens;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/**
 * Checks DPoP proofs (RFC 9449 section 4.3). One serves every route of the process and outlives
 * reloads, since it remembers which proofs have been used. Thread-safe, never blocks.
 *
 * <p>Every request has a proof of its own, so every request costs a signature check, on the threads
 * of the {@link TokenVerifier}. What is cheap is checked before.
 */
public final class DpopVerifier {
  /** What clients may sign proofs with. */
  public static final SequencedSet<String> ALGORITHMS =
      Collections.unmodifiableSequencedSet(
          new LinkedHashSet<>(
              List.of("ES256", "ES384", "ES512", "EdDSA", "Ed25519", "PS256", "RS256")));

  private static final String NONCE_PURPOSE = "dpop-nonce";
  private static final Duration NONCE_LIFE = Duration.ofMinutes(5);
  private static final long KEYS_REMEMBERED = 10_000;

  private static final Possession PROVED = new Possession.Proved();
  private static final Possession BUSY = new Possession.Undecided("Too many proofs to verify");
  private static final Possession FULL =
      new Possession.Undecided("Too many proofs to remember at the moment");

  private final CheckPool pool;
  private final InstantSource clock;
  private final SealedTokens nonces;
  private final Duration window;
  private final ReplayCache used;

  /** By thumbprint: reading a key costs about as much as checking a signature. */
  private final Cache<String, Map<String, Signatures.Check>> keys =
      Caffeine.newBuilder().maximumSize(KEYS_REMEMBERED).build();

  /**
   * @param window how far a proof's time may be from now, in both directions
   * @param remembered how many proofs of that time are remembered; further ones have to wait
   */
  public record Limits(Duration window, int remembered) {
    public static final Limits DEFAULT = new Limits(Duration.ofMinutes(5), 1_000_000);
  }

  /**
   * What a proof must be for.
   *
   * @param target the route's URL
   * @param keyThumbprint the {@code jkt} that the token is bound to
   * @param nonceWanted whether the proof must contain a nonce of ours
   * @param mark tells this HTTP request from others
   */
  public record Request(
      String httpMethod,
      TargetUri target,
      BearerToken token,
      String keyThumbprint,
      boolean nonceWanted,
      long mark) {}

  /**
   * @param tokens whose threads check signatures
   * @param secrets for nonces, the newest first; replicas with the same accept each other's
   */
  public DpopVerifier(
      TokenVerifier tokens, List<byte[]> secrets, InstantSource clock, Limits limits) {
    this.pool = tokens.pool();
    this.clock = clock;
    this.nonces = new SealedTokens(NONCE_PURPOSE, secrets, clock);
    this.window = limits.window();
    this.used = new ReplayCache(window, limits.remembered());
  }

  /** A nonce for proofs to come (RFC 9449 section 9). */
  public String nonce() {
    return nonces.seal("", NONCE_PURPOSE, NONCE_LIFE);
  }

  /** Whether {@code header}, the one value of the {@code DPoP} field, proves possession. */
  public Possession verify(String header, Request request) {
    try {
      DpopProof proof = DpopProof.parse(header, ALGORITHMS);
      proof.requireFor(request, clock.instant(), window);
      if (request.nonceWanted() && !isOurs(proof)) {
        return new Possession.NonceWanted(nonce());
      }
      CompactJwt jwt = proof.jwt();
      return new Possession.Pending(
          pool.check(check(proof), jwt.signed(), jwt.signature())
              .thenApply(answer -> possession(answer, proof, request)));
    } catch (InvalidTokenException invalid) {
      return new Possession.Wrong("dpop: " + invalid.problem());
    }
  }

  private boolean isOurs(DpopProof proof) {
    return proof.nonce() != null && nonces.open(proof.nonce(), NONCE_PURPOSE) != null;
  }

  private Possession possession(CheckPool.Answer answer, DpopProof proof, Request request) {
    return switch (answer) {
      case UNDECIDED -> BUSY;
      case FAILS -> new Possession.Wrong("dpop: signature: not that of the key");
      // Only now: somebody without the key must not use up the proofs of somebody with it.
      case HOLDS -> remember(proof, request);
    };
  }

  private Possession remember(DpopProof proof, Request request) {
    Instant now = clock.instant();
    return switch (used.use(
        proof.keyThumbprint(),
        proof.id(),
        proof.issuedAt(),
        request.mark(),
        now.getEpochSecond())) {
      case FIRST -> PROVED;
      case AGAIN -> new Possession.Wrong("dpop: jti: used before");
      case FULL -> FULL;
    };
  }

  private Signatures.Check check(DpopProof proof) throws InvalidTokenException {
    Map<String, Signatures.Check> checks = keys.getIfPresent(proof.keyThumbprint());
    if (checks == null) {
      checks = checks(proof.jwt().header().path(CompactJwt.JWK));
      keys.put(proof.keyThumbprint(), checks);
    }
    Signatures.Check check = checks.get(proof.jwt().alg());
    if (check == null) {
      throw new InvalidTokenException("alg: not one of the key");
    }
    return check;
  }

  private static Map<String, Signatures.Check> checks(JsonNode jwk) throws InvalidTokenException {
    try {
      return Signatures.of(JWK.parse(jwk.toString()));
    } catch (ParseException
        | JOSEException
        | GeneralSecurityException
        | IllegalArgumentException malformed) {
      throw new InvalidTokenException("jwk: not a usable key");
    }
  }

  /** How many proofs are remembered. */
  public int remembered() {
    return used.size();
  }
}
