package io.mcpgateway.auth.resource;

import static io.mcpgateway.auth.resource.Gateway.OTHER_RESOURCE;
import static io.mcpgateway.auth.resource.Gateway.RESOURCE;
import static io.mcpgateway.auth.resource.Gateway.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.auth.token.IssuerSettings;
import io.mcpgateway.core.exchange.Challenge;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.testkit.TestClock;
import io.mcpgateway.testkit.TestIssuer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationStageTest {
  private static final String NO_TOKEN_CHALLENGE =
      "Bearer resource_metadata="
          + "\"https://mcp.example.com/.well-known/oauth-protected-resource/crm/mcp\", DPoP"
          + " algs=\"ES256 ES384 ES512 EdDSA Ed25519 PS256 RS256\"";
  private static final String INVALID_TOKEN_CHALLENGE =
      "Bearer error=\"invalid_token\", error_description=\"The access token is malformed, expired,"
          + " or not for this resource\", resource_metadata="
          + "\"https://mcp.example.com/.well-known/oauth-protected-resource/crm/mcp\", DPoP"
          + " algs=\"ES256 ES384 ES512 EdDSA Ed25519 PS256 RS256\"";

  private final TestClock clock = new TestClock();
  private final TestIssuer issuer = TestIssuer.start("/realms/corp", clock);
  private final Gateway gateway = new Gateway(clock, IssuerSettings.of("corp", issuer.issuer()));

  @AfterEach
  void close() {
    gateway.close();
    issuer.close();
  }

  @Test
  void aGoodTokenTellsWhoIsCalling() {
    String token =
        issuer
            .token(RESOURCE)
            .claim("roles", List.of("sales", "lead"))
            .claim("scope", "mcp:read  mcp:call")
            .sign();

    assertThat(gateway.present(token))
        .isEqualTo(
            new Verdict.Continue(
                Gateway.exchange("Bearer " + token)
                    .with(
                        new Principal.Authenticated(
                            issuer.issuer(),
                            "alice",
                            "test-client",
                            List.of(),
                            null,
                            Set.of("sales", "lead"),
                            Set.of("mcp:read", "mcp:call"),
                            null,
                            clock.instant().plusSeconds(300)))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "PS256", "ES256", "EdDSA"})
  void everyDefaultAlgorithmIsVerified(String algorithm) {
    issuer.addKey(algorithm);

    assertThat(outcome(gateway.present(issuer.token(RESOURCE).sign()))).isEqualTo("alice");
  }

  @Test
  void theSchemeMayBeWrittenInAnyCase() {
    assertThat(outcome(gateway.presentHeaders("bEARER " + issuer.token(RESOURCE).sign())))
        .isEqualTo("alice");
  }

  @Test
  void withoutATokenTheChallengeSaysWhereToGetOneAndNoError() {
    assertThat(gateway.presentHeaders())
        .isEqualTo(refused(NO_TOKEN_CHALLENGE, "authorization: no header"));
  }

  @Test
  void twoHeadersAreNoTokenEvenIfBothAreGood() {
    String header = "Bearer " + issuer.token(RESOURCE).sign();

    assertThat(gateway.presentHeaders(header, header))
        .isEqualTo(refused(NO_TOKEN_CHALLENGE, "authorization: more than one header"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic YTpi", "Bearer", "", "Bearerabc", " Bearer abc"})
  void anotherSchemeIsNoToken(String header) {
    assertThat(gateway.presentHeaders(header))
        .isEqualTo(
            refused(NO_TOKEN_CHALLENGE, "authorization: another scheme than Bearer or DPoP"));
  }

  @Test
  void aWrongTokenIsCalledInvalidAndNothingMoreIsSaid() {
    assertThat(gateway.present(issuer.token(OTHER_RESOURCE).sign()))
        .isEqualTo(refused(INVALID_TOKEN_CHALLENGE, "aud: another resource"));
  }

  @Test
  void anInvalidTokenNeverMakesSomebodyAnonymous() {
    assertThat(gateway.present("not.a.token")).isInstanceOf(Verdict.Refuse.class);
    assertThat(gateway.presentHeaders("Bearer ")).isInstanceOf(Verdict.Refuse.class);
  }

  @Test
  void theProblemNeverContainsTheToken() {
    String token = issuer.token(RESOURCE).claim("sub", "").sign();

    assertThat(gateway.present(token).toString()).doesNotContain(token.substring(0, 20));
  }

  private static Verdict refused(String challenge, String problem) {
    return new Verdict.Refuse(new Refusal.Unauthenticated(new Challenge(challenge), problem));
  }
}
