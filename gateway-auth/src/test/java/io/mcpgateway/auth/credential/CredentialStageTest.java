package io.mcpgateway.auth.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.core.exchange.Arrival;
import io.mcpgateway.core.exchange.ClientHop;
import io.mcpgateway.core.exchange.Credential;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.RequestHeaders;
import io.mcpgateway.core.exchange.Route;
import io.mcpgateway.core.exchange.Session;
import io.mcpgateway.core.exchange.Target;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.core.protocol.Era;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialStageTest {
  private static final Exchange EXCHANGE =
      Exchange.received(
          new Arrival(
              "1", Instant.EPOCH, 0, "public", "127.0.0.1:1", "HTTP/1.1", "GET", "/mcp", null),
          new Route("/mcp", URI.create("https://x/mcp"), "crm", Set.of(), 1, "1", "1"),
          new ClientHop(Era.LEGACY, null, null, new ClientsToken(), new Session.None()),
          new Operation.OpenStream(),
          Target.none());

  @Test
  void anUpstreamWithoutCredentialGetsNothingNotEvenTheClientsToken() {
    assertThat(new CredentialStage(CredentialSource.none()).apply(EXCHANGE))
        .isEqualTo(new Verdict.Continue(EXCHANGE.with(new Credential(Map.of()))));
  }

  @Test
  void aFixedCredentialIsTheSameForEveryExchange() {
    CredentialSource source =
        CredentialSource.fixed(Map.of("Authorization", "Bearer s3cret", "X-Api-Key", "k3y"));

    assertThat(new CredentialStage(source).apply(EXCHANGE))
        .isEqualTo(
            new Verdict.Continue(
                EXCHANGE.with(
                    new Credential(Map.of("authorization", "Bearer s3cret", "x-api-key", "k3y")))));
  }

  @Test
  void aCredentialThatMustBeAskedForComesLater() {
    CompletableFuture<Obtained> asked = new CompletableFuture<>();

    Verdict verdict = new CredentialStage(_ -> asked).apply(EXCHANGE);

    assertThat(verdict).isInstanceOf(Verdict.Await.class);
    Credential credential = new Credential(Map.of("authorization", "Bearer fresh"));
    asked.complete(new Obtained.Ready(credential));
    assertThat(((Verdict.Await) verdict).verdict().toCompletableFuture().join())
        .isEqualTo(new Verdict.Continue(EXCHANGE.with(credential)));
  }

  @Test
  void anExchangeWithoutItsCredentialIsRefused() {
    Refusal.CredentialFailed why = new Refusal.CredentialFailed("crm", true, "unreachable");
    CompletableFuture<Obtained> asked = new CompletableFuture<>();

    Verdict verdict = new CredentialStage(_ -> asked).apply(EXCHANGE);
    asked.complete(new Obtained.Failed(why));

    assertThat(((Verdict.Await) verdict).verdict().toCompletableFuture().join())
        .isEqualTo(new Verdict.Refuse(why));
    assertThat(new CredentialStage(_ -> asked).apply(EXCHANGE)).isEqualTo(new Verdict.Refuse(why));
  }

  @Test
  void aSourceThatBreaksFailsTheExchange() {
    CompletableFuture<Obtained> failed =
        CompletableFuture.failedFuture(new IllegalStateException("a defect"));

    Verdict verdict = new CredentialStage(_ -> failed).apply(EXCHANGE);

    assertThat(((Verdict.Await) verdict).verdict()).isCompletedExceptionally();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host",
        "Content-Length",
        "transfer-encoding",
        "mcp-session-id",
        "mcp-method",
        "Mcp-Param-Token",
        "traceparent",
        "a b",
        "a:b",
        ""
      })
  void aHeaderThatTheGatewaySetsOrCannotSendIsNoCredential(String name) {
    assertThatThrownBy(() -> CredentialSource.fixed(Map.of(name, "s3cret")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @CsvSource({"'s3cret\r\nx: y'", "'s3cret\n'", "s3crét", "' '"})
  void aValueThatCannotBeSentIsNotRepeatedInTheProblem(String value) {
    assertThatThrownBy(() -> CredentialSource.fixed(Map.of("x-api-key", value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("credential: value of x-api-key (expected: visible ASCII on one line)");
  }

  private static final class ClientsToken implements RequestHeaders {
    @Override
    public @Nullable String first(String name) {
      return name.equals("authorization") ? "Bearer clients-own" : null;
    }

    @Override
    public List<String> all(String name) {
      return name.equals("authorization") ? List.of("Bearer clients-own") : List.of();
    }

    @Override
    public List<Map.Entry<String, String>> startingWith(String prefix) {
      return List.of();
    }
  }
}
