package io.mcpgateway.auth.resource;

import io.mcpgateway.auth.token.Acceptance;
import io.mcpgateway.auth.token.AccessToken;
import io.mcpgateway.auth.token.BearerToken;
import io.mcpgateway.auth.token.Possession;
import io.mcpgateway.auth.token.TokenVerifier;
import io.mcpgateway.auth.token.TrustedIssuer;
import io.mcpgateway.auth.token.Verification;
import io.mcpgateway.core.exchange.Challenge;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Stage;
import io.mcpgateway.core.exchange.TokenScheme;
import io.mcpgateway.core.exchange.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out who is calling, from a token in the {@code Authorization} header (RFC 6750 section 2.1,
 * RFC 9449 section 7.1) and from nothing else: a token in the query or the body is not looked at.
 *
 * <p>Every exchange of a route with this stage leaves it with an authenticated principal or not at
 * all. A route for anonymous callers has no such stage; neither an invalid token nor a defect ever
 * makes somebody anonymous.
 */
public final class AuthenticationStage implements Stage {
  private static final Logger logger = LoggerFactory.getLogger(AuthenticationStage.class);
  private static final String BUDGET = "failure-budget";

  private final TokenVerifier verifier;
  private final FailureBudget failures;
  private final SenderCheck sender;
  private final Acceptance acceptance;
  private final Challenges challenges;
  private final Verdict noToken;
  private final Verdict severalHeaders;
  private final Verdict otherScheme;

  /**
   * @param issuers whose tokens the route accepts
   * @param metadata of the route whose exchanges come through here
   */
  public AuthenticationStage(
      CallerChecks checks, List<TrustedIssuer> issuers, ProtectedResourceMetadata metadata) {
    this.verifier = checks.tokens();
    this.failures = checks.failures();
    this.sender = new SenderCheck(metadata, checks.proofs(), checks.clock());
    this.acceptance = new Acceptance(metadata.resource(), issuers);
    this.challenges = new Challenges(metadata);
    Challenge challenge = challenges.noToken();
    this.noToken = refuse(challenge, "authorization: no header");
    this.severalHeaders = refuse(challenge, "authorization: more than one header");
    this.otherScheme = refuse(challenge, "authorization: another scheme than Bearer or DPoP");
  }

  /** What a client is told whose token does not hold. */
  public Challenge invalidToken() {
    return challenges.invalidToken(TokenScheme.BEARER);
  }

  @Override
  public Verdict apply(Exchange exchange) {
    List<String> values = exchange.client().headers().all("authorization");
    if (values.isEmpty()) {
      return noToken;
    }
    if (values.size() > 1) {
      return severalHeaders;
    }
    String value = values.getFirst();
    TokenScheme scheme = TokenScheme.of(value);
    if (scheme == null) {
      return otherScheme;
    }
    BearerToken token = BearerToken.in(value, scheme.tokenStart());
    return closed(() -> verified(exchange, new Shown(scheme, token)));
  }

  /** A token of which nothing is known yet, and how it was presented. */
  private record Shown(TokenScheme scheme, BearerToken token) {}

  private Verdict verified(Exchange exchange, Shown shown) {
    Verification known = verifier.remembered(shown.token(), acceptance);
    if (known != null) {
      return decided(exchange, shown, known);
    }
    Duration wait = failures.toWait(exchange.arrival().peer());
    if (!wait.isZero()) {
      return new Verdict.Refuse(new Refusal.RateLimited(BUDGET, wait));
    }
    return decided(exchange, shown, verifier.verify(shown.token(), acceptance));
  }

  private Verdict decided(Exchange exchange, Shown shown, Verification verification) {
    return switch (verification) {
      case Verification.Accepted(var token) -> accepted(exchange, shown, token);
      case Verification.Rejected(String problem) ->
          refuse(challenges.invalidToken(shown.scheme()), problem);
      case Verification.Undecided(String problem) -> unavailable(problem);
      case Verification.Pending(var later) ->
          await(
              later,
              result -> {
                if (result instanceof Verification.Rejected) {
                  failures.charge(exchange.arrival().peer());
                }
                return decided(exchange, shown, result);
              });
    };
  }

  private Verdict accepted(Exchange exchange, Shown shown, AccessToken token) {
    SenderCheck.Presented presented =
        new SenderCheck.Presented(shown.scheme(), shown.token(), token);
    String problem = sender.problem(exchange, presented);
    if (problem != null) {
      return refuse(challenges.invalidToken(shown.scheme()), problem);
    }
    return proved(exchange.with(token.principal()), sender.possession(exchange, presented));
  }

  private Verdict proved(Exchange known, Possession possession) {
    return switch (possession) {
      case Possession.Proved() -> new Verdict.Continue(known);
      case Possession.Wrong(String problem) -> refuse(challenges.invalidProof(), problem);
      case Possession.NonceWanted(String nonce) ->
          refuse(challenges.nonceWanted(nonce), "dpop: nonce: none that is good");
      case Possession.Undecided(String problem) -> unavailable(problem);
      case Possession.Pending(var later) ->
          await(
              later,
              result -> {
                if (result instanceof Possession.Wrong) {
                  failures.charge(known.arrival().peer());
                }
                return proved(known, result);
              });
    };
  }

  private static <T> Verdict await(CompletionStage<T> later, Function<T, Verdict> then) {
    return new Verdict.Await(
        later.handle(
            (result, failure) ->
                failure == null ? closed(() -> then.apply(result)) : broken(failure)));
  }

  /** What fails is refused, and it is not the client's fault. */
  private static Verdict closed(Supplier<Verdict> decision) {
    try {
      return decision.get();
    } catch (RuntimeException failure) {
      return broken(failure);
    }
  }

  private static Verdict broken(Throwable failure) {
    logger.error("a caller could not be authenticated", failure);
    return unavailable("Callers cannot be authenticated at the moment");
  }

  private static Verdict unavailable(String problem) {
    return new Verdict.Refuse(new Refusal.Unavailable(problem));
  }

  private static Verdict refuse(Challenge challenge, String problem) {
    return new Verdict.Refuse(new Refusal.Unauthenticated(challenge, problem));
  }
}
