package io.mcpgateway.app;

import io.mcpgateway.auth.token.ApiKeys;
import io.mcpgateway.auth.token.TrustedIssuer;
import io.mcpgateway.core.exchange.Challenge;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Sight;
import io.mcpgateway.core.exchange.Stage;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.core.exchange.Visibility;
import io.mcpgateway.policy.access.Sights;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one configuration lets the callers of one route see and do: those whom it still knows, what
 * its authorization grants, and no more.
 *
 * @param authorization asked as it is for new exchanges
 * @param invalidToken what a client is told whose caller is not known any more
 * @param current that of the configuration in force
 */
record RouteVisibility(
    Sights sights,
    Stage authorization,
    List<TrustedIssuer> issuers,
    List<ApiKeys> keys,
    Challenge invalidToken,
    InstantSource clock,
    Supplier<Visibility> current)
    implements Visibility {
  static final String PROBLEM = "caller: not known here since the configuration changed";

  /** That of a route which the configuration in force does not have. */
  static final Visibility GONE =
      new Visibility() {
        @Override
        public Visibility inForce() {
          return this;
        }

        @Override
        public Sight of(Exchange exchange) {
          return new Sight(0, 0, 0);
        }

        @Override
        public Refusal objection(Exchange exchange) {
          return new Refusal.UnknownRoute();
        }
      };

  @Override
  public Visibility inForce() {
    return current.get();
  }

  @Override
  public Sight of(Exchange exchange) {
    return sights.of(exchange.principal(), clock.instant());
  }

  @Override
  public @Nullable Refusal objection(Exchange exchange) {
    if (!knows(exchange.principal())) {
      return new Refusal.Unauthenticated(invalidToken, PROBLEM);
    }
    return switch (authorization.apply(exchange)) {
      case Verdict.Continue _ -> null;
      case Verdict.Refuse(Refusal refusal, _) -> refusal;
      case Verdict.Await _ ->
          throw new IllegalStateException("authorization that waits cannot be asked on a visit");
    };
  }

  private boolean knows(Principal principal) {
    return switch (principal) {
      case Principal.Anonymous() -> issuers.isEmpty() && keys.isEmpty();
      case Principal.Authenticated caller ->
          issuers.stream().anyMatch(each -> each.settings().issuer().equals(caller.issuer()))
              || keys.stream().anyMatch(set -> set.vouchesFor(caller));
    };
  }
}
