package io.mcpgateway.auth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.mcpgateway.auth.server.ClientAuthentication;
import io.mcpgateway.auth.token.TokenExplanation.Line;
import io.mcpgateway.auth.token.TokenExplanation.Mark;
import io.mcpgateway.testkit.TestClock;
import io.mcpgateway.testkit.TestIntrospection;
import io.mcpgateway.testkit.TestIssuer;
import io.mcpgateway.testkit.TestKey;
import io.mcpgateway.testkit.TestToken;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is explained is what is verified. */
class TokenExplainerTest {
  private static final String RESOURCE = "https://mcp.example.com/crm/mcp";
  private static final TestClock CLOCK = new TestClock();
  private static final TestIssuer ISSUER = TestIssuer.start("", CLOCK);
  private static final TestIssuer OTHER = TestIssuer.start("", CLOCK);
  private static final TestKey RSA = ISSUER.key();
  private static final TestKey EC = ISSUER.addKey("ES256");
  private static final TrustedIssuer TRUSTED =
      new TrustedIssuer(
          IssuerSettings.of("corp", ISSUER.issuer())
              .with(
                  new ClaimPaths("realm_access.roles", "org", null, "teams", Set.of("department"))),
          CLOCK);
  private static final Acceptance ACCEPTANCE =
      new Acceptance(URI.create(RESOURCE), List.of(TRUSTED));
  private static final TokenVerifier VERIFIER =
      new TokenVerifier(CLOCK, TokenVerifier.Limits.DEFAULT);

  @AfterAll
  static void close() {
    VERIFIER.close();
    TRUSTED.close();
    ISSUER.close();
    OTHER.close();
  }

