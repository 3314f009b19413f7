package io.mcpgateway.auth.credential;

import static io.mcpgateway.auth.credential.Callers.shown;
import static io.mcpgateway.auth.credential.TokenServer.bearer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.auth.server.ClientAuthentication;
import io.mcpgateway.auth.server.ServerAccess;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.testkit.TestClock;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientCredentialsTest {
  private static final Exchange EXCHANGE = Callers.exchange("Bearer clients-own");

  private final TestClock clock = new TestClock();
  private final AtomicInteger issued = new AtomicInteger();
  private final TokenServer server =
      new TokenServer(_ -> bearer("t" + issued.incrementAndGet(), 1000));
  private final List<CredentialSource> sources = new ArrayList<>();

  @AfterEach
  void close() {
    sources.forEach(CredentialSource::close);
    server.close();
  }

  @Test
  void theRequestSaysWhoAsksAndWhatFor() {
    CredentialSource source =
        source(
            server.settings(),
            new TokenTarget(List.of("read", "write"), "crm", URI.create("https://crm/mcp")));

    assertThat(shown(source, EXCHANGE)).isEqualTo("Bearer t1");

    TokenServer.Request request = server.requests().getFirst();
    assertThat(request.authorization())
        .isEqualTo("Basic " + Base64.getEncoder().encodeToString("gateway:s3cret".getBytes(UTF_8)));
    assertThat(request.form())
        .isEqualTo(
            Map.of(
                "grant_type", "client_credentials",
                "scope", "read write",
                "audience", "crm",
                "resource", "https://crm/mcp"));
  }

  @Test
  void theClientMayProveItselfInTheForm() {
    shown(
        source(server.settings(new ClientAuthentication.SecretPost("gateway", "s3cret"))),
        EXCHANGE);

    assertThat(server.requests().getFirst())
        .isEqualTo(
            new TokenServer.Request(
                "/token",
                "",
                Map.of(
                    "grant_type", "client_credentials",
                    "client_id", "gateway",
                    "client_secret", "s3cret")));
  }

  @Test
  void aTokenServesEverybodyUntilMostOfItsLifeIsOver() {
    CredentialSource source = source();
    assertThat(shown(source, EXCHANGE)).isEqualTo("Bearer t1");

    clock.advance(Duration.ofSeconds(690));

    assertThat(shown(source, EXCHANGE)).isEqualTo("Bearer t1");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void theNextTokenIsFetchedWhileTheOldOneServes() {
    CredentialSource source = source();
    shown(source, EXCHANGE);
    CountDownLatch gate = new CountDownLatch(1);
    server.answers(
        _ -> {
          pass(gate);
          return bearer("next", 1000);
        });
    clock.advance(Duration.ofSeconds(850));

    CompletableFuture<Obtained> meanwhile = source.forExchange(EXCHANGE);
    CompletableFuture<Obtained> again = source.forExchange(EXCHANGE);

    assertThat(meanwhile).isCompleted();
    assertThat(shown(meanwhile.join())).isEqualTo("Bearer t1");
    assertThat(shown(again.join())).isEqualTo("Bearer t1");
    gate.countDown();
    await().until(() -> shown(source, EXCHANGE).equals("Bearer next"));
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void aTokenThatIsAboutToEndIsNotUsed() {
    CredentialSource source = source();
    shown(source, EXCHANGE);

    clock.advance(Duration.ofSeconds(991));

    assertThat(shown(source, EXCHANGE)).isEqualTo("Bearer t2");
  }

  @Test
  void manyWhoComeAtOnceShareOneRequest() {
    CountDownLatch gate = new CountDownLatch(1);
    server.answers(
        _ -> {
          pass(gate);
          return bearer("t" + issued.incrementAndGet(), 1000);
        });
    CredentialSource source = source();

    List<CompletableFuture<Obtained>> all =
        IntStream.range(0, 200).parallel().mapToObj(_ -> source.forExchange(EXCHANGE)).toList();
    gate.countDown();

    assertThat(all).allSatisfy(each -> assertThat(shown(each.join())).isEqualTo("Bearer t1"));
    assertThat(server.requests()).hasSize(1);
    assertThat(source.status()).isEqualTo(new CredentialStatus(1, 0, 1));
  }

  @Test
  void aTokenWhoseLifeIsNotSaidLivesShortly() {
    server.answers(
        _ ->
            new TokenServer.Reply(
                200,
                "{\"access_token\":\"t"
                    + issued.incrementAndGet()
                    + "\",\"token_type\":\"bearer\"}"));
    CredentialSource source = source();
    shown(source, EXCHANGE);

    clock.advance(Duration.ofSeconds(40));
    assertThat(shown(source, EXCHANGE)).isEqualTo("Bearer t1");
    clock.advance(Duration.ofSeconds(20));
    assertThat(shown(source, EXCHANGE)).isEqualTo("Bearer t2");
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_client, permanent: the authorization server answered invalid_client",
    "401, invalid_client, permanent: the authorization server answered invalid_client",
    "400, invalid_grant, permanent: the authorization server answered invalid_grant",
    "400, unauthorized_client, permanent: the authorization server answered unauthorized_client",
    "400, invalid_target, permanent: the authorization server answered invalid_target",
    "400, 'a b\u0007', permanent: the authorization server answered with status 400",
    "302, '', permanent: the authorization server answered with status 302",
    "400, temporarily_unavailable, temporary: the authorization server answered temporarily_unavailable",
    "429, '', temporary: the authorization server answered with status 429",
    "500, server_error, temporary: the authorization server answered server_error",
    "503, '', temporary: the authorization server answered with status 503",
  })
  void anErrorIsNamedByItsCodeAlone(int status, String code, String problem) {
    server.answers(_ -> TokenServer.error(status, code));

    assertThat(shown(source(), EXCHANGE)).isEqualTo(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not json | no JSON object",
        "[] | no JSON object",
        "{\"access_token\":\"a\",\"access_token\":\"b\",\"token_type\":\"Bearer\"} | no JSON object",
        "{\"token_type\":\"Bearer\"} | no access_token that can be sent",
        "{\"access_token\":\"a b\",\"token_type\":\"Bearer\"} | no access_token that can be sent",
        "{\"access_token\":\"a\\r\\nx: y\",\"token_type\":\"Bearer\"} | no access_token that can be sent",
        "{\"access_token\":\"a\"} | no token_type",
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":0} | an expires_in that is no time to come",
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":-5} | an expires_in that is no time to come",
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":\"soon\"} | an expires_in that is no time to come",
      })
  void anAnswerWithoutAUsableTokenIsNone(String body, String what) {
    server.answers(_ -> new TokenServer.Reply(200, body));

    assertThat(shown(source(), EXCHANGE))
        .isEqualTo("permanent: the authorization server's answer has " + what);
  }

  @Test
  void aTokenThatOnlyItsHolderCanUseIsRefusedClearly() {
    server.answers(
        _ -> new TokenServer.Reply(200, "{\"access_token\":\"a\",\"token_type\":\"DPoP\"}"));

    assertThat(shown(source(), EXCHANGE))
        .isEqualTo(
            "permanent: the authorization server issued a DPoP token, which the gateway cannot"
                + " present");
  }

  @Test
  void aServerThatIsGoneIsAskedOnceInASecond() {
    server.close();
    CredentialSource source = source();

    for (int i = 0; i < 5; i++) {
      assertThat(shown(source, EXCHANGE))
          .isEqualTo("temporary: the authorization server cannot be asked: no connection: refused");
    }
    assertThat(source.status()).isEqualTo(new CredentialStatus(1, 1, 0));
    clock.advance(TokenCell.PAUSE);
    shown(source, EXCHANGE);
    assertThat(source.status()).isEqualTo(new CredentialStatus(2, 2, 0));
  }

  @Test
  void whileTheServerFailsTheOldTokenServesToItsEnd() {
    CredentialSource source = source();
    shown(source, EXCHANGE);
    server.answers(_ -> TokenServer.error(503, ""));

    clock.advance(Duration.ofSeconds(850));
    assertThat(shown(source, EXCHANGE)).isEqualTo("Bearer t1");
    await().until(() -> source.status().failures() == 1);
    clock.advance(Duration.ofSeconds(139));
    assertThat(shown(source, EXCHANGE)).isEqualTo("Bearer t1");
    await().until(() -> source.status().failures() == 2);
    clock.advance(Duration.ofSeconds(2));
    assertThat(shown(source, EXCHANGE)).startsWith("temporary: ");
  }

  @Test
  void aTokenThatTheUpstreamRefusesIsReplaced() {
    CredentialSource source = source();
    shown(source, EXCHANGE);
    clock.advance(TokenCell.NEW);

    Callers.refused(source, EXCHANGE);

    assertThat(shown(source, EXCHANGE)).isEqualTo("Bearer t2");
  }

  @Test
  void anUpstreamThatRefusesEveryTokenDoesNotMakeTheGatewayFetchOneForEveryRequest() {
    CredentialSource source = source();
    for (int i = 0; i < 20; i++) {
      Callers.refused(source, EXCHANGE);
    }

    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void theEndpointIsFoundByTheIssuersMetadata() {
    server.answers(this::metadataOr);

    assertThat(shown(source(byIssuer(server.issuer())), EXCHANGE)).isEqualTo("Bearer t1");
  }

  @Test
  void metadataOfAnotherIssuerIsNotUsed() {
    server.answers(this::metadataOr);

    // The same server, and yet another issuer: identifiers are compared character for character.
    assertThat(shown(source(byIssuer(server.issuer() + "/")), EXCHANGE))
        .startsWith("temporary: ")
        .endsWith("the metadata is that of another issuer");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void metadataCannotSendTheSecretToAnotherPlace() {
    server.answers(
        _ ->
            new TokenServer.Reply(
                200,
                "{\"issuer\":\"%s\",\"token_endpoint\":\"http://10.0.0.1/token\"}"
                    .formatted(server.issuer())));

    assertThat(shown(source(byIssuer(server.issuer())), EXCHANGE))
        .endsWith("the metadata has no token_endpoint that may be asked");
  }

  private TokenServer.Reply metadataOr(TokenServer.Request request) {
    return request.path().equals("/token")
        ? bearer("t" + issued.incrementAndGet(), 1000)
        : new TokenServer.Reply(
            200,
            "{\"issuer\":\"%s\",\"token_endpoint\":\"%s\"}"
                .formatted(server.issuer(), server.tokenUrl()));
  }

  private AuthorizationServer byIssuer(String issuer) {
    return new AuthorizationServer(
        issuer, null, new ClientAuthentication.None("gateway"), ServerAccess.DEFAULT);
  }

  private CredentialSource source() {
    return source(server.settings());
  }

  private CredentialSource source(AuthorizationServer settings) {
    return source(settings, TokenTarget.UNSAID);
  }

  private CredentialSource source(AuthorizationServer settings, TokenTarget target) {
    CredentialSource source =
        new ClientCredentials("crm", new ClientCredentialsSettings(settings, target), clock);
    sources.add(source);
    return source;
  }

  private static void pass(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
