package io.mcpgateway.auth.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import io.mcpgateway.auth.signing.PublishedKeys;
import io.mcpgateway.auth.signing.SigningKey;
import io.mcpgateway.core.exchange.Credential;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.testkit.TestClock;
import io.mcpgateway.testkit.TestKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IdentityStageTest {
  private static final Principal.Authenticated ALICE =
      new Principal.Authenticated(
          "https://idp.example.com",
          "alice",
          "agent",
          List.of(
              new Principal.Actor("bot", "https://idp.example.com"),
              new Principal.Actor("portal", null)),
          "acme",
          Set.of("support", "sales"),
          Set.of("crm.write", "crm.read"),
          "jti-1",
          Instant.MAX);

  private final TestClock clock = new TestClock();
  private final TestKey pair = TestKey.generate("ES256");
  private final SigningKey key = SigningKey.parse(pem(pair), "k1", null);
  private final IdentityStage stage =
      new IdentityStage(
          new IdentitySettings("X-Mcp-Identity", "crm", Duration.ofSeconds(60)),
          new IdentitySettings.Signer(key, "https://mcp.example.com"),
          clock);

  @Test
  void theUpstreamLearnsWhoCallsAndCanCheckIt() throws Exception {
    JWSObject identity = identity(ALICE);

    assertThat(identity.verify(new ECDSAVerifier((ECKey) pair.publicJwk()))).isTrue();
    assertThat(identity.getHeader().toJSONObject())
        .isEqualTo(Map.of("typ", "mcp-identity+jwt", "alg", "ES256", "kid", "k1"));
    Map<String, Object> claims = identity.getPayload().toJSONObject();
    assertThat(claims.remove("jti")).isInstanceOf(String.class);
    assertThat(claims)
        .isEqualTo(
            Map.ofEntries(
                Map.entry("iss", "https://mcp.example.com"),
                Map.entry("aud", "crm"),
                Map.entry("iat", clock.instant().getEpochSecond()),
                Map.entry("exp", clock.instant().getEpochSecond() + 60),
                Map.entry("sub", "alice"),
                Map.entry("idp", "https://idp.example.com"),
                Map.entry("client_id", "agent"),
                Map.entry("tenant", "acme"),
                Map.entry("roles", List.of("sales", "support")),
                Map.entry("scope", "crm.read crm.write"),
                Map.entry(
                    "act",
                    Map.of(
                        "sub",
                        "bot",
                        "iss",
                        "https://idp.example.com",
                        "act",
                        Map.of("sub", "portal"))),
                Map.entry("route", "/crm/mcp")));
  }

  @Test
  void itStandsBesideTheCredentialAndDoesNotReplaceIt() {
    AtomicInteger refused = new AtomicInteger();
    Credential own =
        new Credential(Map.of("authorization", "Bearer own"), refused::incrementAndGet);

    Credential both = apply(ALICE, own).credential();

    assertThat(both.headers()).containsOnlyKeys("authorization", "x-mcp-identity");
    assertThat(both.headers()).containsEntry("authorization", "Bearer own");
    both.refused().run();
    assertThat(refused).hasValue(1);
  }

  @Test
  void anAnonymousCallerHasNone() {
    Exchange exchange = Callers.exchange("Bearer x");

    assertThat(stage.apply(exchange)).isEqualTo(new Verdict.Continue(exchange));
  }

  @Test
  void itIsSignedOnceForEachCallerAndHalfOfItsLife() throws Exception {
    String first = identity(ALICE).serialize();

    clock.advance(Duration.ofSeconds(29));
    assertThat(identity(ALICE).serialize()).isEqualTo(first);
    assertThat(identity(with(Set.of("sales"), Instant.MAX)).serialize()).isNotEqualTo(first);
    clock.advance(Duration.ofSeconds(2));
    assertThat(identity(ALICE).serialize()).isNotEqualTo(first);
  }

  @Test
  void itDoesNotOutliveTheCallersToken() throws Exception {
    Instant end = clock.instant().plusSeconds(10);

    assertThat(identity(with(Set.of(), end)).getPayload().toJSONObject())
        .containsEntry("exp", end.getEpochSecond());
  }

  @Test
  void whatIsPublishedIsPublic() {
    String json = PublishedKeys.json(List.of(key));

    assertThat(json).contains("\"kid\":\"k1\"", "\"kty\":\"EC\"").doesNotContain("\"d\"");
  }

  @Test
  void whatCannotBeAnIdentityIsRefused() {
    Duration minute = Duration.ofMinutes(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new IdentitySettings("mcp-param-user", "crm", minute))
        .withMessageStartingWith("header: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new IdentitySettings("x-user", " ", minute))
        .withMessageStartingWith("audience: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new IdentitySettings("x-user", "crm", Duration.ofMinutes(6)))
        .withMessageStartingWith("life: ");
  }

  private static Principal.Authenticated with(Set<String> roles, Instant expiresAt) {
    return new Principal.Authenticated(
        ALICE.issuer(), "alice", null, List.of(), null, roles, Set.of(), null, expiresAt);
  }

  private JWSObject identity(Principal caller) throws java.text.ParseException {
    return JWSObject.parse(
        String.valueOf(
            apply(caller, Credential.none()).credential().headers().get("x-mcp-identity")));
  }

  private Exchange apply(Principal caller, Credential credential) {
    Verdict verdict = stage.apply(Callers.exchange("Bearer x").with(caller).with(credential));
    while (verdict instanceof Verdict.Await(var later)) {
      verdict = later.toCompletableFuture().join();
    }
    return ((Verdict.Continue) verdict).exchange();
  }

  private static String pem(TestKey pair) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getEncoder().encodeToString(pair.pair().getPrivate().getEncoded())
        + "\n-----END PRIVATE KEY-----";
  }
}