  static Stream<Arguments> tokens() {
    long now = CLOCK.instant().getEpochSecond();
    String signed = good().signedWith(RSA).sign();
    String unsigned = signed.substring(0, signed.lastIndexOf('.') + 1);
    String json = good().claimsJson();
    return Stream.of(
        row("good", good()),
        row("good, another key", good().signedWith(EC)),
        row("good, with everything", full()),
        row("good, about to expire", good().claim("exp", now + 1)),
        row("good, expired within the leeway", good().claim("exp", now - 59)),
        row("expired", good().claim("exp", now - 60)),
        row("expired and for another", good().claim("exp", now - 600).claim("aud", "x")),
        row("without exp", good().without("exp")),
        row("exp a string", good().claim("exp", "tomorrow")),
        row("nbf within the leeway", good().claim("nbf", now + 60)),
        row("not yet valid", good().claim("nbf", now + 61)),
        row("from the future", good().claim("iat", now + 61)),
        row("for another route", good().claim("aud", RESOURCE + "x")),
        row("for many", good().claim("aud", List.of(RESOURCE, "x"))),
        row("for nobody", good().without("aud")),
        row("of another issuer", good().claim("iss", OTHER.issuer())),
        row("of no issuer", good().without("iss")),
        row("of a number", good().claim("iss", 1)),
        row("without a subject", good().without("sub")),
        row("subject with a line break", good().claim("sub", "a\nb")),
        row("roles an object", good().claim("realm_access", Map.of("roles", Map.of()))),
        row("tenant a number", good().claim("org", 7)),
        row("groups a number", good().claim("teams", 7)),
        row("a kept claim an object", good().claim("department", Map.of())),
        row("scope a number", good().claim("scope", 7)),
        row("act a string", good().claim("act", "x")),
        row("act too deep", good().claim("act", nested(9))),
        row("bound to a key", good().claim("cnf", Map.of("jkt", "A".repeat(43)))),
        row("bound to what nobody checks", good().claim("cnf", Map.of("kid", "x"))),
        row("an ID token", good().header("typ", "JWT").claim("nonce", "x")),
        row("a refresh token", good().header("typ", "JWT").claim("typ", "Refresh")),
        row("a logout token", good().header("typ", "logout+jwt")),
        row("typ a number", good().header("typ", 1)),
        row("algorithm none", good().header("alg", "none")),
        row("algorithm HS256", good().header("alg", "HS256")),
        row("algorithm RS512", good().header("alg", "RS512")),
        row("algorithm of another key", good().signedWith(RSA).header("alg", "ES256")),
        row("unknown kid", good().header("kid", "nobody")),
        row("no kid", good().withoutHeader("kid")),
        row("another's key", good().signedWith(OTHER.key())),
        row("another's key under our kid", good().signedWith(OTHER.key().named(RSA.kid()))),
        row("jku", good().header("jku", "https://evil.example/jwks")),
        row("crit", good().header("crit", List.of("exp"))),
        row("forged", unsigned + TestToken.base64(new byte[256])),
        row("cut off", signed.substring(0, signed.length() - 8)),
        row("unsigned", unsigned),
        row("claims twice", TestToken.sign(RSA, header(), json.replace("{", "{\"sub\":\"bob\","))),
        row("claims an array", TestToken.sign(RSA, header(), "[" + json + "]")),
        row("two parts", unsigned.substring(0, unsigned.length() - 1)),
        row("opaque", "2YotnFZFEjr1zCsicMWpAA"),
        row("empty", ""),
        row("a question mark", "?.?.?"),
        row("too long", signed + "A".repeat(BearerToken.MAX_LENGTH)));
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void aLineSaysNoIfAndOnlyIfTheVerifierDoes(String token) {
    Verification verdict = verify(token);
    TokenExplanation explanation = explain(token, false);

    assertThat(explanation.verdict()).isEqualTo(verdict);
    assertThat(explanation.refuses())
        .as(explanation.toString())
        .isEqualTo(!(verdict instanceof Verification.Accepted));
    if (verdict instanceof Verification.Rejected(String problem)) {
      assertThat(explanation.lines())
          .as("the verifier's own reason is among the lines")
          .anyMatch(
              line ->
                  line.mark() == Mark.WRONG
                      && (line.step() + ": " + line.text()).startsWith(problem));
    }
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void withoutTheIssuerAllButKeysAndSignatureIsSaid(String token) {
    TokenExplanation offline = explain(token, true);
    List<Line> wrong =
        explain(token, false).lines().stream().filter(TokenExplainerTest::judged).toList();

    assertThat(offline.lines().stream().filter(TokenExplainerTest::judged)).isEqualTo(wrong);
    assertThat(offline.verdict() instanceof Verification.Undecided).isEqualTo(wrong.isEmpty());
  }

  private static boolean judged(Line line) {
    return line.mark() == Mark.WRONG
        && !line.text().startsWith("the issuer has no such key")
        && !line.text().startsWith("not that of the key")
        && !line.text().startsWith("not one of the key")
        && !line.text().startsWith("missing, and there are several keys");
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void neitherTheTokenNorItsSignatureIsShown(String token) {
    String shown = explain(token, false).toString();

    assertThat(shown.chars()).allMatch(c -> c >= ' ');
    int signature = token.lastIndexOf('.') + 1;
    if (token.length() - signature > 16) {
      assertThat(shown).doesNotContain(token.substring(signature, signature + 16));
    }
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnceInHumanTerms() {
    long now = CLOCK.instant().getEpochSecond();
    TokenExplanation explanation =
        explain(
            good()
                .claim("exp", now - 180)
                .claim("nbf", now + 7200)
                .claim("aud", "https://api.example.com")
                .header("kid", "old")
                .sign(),
            false);

    assertThat(line(explanation, "exp"))
        .startsWith("expired; 2026-11-20T11:57:00Z (3 min ago), leeway 60 s");
    assertThat(line(explanation, "nbf")).startsWith("not valid yet; ").contains("(in 2 h)");
    assertThat(line(explanation, "aud"))
        .isEqualTo(
            "another resource; \"https://api.example.com\" (expected: \"" + RESOURCE + "\")");
    assertThat(line(explanation, "kid")).contains("\"old\" (it has 2 usable keys)");
  }

  @Test
  void whoItIsIsSaidWithWhereItWasFound() {
    TokenExplanation explanation = explain(full().sign(), false);

    assertThat(line(explanation, "iss")).endsWith(", the issuer corp");
    assertThat(line(explanation, "roles"))
        .isEqualTo("\"sales\", \"support\" at realm_access.roles");
    assertThat(line(explanation, "scopes")).isEqualTo("\"crm:read\" at scope or scp");
    assertThat(line(explanation, "tenant")).isEqualTo("\"acme\" at org");
    assertThat(line(explanation, "groups")).isEqualTo("\"/crm/support\" at teams");
    assertThat(line(explanation, "claims")).isEqualTo("\"department\" is \"field\\u{202e}\"");
    assertThat(line(explanation, "act")).isEqualTo("\"agent\", for \"app\", for \"alice\"");
    assertThat(line(explanation, "cnf")).contains("DPoP proof");
    assertThat(line(explanation, "others"))
        .isEqualTo("\"department\", \"org\", \"realm_access\", \"secret\", \"teams\"");
    assertThat(explanation.toString()).doesNotContain("hunter2");
  }

  @Test
  void textOfTheTokenCannotPlayTricksWithATerminal() {
    String shown = explain(good().claim("aud", "\u001b[2J\u202eevil\r\n").sign(), false).toString();

    assertThat(shown).contains("\\u{1b}[2J\\u{202e}evil").doesNotContain("\u001b", "\u202e");
  }

  @Test
  void anIssuerThatDoesNotAnswerIsNamedAsTheReason() {
    try (TestIssuer down = TestIssuer.start("", CLOCK);
        TrustedIssuer issuer = new TrustedIssuer(IssuerSettings.of("down", down.issuer()), CLOCK)) {
      down.answerKeys(new TestIssuer.KeysAnswer.Status(503));
      TokenExplanation explanation =
          new TokenExplainer(VERIFIER, CLOCK)
              .explain(
                  BearerToken.in(down.token(RESOURCE).sign(), 0),
                  new Acceptance(URI.create(RESOURCE), List.of(issuer)),
                  false);

      assertThat(explanation.verdict()).isInstanceOf(Verification.Undecided.class);
      assertThat(line(explanation, "keys")).startsWith("not available; ").contains("503");
    }
  }

  /** What the issuer answers about a token, which may be a JWT or not. */
  static Stream<Arguments> answers() {
    String active = "{\"active\":true,\"sub\":\"alice\",\"aud\":\"" + RESOURCE + "\"";
    return Stream.of(
        argumentSet("active", active + "}", 200),
        argumentSet("active, with all", active + ",\"scope\":\"a b\",\"client_id\":\"c\"}", 200),
        argumentSet("for another", active.replace(RESOURCE, "x") + "}", 200),
        argumentSet("expired", active + ",\"exp\":1}", 200),
        argumentSet("of another issuer", active + ",\"iss\":\"x\"}", 200),
        argumentSet("another's", active.replace("alice", "bob") + "}", 200),
        argumentSet("of nobody", "{\"active\":true,\"aud\":\"" + RESOURCE + "\"}", 200),
        argumentSet("an ID token", active + ",\"token_type\":\"id_token\"}", 200),
        argumentSet("not active", "{\"active\":false}", 200),
        argumentSet("no answer", "{}", 200),
        argumentSet("down", active + "}", 500));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void whatTheIssuerSaysIsExplainedAsItIsVerified(String answer, int status) {
    try (TestIntrospection endpoint = TestIntrospection.start("gateway", "s");
        TrustedIssuer asked = new TrustedIssuer(introspecting(endpoint), CLOCK);
        TokenVerifier verifier = new TokenVerifier(CLOCK, TokenVerifier.Limits.DEFAULT)) {
      Acceptance acceptance = new Acceptance(URI.create(RESOURCE), List.of(asked));
      endpoint.answerStatus(status);
      List<String> tokens =
          List.of(
              "opaque-token-of-the-issuer",
              "not well formed",
              "x".repeat(BearerToken.MAX_LENGTH + 1),
              good().claim("sub", "alice").sign(),
              good().claim("sub", "alice").claim("exp", 1_000).sign());
      for (String token : tokens) {
        endpoint.answer(token, answer);
        BearerToken bearer = BearerToken.in(token, 0);
        TokenExplanation explanation =
            new TokenExplainer(verifier, CLOCK).explain(bearer, acceptance, false);
        Verification verdict = settled(verifier.verify(bearer, acceptance));

        assertThat(explanation.verdict()).isEqualTo(verdict);
        assertThat(explanation.refuses())
            .as(explanation.toString())
            .isEqualTo(!(verdict instanceof Verification.Accepted));
        if (verdict instanceof Verification.Accepted(AccessToken said)) {
          assertThat(explanation.said()).isEqualTo(said);
          assertThat(line(explanation, "asked")).contains("at " + endpoint.url());
          assertThat(line(explanation, "sub")).isEqualTo('"' + said.principal().subject() + '"');
        }
        assertThat(explanation.toString()).doesNotContain(token);
      }
    }
  }

  @Test
  void offlineNobodyIsAskedButWhoWouldBeIsSaid() {
    try (TestIntrospection endpoint = TestIntrospection.start("gateway", "s");
        TrustedIssuer asked = new TrustedIssuer(introspecting(endpoint), CLOCK)) {
      Acceptance acceptance = new Acceptance(URI.create(RESOURCE), List.of(asked));
      for (String token : List.of("opaque-token-of-the-issuer", good().sign())) {
        TokenExplanation explanation =
            new TokenExplainer(VERIFIER, CLOCK).explain(BearerToken.in(token, 0), acceptance, true);

        assertThat(explanation.verdict()).isInstanceOf(Verification.Undecided.class);
        assertThat(line(explanation, "asked")).endsWith("it would be, at " + endpoint.url());
      }
      assertThat(endpoint.questions()).isEmpty();
    }
  }

  private static IssuerSettings introspecting(TestIntrospection endpoint) {
    return IssuerSettings.of("corp", ISSUER.issuer())
        .with(
            new IntrospectionSettings(
                endpoint.url(),
                new ClientAuthentication.SecretBasic("gateway", "s"),
                true,
                IntrospectionSettings.DEFAULT_CACHE));
  }

  private static Verification verify(String token) {
    return settled(VERIFIER.verify(BearerToken.in(token, 0), ACCEPTANCE));
  }

  private static Verification settled(Verification verdict) {
    return verdict instanceof Verification.Pending(var later)
        ? later.toCompletableFuture().join()
        : verdict;
  }

  private static TokenExplanation explain(String token, boolean offline) {
    return new TokenExplainer(VERIFIER, CLOCK)
        .explain(BearerToken.in(token, 0), ACCEPTANCE, offline);
  }

  private static String line(TokenExplanation explanation, String step) {
    return explanation.lines().stream()
        .filter(line -> line.step().equals(step))
        .map(Line::text)
        .findFirst()
        .orElseThrow(() -> new AssertionError(step + " in " + explanation));
  }

  private static TestToken good() {
    return ISSUER.token(RESOURCE);
  }

  private static TestToken full() {
    return good()
        .claim("realm_access", Map.of("roles", List.of("sales", "support")))
        .claim("scope", "crm:read")
        .claim("org", "acme")
        .claim("teams", List.of("/crm/support"))
        .claim("department", "field\u202e")
        .claim("secret", "hunter2")
        .claim("act", Map.of("sub", "agent", "act", Map.of("sub", "app")))
        .claim("cnf", Map.of("jkt", "A".repeat(43)));
  }

  private static String header() {
    return good().signedWith(RSA).headerJson();
  }

  private static Map<String, Object> nested(int depth) {
    return depth == 0 ? Map.of("sub", "agent") : Map.of("sub", "agent", "act", nested(depth - 1));
  }

  private static Arguments row(String name, TestToken token) {
    return row(name, token.sign());
  }

  private static Arguments row(String name, String token) {
    return argumentSet(name, token);
  }
}
