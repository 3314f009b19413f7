package io.mcpgateway.auth.resource;

import static io.mcpgateway.auth.resource.Gateway.RESOURCE;
import static io.mcpgateway.auth.resource.Gateway.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.auth.server.ClientAuthentication;
import io.mcpgateway.auth.token.IntrospectionSettings;
import io.mcpgateway.auth.token.IntrospectionStatus;
import io.mcpgateway.auth.token.IssuerSettings;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.testkit.TestClock;
import io.mcpgateway.testkit.TestIntrospection;
import io.mcpgateway.testkit.TestIssuer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntrospectionTest {
  private static final String UNDECIDED =
      "Unavailable[problem=The token's issuer cannot be asked about it]";
  private static final String INACTIVE = "introspection: not active";

  private final TestClock clock = new TestClock();
  private final TestIssuer issuer = TestIssuer.start("", clock);
  private final TestIntrospection endpoint = TestIntrospection.start("gateway", "s3cret");
  private final List<Gateway> gateways = new ArrayList<>();
  private final Gateway gateway = gateway(false);

  @AfterEach
  void close() {
    gateways.forEach(Gateway::close);
    endpoint.close();
    issuer.close();
  }

  // Asking.

  @Test
  void anOpaqueTokenIsWhatItsIssuerSays() {
    endpoint.answer("opaque", answer("\"scope\":\"read write\""));

    assertThat(present("opaque")).isEqualTo("alice");
    assertThat(endpoint.questions())
        .containsExactly(Map.of("token", "opaque", "token_type_hint", "access_token"));
  }

  @Test
  void theEndpointIsFoundInTheMetadata() {
    issuer.answerMetadata(
        Map.of("issuer", issuer.issuer(), "introspection_endpoint", endpoint.url().toString()));
    IssuerSettings discovered =
        IssuerSettings.of("corp", issuer.issuer())
            .with(new IntrospectionSettings(null, client("s3cret"), false, seconds(30)));
    endpoint.answer("opaque", answer(""));

    assertThat(outcome(gateway(discovered).present("opaque"))).isEqualTo("alice");
  }

  @Test
  void anAnswerCountsForTheConfiguredTimeAndNotLonger() {
    endpoint.answer("opaque", answer(""));
    present("opaque");
    endpoint.answer("opaque", "{\"active\":false}");

    clock.advance(seconds(29));
    assertThat(present("opaque")).isEqualTo("alice");
    clock.advance(seconds(1));
    assertThat(present("opaque")).isEqualTo(INACTIVE);
  }

  @Test
  void anAnswerNeverOutlivesTheToken() {
    endpoint.answer("opaque", answer("\"exp\":" + (now() + 5)));
    assertThat(present("opaque")).isEqualTo("alice");
    endpoint.answer("opaque", "{\"active\":false}");

    clock.advance(seconds(5));

    assertThat(present("opaque")).isEqualTo(INACTIVE);
  }

  @Test
  void aTokenThatIsNotActiveIsAskedAboutOnceInTenSeconds() {
    assertThat(present("junk")).isEqualTo(INACTIVE);
    assertThat(present("junk")).isEqualTo(INACTIVE);
    assertThat(endpoint.questions()).hasSize(1);
    endpoint.answer("junk", answer(""));

    clock.advance(seconds(10));

    assertThat(present("junk")).isEqualTo("alice");
  }

  @Test
  void aTokenForAnotherRouteIsAskedAboutOnce() {
    endpoint.answer("opaque", answer(""));

    assertThat(outcome(gateway.presentElsewhere("opaque"))).isEqualTo("aud: another resource");
    assertThat(outcome(gateway.presentElsewhere("opaque"))).isEqualTo("aud: another resource");
    assertThat(present("opaque")).isEqualTo("alice");
    assertThat(endpoint.questions()).hasSize(1);
  }

  @Test
  void theSameTokenIsAskedAboutOnceHoweverManyBringIt() {
    endpoint.answer("opaque", answer(""));
    endpoint.answerOnly(0);
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      verdicts.add(gateway.apply("opaque"));
    }

    endpoint.answerAll();

    assertThat(verdicts).allSatisfy(each -> assertThat(outcome(each)).isEqualTo("alice"));
    assertThat(endpoint.questions()).hasSize(1);
  }

  @Test
  void onlySoManyTokensAreAskedAboutAtOnce() {
    endpoint.answerOnly(0);
    List<Verdict> waiting = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      waiting.add(gateway.apply("t" + i));
    }
    await().until(() -> endpoint.questions().size() == 32);

    assertThat(present("one-more"))
        .isEqualTo("Unavailable[problem=Too many tokens to ask the issuer about]");

    endpoint.answerAll();
    assertThat(waiting).allSatisfy(each -> assertThat(outcome(each)).isEqualTo(INACTIVE));
  }

  // Answers.

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"active\":false}|introspection: not active",
        "{\"active\":true,\"sub\":\"alice\"}|aud: neither a string nor an array of strings",
        "{\"active\":true,\"sub\":\"alice\",\"aud\":\"https://other.example.com\"}"
            + "|aud: another resource",
        "{\"active\":true,\"aud\":\"RES\",\"username\":\"alice\"}|sub: not a string",
        "{\"active\":true,\"aud\":\"RES\",\"sub\":7}|sub: not a string",
        "{\"active\":true,\"aud\":\"RES\",\"sub\":\"a\",\"exp\":\"9\"}|exp: not a number",
        "{\"active\":true,\"aud\":\"RES\",\"sub\":\"a\",\"exp\":9}|exp: expired",
        "{\"active\":true,\"aud\":\"RES\",\"sub\":\"a\",\"nbf\":9999999999}|nbf: not valid yet",
        "{\"active\":true,\"aud\":\"RES\",\"sub\":\"a\",\"iss\":\"https://evil.example.com\"}"
            + "|introspection: iss is another issuer",
        "{\"active\":true,\"aud\":\"RES\",\"sub\":\"a\",\"iss\":7}"
            + "|introspection: iss is another issuer",
        "{\"active\":true,\"aud\":\"RES\",\"sub\":\"a\",\"token_type\":\"refresh_token\"}"
            + "|introspection: token_type is not that of an access token",
        "{\"active\":true,\"aud\":\"RES\",\"sub\":\"a\",\"token_type\":\"DPoP\"}"
            + "|introspection: DPoP without cnf.jkt"
      })
  void anAnswerIsReadLikeTheClaimsOfAJwt(String json, String problem) {
    endpoint.answer("opaque", json.replace("RES", RESOURCE));

    assertThat(present("opaque")).isEqualTo(problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "[]",
        "{}",
        "{\"active\":\"true\"}",
        "{\"active\":1}",
        "{\"active\":false,\"active\":true}",
        "{\"active\":true} {}"
      })
  void nonsenseIsNobodysFaultAndIsNotRemembered(String json) {
    endpoint.answer("opaque", json);
    assertThat(present("opaque")).isEqualTo(UNDECIDED);

    endpoint.answer("opaque", answer(""));

    assertThat(present("opaque")).isEqualTo("alice");
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 401, 403, 429, 500, 503})
  void anEndpointThatFailsFailsClosed(int status) {
    endpoint.answer("opaque", answer(""));
    endpoint.answerStatus(status);

    assertThat(present("opaque")).isEqualTo(UNDECIDED);
    assertThat(gateway.issuer().introspection()).isEqualTo(new IntrospectionStatus(1, 1));
  }

  @Test
  void soDoesOneThatIsNotThereAndOneThatDoesNotKnowTheGateway() {
    endpoint.answer("opaque", answer(""));
    IssuerSettings wrong =
        settings(new IntrospectionSettings(endpoint.url(), client("wrong"), false, seconds(30)));
    assertThat(outcome(gateway(wrong).present("opaque"))).isEqualTo(UNDECIDED);

    endpoint.close();

    assertThat(present("opaque")).isEqualTo(UNDECIDED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a\"b", "ä", "=", "a=b", "a,b"})
  void whatCanBeNoTokenIsAskedAboutByNobody(String token) {
    assertThat(present(token)).isEqualTo("token: neither a JWT nor any other bearer token");
    assertThat(endpoint.questions()).isEmpty();
  }

  // JWTs.

  @Test
  void aJwtIsVerifiedHereAndItsIssuerIsNotAsked() {
    assertThat(present(issuer.token(RESOURCE).sign())).isEqualTo("alice");
    assertThat(endpoint.questions()).isEmpty();
  }

  @Test
  void anIssuerCanTakeAJwtBackIfItIsAsked() {
    Gateway asking = gateway(true);
    String token = issuer.token(RESOURCE).sign();
    endpoint.answer(token, "{\"active\":true}");
    assertThat(outcome(asking.present(token))).isEqualTo("alice");
    endpoint.answer(token, "{\"active\":false}");

    clock.advance(seconds(30));

    assertThat(outcome(asking.present(token))).isEqualTo(INACTIVE);
  }

  @Test
  void aJwtThatDoesNotHoldHereIsNotAskedAbout() {
    String forged = issuer.token(RESOURCE).sign();
    String tampered = forged.substring(0, forged.lastIndexOf('.')) + ".AAAA";

    assertThat(outcome(gateway(true).present(tampered)))
        .isEqualTo("signature: not that of the key");
    assertThat(endpoint.questions()).isEmpty();
  }

  @Test
  void anAnswerAboutAnotherSubjectIsNotBelieved() {
    String token = issuer.token(RESOURCE).sign();
    endpoint.answer(token, "{\"active\":true,\"sub\":\"bob\"}");

    assertThat(outcome(gateway(true).present(token)))
        .isEqualTo("introspection: sub is another subject");
  }

  @Test
  void aJwtFailsClosedToo() {
    endpoint.answerStatus(500);

    assertThat(outcome(gateway(true).present(issuer.token(RESOURCE).sign()))).isEqualTo(UNDECIDED);
  }

  @Test
  void aRouteHasOneIssuerThatIsAsked() {
    IssuerSettings other =
        IssuerSettings.of("other", "http://127.0.0.1:1")
            .with(new IntrospectionSettings(endpoint.url(), client("s3cret"), false, seconds(30)));

    assertThatThrownBy(() -> new Gateway(clock, gateway.issuer().settings(), other))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Gateway gateway(boolean jwt) {
    return gateway(
        settings(new IntrospectionSettings(endpoint.url(), client("s3cret"), jwt, seconds(30))));
  }

  private Gateway gateway(IssuerSettings settings) {
    Gateway opened = new Gateway(clock, settings);
    gateways.add(opened);
    return opened;
  }

  private IssuerSettings settings(IntrospectionSettings introspection) {
    return IssuerSettings.of("corp", issuer.issuer()).with(introspection);
  }

  private static ClientAuthentication client(String secret) {
    return new ClientAuthentication.SecretBasic("gateway", secret);
  }

  private String answer(String more) {
    return "{\"active\":true,\"sub\":\"alice\",\"aud\":\""
        + RESOURCE
        + "\""
        + (more.isEmpty() ? "" : "," + more)
        + "}";
  }

  private String present(String token) {
    return outcome(gateway.present(token));
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
