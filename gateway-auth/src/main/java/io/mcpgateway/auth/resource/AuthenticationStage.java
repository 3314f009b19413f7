package io.mcpgateway.auth.resource;

import io.mcpgateway.auth.token.Acceptance;
import io.mcpgateway.auth.token.BearerToken;
import io.mcpgateway.auth.token.TokenVerifier;
import io.mcpgateway.auth.token.TrustedIssuer;
import io.mcpgateway.auth.token.Verification;
import io.mcpgateway.core.exchange.Challenge;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Stage;
import io.mcpgateway.core.exchange.Verdict;
import java.util.List;

/**
 * Finds out who is calling, from a bearer token in the {@code Authorization} header (RFC 6750
 * section 2.1) and from nothing else: a token in the query or the body is not looked at.
 *
 * <p>Every exchange of a route with this stage leaves it with an authenticated principal or not at
 * all. A route for anonymous callers has no such stage; an invalid token never makes somebody
 * anonymous.
 */
public final class AuthenticationStage implements Stage {
  private static final String SCHEME = "Bearer ";

  private final TokenVerifier verifier;
  private final Acceptance acceptance;
  private final Verdict noToken;
  private final Verdict severalHeaders;
  private final Verdict otherScheme;
  private final Challenge invalidToken;

  /**
   * @param metadata of the route whose exchanges come through here
   * @param issuers whose tokens the route accepts
   */
  public AuthenticationStage(
      TokenVerifier verifier, List<TrustedIssuer> issuers, ProtectedResourceMetadata metadata) {
    this.verifier = verifier;
    this.acceptance = new Acceptance(metadata.resource(), issuers);
    Challenge challenge = Challenges.noToken(metadata);
    this.noToken = refuse(challenge, "authorization: no header");
    this.severalHeaders = refuse(challenge, "authorization: more than one header");
    this.otherScheme = refuse(challenge, "authorization: another scheme than Bearer");
    this.invalidToken = Challenges.invalidToken(metadata);
  }

  /** What a client is told whose token does not hold. */
  public Challenge invalidToken() {
    return invalidToken;
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
    if (!value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return otherScheme;
    }
    return verdict(exchange, verifier.verify(BearerToken.in(value, SCHEME.length()), acceptance));
  }

  private Verdict verdict(Exchange exchange, Verification verification) {
    return switch (verification) {
      case Verification.Accepted(var token) ->
          new Verdict.Continue(exchange.with(token.principal()));
      case Verification.Rejected(String problem) -> refuse(invalidToken, problem);
      case Verification.Undecided(String problem) ->
          new Verdict.Refuse(new Refusal.Unavailable(problem));
      case Verification.Pending(var later) ->
          new Verdict.Await(later.thenApply(decided -> verdict(exchange, decided)));
    };
  }

  private static Verdict refuse(Challenge challenge, String problem) {
    return new Verdict.Refuse(new Refusal.Unauthenticated(challenge, problem));
  }
}
