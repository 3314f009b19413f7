package io.mcpgateway.auth.credential;

import io.mcpgateway.core.exchange.Exchange;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/**
 * The gateway's own token, the same for every caller (RFC 6749 section 4.4, RFC 8707).
 *
 * @see TokenCell
 */
public final class ClientCredentials implements CredentialSource {
  private final ClientCredentialsSettings settings;
  private final TokenEndpoint endpoint;
  private final TokenCell token;

  public ClientCredentials(
      String upstream, ClientCredentialsSettings settings, InstantSource clock) {
    this.settings = settings;
    this.endpoint = new TokenEndpoint(settings.server(), clock);
    this.token = new TokenCell(upstream, clock, new ProblemLog(upstream, clock));
  }

  @Override
  public CompletableFuture<Obtained> forExchange(Exchange exchange) {
    return token.obtain(this::request);
  }

  private TokenAnswer request() throws InterruptedException {
    return Bearer.required(endpoint.request(settings.target().form("client_credentials")));
  }

  @Override
  public CredentialStatus status() {
    return new CredentialStatus(endpoint.requests(), endpoint.failures(), token.isFull() ? 1 : 0);
  }

  @Override
  public void close() {
    endpoint.close();
  }
}
