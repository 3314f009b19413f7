package io.mcpgateway.auth.resource;

import static io.mcpgateway.auth.resource.Gateway.OTHER_RESOURCE;
import static io.mcpgateway.auth.resource.Gateway.RESOURCE;
import static io.mcpgateway.auth.resource.Gateway.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.auth.token.ClaimPaths;
import io.mcpgateway.auth.token.IssuerSettings;
import io.mcpgateway.auth.token.TokenRules;
import io.mcpgateway.auth.token.TokenVerifier;
import io.mcpgateway.auth.token.TrustedIssuer;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.testkit.TestClock;
import io.mcpgateway.testkit.TestIssuer;
import io.mcpgateway.testkit.TestToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenCacheTest {
  private final TestClock clock = new TestClock();
  private final TestIssuer issuer = TestIssuer.start("", clock);
  private final IssuerSettings settings = IssuerSettings.of("corp", issuer.issuer());
  private final Gateway gateway = new Gateway(clock, settings);

  @AfterEach
  void close() {
    gateway.close();
    issuer.close();
  }

  @Test
  void aKnownTokenContinuesAtOnce() {
    String token = good().sign();
    gateway.present(token);

    assertThat(gateway.apply(token)).isInstanceOf(Verdict.Continue.class);
    assertThat(checks()).isEqualTo(1);
  }

  @Test
  void aTokenForOneRouteDoesNotPassAtAnotherEvenIfItIsKnown() {
    String token = good().sign();

    assertThat(outcome(gateway.present(token))).isEqualTo("alice");
    assertThat(outcome(gateway.presentElsewhere(token))).isEqualTo("aud: another resource");
    assertThat(outcome(gateway.apply(token))).isEqualTo("alice");
    assertThat(checks()).isEqualTo(1);
  }

  @Test
  void aTokenForBothRoutesPassesAtBothIfArraysAreAllowed() {
    IssuerSettings lenient = allowingArrays(settings);
    String token = good().claim("aud", List.of(RESOURCE, OTHER_RESOURCE)).sign();

    try (Gateway other = new Gateway(clock, lenient)) {
      assertThat(outcome(other.present(token))).isEqualTo("alice");
      assertThat(outcome(other.presentElsewhere(token))).isEqualTo("alice");
    }
  }

  @Test
  void anAudienceOfTheIssuersOwnReplacesTheRoutesUrl() {
    IssuerSettings own = withAudience(settings, "mcp-gateway");

    try (Gateway other = new Gateway(clock, own)) {
      assertThat(outcome(other.present(good().claim("aud", "mcp-gateway").sign())))
          .isEqualTo("alice");
      assertThat(outcome(other.present(good().sign()))).isEqualTo("aud: another resource");
    }
  }

  @Test
  void aKnownTokenPassesUntilItExpiresAndTheLeewayIsOverAndNotLonger() {
    String token = good().claim("exp", clock.instant().getEpochSecond() + 10).sign();
    gateway.present(token);

    clock.advance(Duration.ofMillis(9_999));
    assertThat(gateway.apply(token)).isInstanceOf(Verdict.Continue.class);
    clock.advance(Duration.ofMillis(1));
    assertThat(gateway.apply(token)).isInstanceOf(Verdict.Await.class);
    clock.advance(Duration.ofMillis(59_999));
    assertThat(outcome(gateway.present(token))).isEqualTo("alice");
    clock.advance(Duration.ofMillis(1));
    assertThat(outcome(gateway.present(token))).isEqualTo("exp: expired");
  }

  @Test
  void aKnownTokenIsVerifiedAgainAfterAMinute() {
    String token = good().sign();
    gateway.present(token);

    clock.advance(Duration.ofSeconds(60));

    assertThat(gateway.apply(token)).isInstanceOf(Verdict.Await.class);
    assertThat(outcome(gateway.present(token))).isEqualTo("alice");
  }

  @Test
  void aForgeryThatDiffersFromAKnownTokenOnlyAtItsEndIsRefused() {
    String token = good().sign();
    gateway.present(token);
    String forgery = token.substring(0, token.length() - 4) + "AAAA";

    assertThat(outcome(gateway.present(forgery))).isEqualTo("signature: not that of the key");
    assertThat(outcome(gateway.present(token))).isEqualTo("alice");
  }

  @Test
  void twoCallersWhoseTokensBeginAlikeStayApart() {
    String alice = good().sign();
    String bob = good().claim("sub", "bob").sign();

    assertThat(alice.substring(0, 60)).isEqualTo(bob.substring(0, 60));
    assertThat(outcome(gateway.present(alice))).isEqualTo("alice");
    assertThat(outcome(gateway.present(bob))).isEqualTo("bob");
    assertThat(outcome(gateway.apply(alice))).isEqualTo("alice");
  }

  @Test
  void aTokenThatManyExchangesBringAtOnceIsCheckedOnce() {
    issuer.addKey("ES256");
    gateway.present(good().sign());
    String token = good().claim("sub", "bob").sign();

    List<Verdict> verdicts = IntStream.range(0, 50).mapToObj(_ -> gateway.apply(token)).toList();

    assertThat(verdicts).extracting(Gateway::outcome).containsOnly("bob");
    assertThat(checks()).isEqualTo(2);
  }

  @Test
  void aForgeryIsCheckedOnce() {
    String token = good().sign();
    String forgery = token.substring(0, token.length() - 4) + "AAAA";

    assertThat(outcome(gateway.present(forgery))).isEqualTo("signature: not that of the key");
    assertThat(outcome(gateway.apply(forgery))).isEqualTo("signature: not that of the key");
    assertThat(checks()).isEqualTo(1);
  }

  @Test
  void moreTokensThanCanBeCheckedAreNotHeldAgainstTheirBearers() {
    issuer.addKey("ES256");
    List<String> tokens =
        IntStream.range(0, 200).mapToObj(i -> good().claim("sub", "u" + i).sign()).toList();

    try (Gateway small = new Gateway(clock, new TokenVerifier.Limits(1, 1, 10, 1000), settings)) {
      small.present(good().sign());
      List<Verdict> verdicts = new ArrayList<>();
      tokens.forEach(token -> verdicts.add(small.apply(token)));

      assertThat(verdicts)
          .extracting(Gateway::outcome)
          .allMatch(
              outcome ->
                  outcome.startsWith("u")
                      || outcome.equals("Unavailable[problem=Too many tokens to verify]"))
          .contains("Unavailable[problem=Too many tokens to verify]");
    }
  }

  @Test
  void anIssuerWithNewSettingsDoesNotInheritWhatWasVerifiedUnderTheOld() {
    String token = good().claim("roles", "sales").claim("groups", "lead").sign();
    gateway.present(token);

    try (TrustedIssuer changed = new TrustedIssuer(withRolesClaim(settings, "groups"), clock)) {
      AuthenticationStage reloaded =
          new AuthenticationStage(
              gateway.checks(),
              List.of(changed),
              ProtectedResourceMetadata.of(
                  Gateway.route(RESOURCE), List.of(issuer.issuer()), List.of(), null));

      Verdict verdict = Gateway.settled(reloaded.apply(Gateway.exchange("Bearer " + token)));

      assertThat(verdict)
          .isInstanceOfSatisfying(
              Verdict.Continue.class,
              next -> assertThat(next.exchange().principal().roles()).containsExactly("lead"));
    }
  }

  private TestToken good() {
    return issuer.token(RESOURCE);
  }

  private long checks() {
    return gateway.verifier().status().signatureChecks();
  }

  private static IssuerSettings allowingArrays(IssuerSettings settings) {
    TokenRules rules = settings.tokens();
    return settings.with(
        new TokenRules(rules.algorithms(), rules.audience(), true, rules.leeway()));
  }

  private static IssuerSettings withAudience(IssuerSettings settings, String audience) {
    TokenRules rules = settings.tokens();
    return settings.with(
        new TokenRules(rules.algorithms(), audience, rules.allowAudienceArray(), rules.leeway()));
  }

  private static IssuerSettings withRolesClaim(IssuerSettings settings, String rolesClaim) {
    return settings.with(new ClaimPaths(rolesClaim, null));
  }
}
