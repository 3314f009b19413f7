package io.mcpgateway.auth.credential;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mcpgateway.auth.token.TokenHash;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Refusal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/**
 * For each caller a token of their own: theirs is exchanged for one that is for the upstream (RFC
 * 8693).
 *
 * <p>Tokens are held by the whole SHA-256 of the caller's, so nobody gets what was issued to
 * somebody else, or to the same somebody with other rights; and no longer than the caller's own
 * token lasts.
 */
public final class TokenExchange implements CredentialSource {
  /** How long the token of a caller who does not come any more is kept. */
  private static final Duration IDLE = Duration.ofMinutes(15);

  private final String upstream;
  private final InstantSource clock;
  private final ProblemLog problems;
  private final ExchangeSteps steps;
  private final Cache<TokenHash, TokenCell> cells;

  public TokenExchange(String upstream, TokenExchangeSettings settings, InstantSource clock) {
    this.upstream = upstream;
    this.clock = clock;
    this.problems = new ProblemLog(upstream, clock);
    this.steps = new ExchangeSteps(settings, clock);
    this.cells =
        Caffeine.newBuilder().maximumSize(settings.maxTokens()).expireAfterAccess(IDLE).build();
  }

  @Override
  public CompletableFuture<Obtained> forExchange(Exchange exchange) {
    CallerToken caller = CallerToken.of(exchange);
    if (caller == null) {
      return CompletableFuture.completedFuture(
          new Obtained.Failed(
              new Refusal.CredentialFailed(
                  upstream, false, "the caller has no token that could be exchanged")));
    }
    TokenCell cell = cells.get(caller.hash(), _ -> new TokenCell(upstream, clock, problems));
    return cell.obtain(() -> steps.exchange(caller));
  }

  @Override
  public CredentialStatus status() {
    long held = cells.asMap().values().stream().filter(TokenCell::isFull).count();
    return new CredentialStatus(steps.requests(), steps.failures(), held);
  }

  @Override
  public void close() {
    steps.close();
  }
}
