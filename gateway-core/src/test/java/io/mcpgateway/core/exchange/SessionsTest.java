package io.mcpgateway.core.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsTest {
  private final TestClock clock = new TestClock();
  private final Sessions sessions =
      new Sessions(
          List.of("a secret of at least thirty-two bytes".getBytes(UTF_8)),
          Duration.ofHours(1),
          clock);
  private final Exchange alices = Exchanges.call().with(Exchanges.ALICE);

  @Test
  void aSessionOpensForWhoeverItWasMadeFor() {
    Session.Open open = sessions.open(alices, claim(sessions.seal(alices, "up-1")));

    assertThat(open).isNotNull();
    assertThat(open.upstreamId()).isEqualTo("up-1");
    assertThat(open.resume()).isNull();
  }

  @Test
  void aNewTokenOfTheSamePrincipalKeepsTheSession() {
    String token = sessions.seal(alices, "up-1");
    Principal later =
        new Principal.Authenticated(
            "https://idp.test",
            "alice",
            "agent",
            List.of(),
            null,
            Set.of("lead"),
            Set.of("s"),
            null,
            Instant.EPOCH);

    assertThat(sessions.open(alices.with(later), claim(token))).isNotNull();
  }

  @Test
  void aSessionIsUnknownToOtherPrincipalsAndRoutes() {
    String token = sessions.seal(alices, "up-1");

    assertThat(sessions.open(as("https://idp.test", "bob", "agent"), claim(token))).isNull();
    assertThat(sessions.open(as("https://other.test", "alice", "agent"), claim(token))).isNull();
    assertThat(sessions.open(as("https://idp.test", "alice", "other"), claim(token))).isNull();
    assertThat(sessions.open(as("https://idp.test", "alice", null), claim(token))).isNull();
    assertThat(sessions.open(Exchanges.call(), claim(token))).as("anonymous").isNull();
    assertThat(
            sessions.open(Exchanges.call("/erp/mcp", "search").with(Exchanges.ALICE), claim(token)))
        .isNull();
    assertThat(sessions.open(alices, claim("up-1"))).isNull();
  }

  @Test
  void aSessionEndsWithItsLife() {
    String token = sessions.seal(alices, "up-1");

    clock.advance(Duration.ofHours(1).plusSeconds(1));

    assertThat(sessions.open(alices, claim(token))).isNull();
  }

  @Test
  void anEndedSessionStaysEndedHoweverItsTokenIsWritten() {
    // Seven lengths, so that the token's last character has spare bits in some of them.
    for (String upstreamId : List.of("u", "up", "up-", "up-1", "up-12", "up-123", "up-1234")) {
      String token = sessions.seal(alices, upstreamId);
      Session.Open open = sessions.open(alices, claim(token));
      assertThat(open).isNotNull();

      sessions.end(alices, open);

      assertThat(sessions.open(alices, claim(token))).isNull();
      assertThat(sessions.open(alices, claim(token + "="))).isNull();
      for (char last = '-'; last <= 'z'; last++) {
        String variant = token.substring(0, token.length() - 1) + last;
        assertThat(sessions.open(alices, claim(variant))).isNull();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "a:b:c", "12:tools/call", "é漢😀", "\n\u0000", "{\"x\":1}"})
  void aPlaceInAStreamSurvivesTheClientWithWhatTheStreamAnswered(String odd) {
    Exchange call = Exchanges.call("/crm/mcp", "search").with(Exchanges.ALICE);
    Exchange oddCall =
        call.with(
            call.operation(),
            new Target(call.target().method(), call.target().primitive(), "t" + odd));
    String token = sessions.seal(oddCall, "up-1");
    String eventId = sessions.sealEvent(oddCall, odd);

    Session.Open open = sessions.open(oddCall, new Session.Claimed(token, eventId));

    assertThat(open).isNotNull();
    assertThat(open.resume()).isEqualTo(new Session.ResumePoint(odd, "tools/call", "t" + odd));
  }

  @Test
  void aPlaceInAResumedStreamStillNamesWhatTheFirstStreamAnswered() {
    Session.ResumePoint first = new Session.ResumePoint("e1", "tools/call", "refund");
    Exchange resumed =
        alices.with(alices.client().with(new Session.Open("label", "up-1", first, Instant.EPOCH)));
    Exchange stream = resumed.with(new Operation.OpenStream(), Target.none());
    String next = sessions.sealEvent(stream, "e2");

    Session.Open open =
        sessions.open(alices, new Session.Claimed(sessions.seal(alices, "up-1"), next));

    assertThat(open).isNotNull();
    assertThat(open.resume()).isEqualTo(new Session.ResumePoint("e2", "tools/call", "refund"));
  }

  @Test
  void aForeignOrInventedPlaceMakesTheSessionUnknown() {
    String token = sessions.seal(alices, "up-1");
    String foreign = sessions.sealEvent(as("https://idp.test", "bob", "agent"), "e1");

    assertThat(sessions.open(alices, new Session.Claimed(token, foreign))).isNull();
    assertThat(sessions.open(alices, new Session.Claimed(token, "e1"))).isNull();
    assertThat(sessions.open(alices, new Session.Claimed(token, token))).isNull();
    assertThat(sessions.open(alices, new Session.Claimed(sessions.sealEvent(alices, "e1"), null)))
        .isNull();
  }

  @Test
  void secretsOfASessionAreNotPrinted() {
    String token = sessions.seal(alices, "up-1");
    Session.Open open = sessions.open(alices, claim(token));

    assertThat(open).isNotNull();
    assertThat(open.toString()).doesNotContain("up-1");
    assertThat(claim(token).toString()).doesNotContain(token);
  }

  private static Exchange as(
      String issuer, String subject, @org.jspecify.annotations.Nullable String client) {
    return Exchanges.call()
        .with(
            new Principal.Authenticated(
                issuer, subject, client, List.of(), null, Set.of(), Set.of(), null, Instant.MAX));
  }

  private static Session.Claimed claim(String token) {
    return new Session.Claimed(token, null);
  }
}
