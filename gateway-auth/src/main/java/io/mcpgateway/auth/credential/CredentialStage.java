package io.mcpgateway.auth.credential;

import io.mcpgateway.core.exchange.Credential;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Stage;
import io.mcpgateway.core.exchange.Verdict;
import java.util.concurrent.CompletableFuture;

/** Gives each exchange what the gateway presents to the upstream. */
public final class CredentialStage implements Stage {
  private final CredentialSource source;

  public CredentialStage(CredentialSource source) {
    this.source = source;
  }

  @Override
  public Verdict apply(Exchange exchange) {
    CompletableFuture<Credential> credential = source.forExchange(exchange);
    return credential.state() == CompletableFuture.State.SUCCESS
        ? new Verdict.Continue(exchange.with(credential.resultNow()))
        : new Verdict.Await(
            credential.thenApply(known -> new Verdict.Continue(exchange.with(known))));
  }
}
