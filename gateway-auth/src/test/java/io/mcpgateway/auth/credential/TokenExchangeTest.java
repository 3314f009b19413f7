package io.mcpgateway.auth.credential;

import static io.mcpgateway.auth.credential.Callers.caller;
import static io.mcpgateway.auth.credential.Callers.shown;
import static io.mcpgateway.auth.credential.TokenServer.bearer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mcpgateway.auth.server.ClientAuthentication;
import io.mcpgateway.auth.server.ServerAccess;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.testkit.TestClock;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenExchangeTest {
  private static final TokenTarget CRM =
      new TokenTarget(List.of("crm.read"), "crm-api", URI.create("https://crm/mcp"));

  private final TestClock clock = new TestClock();
  private final AtomicInteger issued = new AtomicInteger();
  private final TokenServer server =
      new TokenServer(
          request ->
              bearer("for-" + request.field("subject_token") + issued.incrementAndGet(), 1000));
  private final List<CredentialSource> sources = new ArrayList<>();

  @AfterEach
  void close() {
    sources.forEach(CredentialSource::close);
    server.close();
  }

  @Test
  void theCallersTokenIsExchangedForOneOfTheUpstream() {
    assertThat(shown(source(), caller("alice", "a"))).isEqualTo("Bearer for-a1");

    assertThat(server.requests().getFirst().form())
        .isEqualTo(
            Map.of(
                "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
                "subject_token", "a",
                "subject_token_type", "urn:ietf:params:oauth:token-type:access_token",
                "requested_token_type", "urn:ietf:params:oauth:token-type:access_token",
                "audience", "crm-api",
                "resource", "https://crm/mcp",
                "scope", "crm.read"));
  }

  @Test
  void eachCallerGetsTheirOwnTokenAndKeepsIt() {
    CredentialSource source = source();

    assertThat(shown(source, caller("alice", "a"))).isEqualTo("Bearer for-a1");
    assertThat(shown(source, caller("bob", "b"))).isEqualTo("Bearer for-b2");
    assertThat(shown(source, caller("alice", "a"))).isEqualTo("Bearer for-a1");
    assertThat(shown(source, caller("bob", "b"))).isEqualTo("Bearer for-b2");
    assertThat(source.status()).isEqualTo(new CredentialStatus(2, 0, 2));
  }

  @Test
  void theSameSubjectWithAnotherTokenIsAnotherCaller() {
    CredentialSource source = source();

    assertThat(shown(source, caller("alice", "directly"))).isEqualTo("Bearer for-directly1");
    assertThat(shown(source, caller("alice", "by-an-agent"))).isEqualTo("Bearer for-by-an-agent2");
  }

  @Test
  void callersWhoComeAtTheSameTimeDoNotShareAnythingButWithThemselves() {
    CountDownLatch gate = new CountDownLatch(1);
    server.answers(
        request -> {
          pass(gate);
          return bearer("for-" + request.field("subject_token"), 1000);
        });
    CredentialSource source = source();

    Map<String, List<CompletableFuture<Obtained>>> all =
        Map.of("a", new ArrayList<>(), "b", new ArrayList<>(), "c", new ArrayList<>());
    for (int i = 0; i < 50; i++) {
      all.forEach((token, futures) -> futures.add(source.forExchange(caller("sub", token))));
    }
    gate.countDown();

    all.forEach(
        (token, futures) ->
            assertThat(futures)
                .allSatisfy(
                    each -> assertThat(shown(each.join())).isEqualTo("Bearer for-" + token)));
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void anExchangedTokenDoesNotOutliveTheCallersOwn() {
    CredentialSource source = source();
    Exchange alice = caller("alice", "a", clock.instant().plusSeconds(100));
    assertThat(shown(source, alice)).isEqualTo("Bearer for-a1");

    clock.advance(Duration.ofSeconds(65));
    assertThat(shown(source, alice)).isEqualTo("Bearer for-a1");
    clock.advance(Duration.ofSeconds(30));
    assertThat(shown(source, alice)).isEqualTo("Bearer for-a2");
  }

  @Test
  void whatOneCallerIsRefusedIsNoMatterOfAnother() {
    server.answers(
        request ->
            request.field("subject_token").equals("bad")
                ? TokenServer.error(400, "invalid_grant")
                : bearer("good", 1000));
    CredentialSource source = source();

    assertThat(shown(source, caller("mallory", "bad")))
        .isEqualTo("permanent: the authorization server answered invalid_grant");
    assertThat(shown(source, caller("mallory", "bad"))).startsWith("permanent: ");
    assertThat(shown(source, caller("alice", "a"))).isEqualTo("Bearer good");
    assertThat(server.requests()).hasSize(2);
    clock.advance(TokenCell.LONG_PAUSE);
    shown(source, caller("mallory", "bad"));
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void aCallerWithoutATokenGetsNoCredential() {
    String none = "permanent: the caller has no token that could be exchanged";
    CredentialSource source = source();

    assertThat(shown(source, Callers.exchange("Bearer whatever"))).isEqualTo(none);
    assertThat(
            shown(
                source,
                Callers.exchange("Bearer key")
                    .with(Principal.Authenticated.of("api-key:ci", "robot", Set.of()))))
        .isEqualTo(none);
    assertThat(
            shown(
                source,
                Callers.exchange("Basic YTpi")
                    .with(Principal.Authenticated.of("https://idp", "alice", Set.of()))))
        .isEqualTo(none);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void aTokenBoundToAKeyIsExchangedToo() {
    Exchange alice =
        Callers.exchange("DPoP a")
            .with(Principal.Authenticated.of("https://idp", "alice", Set.of()));

    assertThat(shown(source(), alice)).isEqualTo("Bearer for-a1");
  }

  @Test
  void theGatewaySaysThatItActsForTheCaller() {
    server.answers(
        request ->
            request.field("grant_type").equals("client_credentials")
                ? bearer("gateways-own", 1000)
                : bearer("for-" + request.field("subject_token"), 1000));
    CredentialSource source = source(new TokenTarget(List.of("act"), null, null), true, null);

    assertThat(shown(source, caller("alice", "a"))).isEqualTo("Bearer for-a");
    assertThat(shown(source, caller("bob", "b"))).isEqualTo("Bearer for-b");

    List<TokenServer.Request> requests = server.requests();
    assertThat(requests).hasSize(3);
    assertThat(requests.getFirst().form())
        .isEqualTo(Map.of("grant_type", "client_credentials", "scope", "act"));
    assertThat(requests.getLast().form())
        .containsEntry("actor_token", "gateways-own")
        .containsEntry("actor_token_type", "urn:ietf:params:oauth:token-type:access_token")
        .containsEntry("subject_token", "b");
  }

  @Test
  void withoutTheGatewaysOwnTokenNothingIsExchanged() {
    server.answers(_ -> TokenServer.error(401, "invalid_client"));

    assertThat(shown(source(TokenTarget.UNSAID, true, null), caller("alice", "a")))
        .isEqualTo("permanent: the authorization server answered invalid_client");
    assertThat(server.requests()).hasSize(1);
  }

  // What comes back.

  @Test
  void theCallersOwnTokenIsNotPassedOn() {
    server.answers(request -> bearer(request.field("subject_token"), 1000));

    assertThat(shown(source(), caller("alice", "a")))
        .isEqualTo("permanent: the authorization server gave the caller's own token back");
  }

  @Test
  void aTokenForAnotherAudienceIsNotUsed() {
    answersJwt("{\"aud\":[\"https://gateway/mcp\"],\"sub\":\"alice\"}");

    assertThat(shown(source(), caller("alice", "a")))
        .isEqualTo("permanent: the authorization server issued a token for another audience");
  }

  @Test
  void aTokenForTheUpstreamAmongOthersIsUsed() {
    String token = answersJwt("{\"aud\":[\"account\",\"crm-api\"],\"sub\":\"alice\"}");

    assertThat(shown(source(), caller("alice", "a"))).isEqualTo("Bearer " + token);
  }

  @Test
  void aTokenForAnotherSubjectIsNotUsedUnlessThatIsExpected() {
    String token = answersJwt("{\"aud\":\"https://crm/mcp\",\"sub\":\"pairwise-1\"}");

    assertThat(shown(source(), caller("alice", "a")))
        .isEqualTo("permanent: the authorization server issued a token for another subject");
    assertThat(shown(source(null, false, null), caller("alice", "a"))).isEqualTo("Bearer " + token);
  }

  @Test
  void aTokenThatOnlyItsHolderCanUseIsRefusedClearly() {
    server.answers(
        _ -> new TokenServer.Reply(200, "{\"access_token\":\"x\",\"token_type\":\"DPoP\"}"));

    assertThat(shown(source(), caller("alice", "a")))
        .contains("issued a DPoP token, which the gateway cannot present");
  }

  // The enterprise-managed way.

  @Test
  void anAssertionOfTheEnterpriseIsGrantedAtTheUpstreamsOwnServer() {
    String jag = jwt("{\"aud\":\"https://as.crm.example\",\"sub\":\"alice\"}");
    server.answers(_ -> assertion(jag, "urn:ietf:params:oauth:token-type:id-jag"));
    try (TokenServer upstreams = new TokenServer(_ -> bearer("at-crm", 1000))) {
      CredentialSource source = source(null, true, upstreams);

      assertThat(shown(source, caller("alice", "a"))).isEqualTo("Bearer at-crm");

      assertThat(server.requests().getFirst().form())
          .isEqualTo(
              Map.of(
                  "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
                  "subject_token", "a",
                  "subject_token_type", "urn:ietf:params:oauth:token-type:access_token",
                  "requested_token_type", "urn:ietf:params:oauth:token-type:id-jag",
                  "audience", "https://as.crm.example",
                  "resource", "https://crm/mcp"));
      // The caller's token went to the enterprise's server and not to this one.
      assertThat(upstreams.requests().getFirst().form())
          .isEqualTo(
              Map.of(
                  "grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer",
                  "assertion", jag,
                  "scope", "read",
                  "client_id", "gateway-at-crm"));
      assertThat(source.status()).isEqualTo(new CredentialStatus(2, 0, 1));
    }
  }

  @Test
  void anAssertionForSomebodyElsesServerGoesNowhere() {
    String jag = jwt("{\"aud\":\"https://as.other.example\",\"sub\":\"alice\"}");
    server.answers(_ -> assertion(jag, "urn:ietf:params:oauth:token-type:id-jag"));
    try (TokenServer upstreams = new TokenServer(_ -> bearer("at-crm", 1000))) {
      assertThat(shown(source(null, true, upstreams), caller("alice", "a")))
          .isEqualTo("permanent: the authorization server issued a token for another audience");
      assertThat(upstreams.requests()).isEmpty();
    }
  }

  @Test
  void whatIsNoAssertionGoesNowhere() {
    server.answers(_ -> assertion("x", "urn:ietf:params:oauth:token-type:access_token"));
    try (TokenServer upstreams = new TokenServer(_ -> bearer("at-crm", 1000))) {
      assertThat(shown(source(null, true, upstreams), caller("alice", "a")))
          .isEqualTo(
              "permanent: the authorization server issued another kind of token than an identity"
                  + " assertion");
      assertThat(upstreams.requests()).isEmpty();
    }
  }

  @Test
  void anExchangeMustSayWhichUpstreamTheTokenIsFor() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new TokenExchangeSettings(
                    server.settings(),
                    TokenTarget.UNSAID,
                    TokenType.ACCESS_TOKEN,
                    null,
                    true,
                    null,
                    10))
        .withMessageStartingWith("audience: missing");
  }

  private static TokenServer.Reply assertion(String token, String type) {
    return new TokenServer.Reply(
        200,
        "{\"access_token\":\"%s\",\"issued_token_type\":\"%s\",\"token_type\":\"N_A\",\"expires_in\":60}"
            .formatted(token, type));
  }

  private String answersJwt(String claims) {
    String token = jwt(claims);
    server.answers(_ -> bearer(token, 1000));
    return token;
  }

  private static String jwt(String claims) {
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    return encoder.encodeToString("{\"alg\":\"RS256\"}".getBytes(UTF_8))
        + "."
        + encoder.encodeToString(claims.getBytes(UTF_8))
        + ".c2ln";
  }

  private CredentialSource source() {
    return source(null, true, null);
  }

  private CredentialSource source(
      @Nullable TokenTarget actor, boolean keepsSubject, @Nullable TokenServer upstreams) {
    TokenExchangeSettings.Assertion assertion =
        upstreams == null
            ? null
            : new TokenExchangeSettings.Assertion(
                new AuthorizationServer(
                    "https://as.crm.example",
                    upstreams.tokenUrl(),
                    new ClientAuthentication.None("gateway-at-crm"),
                    ServerAccess.DEFAULT),
                new TokenTarget(List.of("read"), null, null));
    TokenTarget target = assertion == null ? CRM : new TokenTarget(List.of(), null, CRM.resource());
    CredentialSource source =
        new TokenExchange(
            "crm",
            new TokenExchangeSettings(
                server.settings(),
                target,
                TokenType.ACCESS_TOKEN,
                actor,
                keepsSubject,
                assertion,
                TokenExchangeSettings.DEFAULT_MAX_TOKENS),
            clock);
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
