package io.mcpgateway.auth.credential;

import io.mcpgateway.core.exchange.Credential;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Stage;
import io.mcpgateway.core.exchange.Verdict;
import java.util.concurrent.CompletableFuture;

/** Gives each exchange what the gateway presents to the upstream, or refuses it without. */
public final class CredentialStage implements Stage {
  private final CredentialSource source;

  public CredentialStage(CredentialSource source) {
    this.source = source;
  }

  @Override
  public Verdict apply(Exchange exchange) {
    CompletableFuture<Obtained> obtained = source.forExchange(exchange);
    return obtained.state() == CompletableFuture.State.SUCCESS
        ? verdict(exchange, obtained.resultNow())
        : new Verdict.Await(obtained.thenApply(known -> verdict(exchange, known)));
  }

  private static Verdict verdict(Exchange exchange, Obtained obtained) {
    return switch (obtained) {
      case Obtained.Ready(Credential credential) -> new Verdict.Continue(exchange.with(credential));
      case Obtained.Failed(Refusal.CredentialFailed why) -> new Verdict.Refuse(why);
    };
  }
}
