package io.mcpgateway.auth.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies JWT access tokens (RFC 7519, RFC 9068). One serves every route of the process and
 * outlives reloads; what a route accepts comes with each call. Thread-safe, never blocks.
 *
 * <p>Whatever is cheap is checked before the signature, since a junk signature costs up to a
 * millisecond. Signatures are checked on a few threads with a bounded queue; the same token is
 * checked once, however many exchanges bring it at the same time.
 *
 * <p>A verified token is remembered by its whole SHA-256 until it expires, and for a minute at
 * most. Issuer and audience are compared with the route's on every hit. What only its issuer can
 * read is asked of the issuer ({@link Introspector}) and remembered for as long as that is allowed.
 */
public final class TokenVerifier implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(TokenVerifier.class);

  private static final Duration CACHE_LIFE = Duration.ofSeconds(60);
  private static final Duration REFUSAL_LIFE = Duration.ofSeconds(10);
  private static final int MAX_FETCHES_AWAITED = 3;

  static final String NO_TOKEN = "token: neither a JWT nor any other bearer token";
  static final Verification.Rejected UNKNOWN_ISSUER =
      new Verification.Rejected("iss: not an issuer of this route");
  static final Verification.Rejected UNKNOWN_KEY =
      new Verification.Rejected("kid: the issuer has no such key");
  static final Verification.Rejected WRONG_SIGNATURE =
      new Verification.Rejected("signature: not that of the key");
  static final Verification.Rejected TOO_LONG = new Verification.Rejected("token: too long");
  private static final Verification NO_KEYS =
      new Verification.Undecided("The keys of the token's issuer are not available");
  private static final Verification BROKEN =
      new Verification.Undecided("The token cannot be verified at the moment");
  private static final Verification BUSY = new Verification.Undecided("Too many tokens to verify");

  private final InstantSource clock;
  private final Limits limits;
  private final CheckPool pool;
  private final Cache<TokenHash, Verified> verified;

  /** Tokens with a wrong signature, by the check that said so: another key decides anew. */
  private final Cache<TokenHash, Signatures.Check> refused;

  private final ConcurrentMap<InFlight, CompletableFuture<Verification>> inFlight =
      new ConcurrentHashMap<>();
  private final AtomicInteger awaitingKeys = new AtomicInteger();

  /**
   * How much work and memory tokens may cost.
   *
   * @param threads that check signatures
   * @param queued signature checks that wait for them
   * @param awaitingKeys tokens that wait for an issuer's keys
   * @param cached verified tokens that are remembered, and as many wrong ones
   */
  public record Limits(int threads, int queued, int awaitingKeys, int cached) {
    public static final Limits DEFAULT = new Limits(2, 256, 1024, 20_000);
  }

  private record InFlight(TokenHash hash, TrustedIssuer issuer) {}

  private record Verified(
      TrustedIssuer issuer, TokenClaims claims, Verification accepted, long usableUntilMillis) {}

  /** A token that may be genuine: everything but its signature has been checked. */
  private record Candidate(
      BearerToken token,
      TokenHash hash,
      CompactJwt jwt,
      TrustedIssuer issuer,
      TokenClaims claims) {}

  /** Starts its threads as work comes. */
  public TokenVerifier(InstantSource clock, Limits limits) {
    this.clock = clock;
    this.limits = limits;
    this.pool = new CheckPool(limits.threads(), limits.queued());
    this.verified =
        Caffeine.newBuilder().maximumSize(limits.cached()).expireAfterWrite(CACHE_LIFE).build();
    this.refused =
        Caffeine.newBuilder().maximumSize(limits.cached()).expireAfterWrite(REFUSAL_LIFE).build();
  }

  /**
   * What is known of a token that was verified a moment ago, or null if that would take work. Never
   * {@link Verification.Pending}.
   */
  public @Nullable Verification remembered(BearerToken token, Acceptance acceptance) {
    return token.length() > BearerToken.MAX_LENGTH
        ? TOO_LONG
        : remembered(TokenHash.of(token), acceptance);
  }

  private @Nullable Verification remembered(TokenHash hash, Acceptance acceptance) {
    Verified known = verified.getIfPresent(hash);
    if (known == null
        || clock.millis() >= known.usableUntilMillis()
        || !acceptance.includes(known.issuer())) {
      return null;
    }
    try {
      acceptance.requireAudience(known.claims(), known.issuer().settings());
      return known.accepted();
    } catch (InvalidTokenException invalid) {
      return new Verification.Rejected(invalid.problem());
    }
  }

  /** Answers at once if the token is known, or wrong in a way that is cheap to see. */
  public Verification verify(BearerToken token, Acceptance acceptance) {
    if (token.length() > BearerToken.MAX_LENGTH) {
      return TOO_LONG;
    }
    TokenHash hash = TokenHash.of(token);
    Verification known = remembered(hash, acceptance);
    if (known != null) {
      return known;
    }
    try {
      return verify(token, hash, acceptance);
    } catch (InvalidTokenException invalid) {
      return new Verification.Rejected(invalid.problem());
    }
  }

  private Verification verify(BearerToken token, TokenHash hash, Acceptance acceptance)
      throws InvalidTokenException {
    TrustedIssuer opaque = acceptance.opaque();
    if (opaque != null && !token.isJwt()) {
      return introspected(token, hash, opaque, acceptance);
    }
    CompactJwt jwt = CompactJwt.parse(token);
    TrustedIssuer issuer = acceptance.issuer(TokenClaims.issuer(jwt.claims()));
    if (issuer == null) {
      return UNKNOWN_ISSUER;
    }
    IssuerSettings settings = issuer.settings();
    settings.tokens().requireAlgorithm(jwt.alg());
    TokenKind.require(jwt.type(), jwt.claims(), settings.tokens());
    TokenClaims claims = TokenClaims.of(jwt.claims(), settings);
    acceptance.requireAudience(claims, settings);
    claims.requireTime(clock.instant(), settings.tokens().leeway());
    return withKey(new Candidate(token, hash, jwt, issuer, claims), MAX_FETCHES_AWAITED);
  }

  private Verification withKey(Candidate candidate, int fetchesLeft) throws InvalidTokenException {
    CompactJwt jwt = candidate.jwt();
    return switch (candidate.issuer().keys().find(jwt.kid(), jwt.alg())) {
      case IssuerKeys.Lookup.Found(Signatures.Check check) -> withSignature(candidate, check);
      case IssuerKeys.Lookup.Unknown() -> UNKNOWN_KEY;
      case IssuerKeys.Lookup.Unavailable() -> NO_KEYS;
      case IssuerKeys.Lookup.Later(var fetched) -> {
        if (fetchesLeft == 0) {
          yield NO_KEYS;
        }
        if (awaitingKeys.incrementAndGet() > limits.awaitingKeys()) {
          awaitingKeys.decrementAndGet();
          yield BUSY;
        }
        yield new Verification.Pending(
            fetched.thenCompose(_ -> afterFetch(candidate, fetchesLeft - 1)));
      }
    };
  }

  private CompletableFuture<Verification> afterFetch(Candidate candidate, int fetchesLeft) {
    awaitingKeys.decrementAndGet();
    try {
      return settled(withKey(candidate, fetchesLeft));
    } catch (InvalidTokenException invalid) {
      return CompletableFuture.completedFuture(new Verification.Rejected(invalid.problem()));
    }
  }

  private Verification withSignature(Candidate candidate, Signatures.Check check) {
    // The very same check said no a moment ago; after a rotation it is another one.
    if (check.equals(refused.getIfPresent(candidate.hash()))) {
      return WRONG_SIGNATURE;
    }
    InFlight key = new InFlight(candidate.hash(), candidate.issuer());
    CompletableFuture<Verification> mine = new CompletableFuture<>();
    CompletableFuture<Verification> others = inFlight.putIfAbsent(key, mine);
    if (others != null) {
      return new Verification.Pending(others);
    }
    Verification justVerified = justVerified(candidate);
    if (justVerified != null) {
      // Between the look into the cache and now.
      inFlight.remove(key, mine);
      mine.complete(justVerified);
      return justVerified;
    }
    CompletableFuture<Void> _ =
        pool.check(check, candidate.jwt().signed(), candidate.jwt().signature())
            .thenCompose(answer -> settled(verification(answer, candidate, check)))
            .exceptionally(TokenVerifier::undecided)
            .thenAccept(
                decided -> {
                  inFlight.remove(key, mine);
                  mine.complete(decided);
                });
    return new Verification.Pending(mine);
  }

  private static Verification undecided(Throwable bug) {
    logger.error("a token could not be verified", bug);
    return BROKEN;
  }

  private @Nullable Verification justVerified(Candidate candidate) {
    Verified known = verified.getIfPresent(candidate.hash());
    return known != null
            && known.issuer() == candidate.issuer()
            && clock.millis() < known.usableUntilMillis()
        ? known.accepted()
        : null;
  }

  private Verification verification(
      CheckPool.Answer answer, Candidate candidate, Signatures.Check check) {
    return switch (answer) {
      case HOLDS -> accept(candidate);
      case UNDECIDED -> BUSY;
      case FAILS -> {
        refused.put(candidate.hash(), check);
        yield WRONG_SIGNATURE;
      }
    };
  }

  private static CompletableFuture<Verification> settled(Verification verification) {
    return verification instanceof Verification.Pending(var later)
        ? later.toCompletableFuture()
        : CompletableFuture.completedFuture(verification);
  }

  private Verification introspected(
      BearerToken token, TokenHash hash, TrustedIssuer issuer, Acceptance acceptance)
      throws InvalidTokenException {
    Introspector introspector = issuer.introspector();
    if (introspector == null || !token.isWellFormed()) {
      throw new InvalidTokenException(NO_TOKEN);
    }
    return new Verification.Pending(
        introspector
            .ask(token, hash)
            .thenApply(answer -> introspected(answer, hash, issuer, acceptance))
            .exceptionally(TokenVerifier::undecided));
  }

  private Verification introspected(
      IntrospectionAnswer answer, TokenHash hash, TrustedIssuer issuer, Acceptance acceptance) {
    try {
      return switch (answer) {
        case IntrospectionAnswer.Inactive(String problem) -> new Verification.Rejected(problem);
        case IntrospectionAnswer.Unknown(String problem) -> new Verification.Undecided(problem);
        case IntrospectionAnswer.Active(JsonNode said, Instant until) -> {
          TokenClaims claims = TokenClaims.of(said, issuer.settings());
          acceptance.requireAudience(claims, issuer.settings());
          claims.requireTime(clock.instant(), issuer.settings().tokens().leeway());
          yield remember(hash, issuer, claims, until);
        }
      };
    } catch (InvalidTokenException invalid) {
      return new Verification.Rejected(invalid.problem());
    }
  }

  /** A JWT that holds here, and that its issuer has not taken back. */
  private Verification confirmed(Candidate candidate, IntrospectionAnswer answer) {
    return switch (answer) {
      case IntrospectionAnswer.Inactive(String problem) -> new Verification.Rejected(problem);
      case IntrospectionAnswer.Unknown(String problem) -> new Verification.Undecided(problem);
      case IntrospectionAnswer.Active(JsonNode said, Instant until) -> {
        String subject = candidate.claims().token().principal().subject();
        yield said.has("sub") && !subject.equals(said.get("sub").textValue())
            ? new Verification.Rejected("introspection: sub is another subject")
            : remember(candidate.hash(), candidate.issuer(), candidate.claims(), until);
      }
    };
  }

  private Verification accept(Candidate candidate) {
    Introspector introspector = candidate.issuer().introspectorOfJwts();
    return introspector == null
        ? remember(
            candidate.hash(),
            candidate.issuer(),
            candidate.claims(),
            clock.instant().plus(CACHE_LIFE))
        : new Verification.Pending(
            introspector
                .ask(candidate.token(), candidate.hash())
                .thenApply(answer -> confirmed(candidate, answer)));
  }

  private Verification remember(
      TokenHash hash, TrustedIssuer issuer, TokenClaims claims, Instant until) {
    Verification accepted = new Verification.Accepted(claims.token());
    long usableUntil = Math.min(claims.expiresAt() * 1000, until.toEpochMilli());
    verified.put(hash, new Verified(issuer, claims, accepted, usableUntil));
    return accepted;
  }

  public VerifierStatus status() {
    return new VerifierStatus(pool.checked(), pool.queued(), verified.estimatedSize());
  }

  /** For the signatures of proofs. */
  CheckPool pool() {
    return pool;
  }

  /** Stops the threads; what is still waiting ends undecided. */
  @Override
  public void close() {
    pool.close();
  }
}
