package io.mcpgateway.auth.resource;

import static io.mcpgateway.auth.resource.Gateway.OTHER_RESOURCE;
import static io.mcpgateway.auth.resource.Gateway.RESOURCE;
import static io.mcpgateway.auth.resource.Gateway.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import io.mcpgateway.auth.token.DpopVerifier;
import io.mcpgateway.auth.token.IssuerSettings;
import io.mcpgateway.auth.token.TokenVerifier;
import io.mcpgateway.core.exchange.Challenge;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.testkit.TestClock;
import io.mcpgateway.testkit.TestIssuer;
import io.mcpgateway.testkit.TestKey;
import io.mcpgateway.testkit.TestProof;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DpopTest {
  private static final TestClock CLOCK = new TestClock();
  private static final TestIssuer ISSUER = TestIssuer.start("", CLOCK);
  private static final IssuerSettings SETTINGS = IssuerSettings.of("corp", ISSUER.issuer());
  private static final Gateway GATEWAY = new Gateway(CLOCK, SETTINGS);
  private static final TestKey KEY = TestKey.generate("ES256");
  private static final TestKey OTHER_KEY = TestKey.generate("ES256");
  private static final String TOKEN = bound(KEY);
  private static final String METADATA =
      "resource_metadata="
          + "\"https://mcp.example.com/.well-known/oauth-protected-resource/crm/mcp\"";
  private static final String ALGORITHMS = "algs=\"ES256 ES384 ES512 EdDSA Ed25519 PS256 RS256\"";

  private static long mark;

  @AfterAll
  static void close() {
    GATEWAY.close();
    ISSUER.close();
  }

  private static String bound(TestKey key) {
    return ISSUER
        .token(RESOURCE)
        .claim("exp", second() + 86_400)
        .claim("cnf", Map.of("jkt", TestProof.thumbprint(key)))
        .sign();
  }

  private static TestProof good() {
    return proof(KEY, TOKEN);
  }

  private static TestProof proof(TestKey key, String token) {
    return TestProof.of(key, token, "POST", RESOURCE, CLOCK.instant());
  }

  private static Verdict present(Gateway gateway, String token, String proof) {
    return gateway.ask(null, ++mark, "authorization", "DPoP " + token, "dpop", proof);
  }

  private static Verdict present(String proof) {
    return present(GATEWAY, TOKEN, proof);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ES256", "RS256", "PS256", "EdDSA"})
  void aBoundTokenPassesWithItsProof(String algorithm) {
    TestKey key = TestKey.generate(algorithm);
    String token = bound(key);

    assertThat(outcome(present(GATEWAY, token, proof(key, token).sign()))).isEqualTo("alice");
    assertThat(outcome(present(GATEWAY, token, proof(key, token).sign()))).isEqualTo("alice");
  }

  static Stream<Arguments> goodProofs() {
    String now = RESOURCE;
    return Stream.of(
        good("htu in capitals", p -> p.claim("htu", "HTTPS://MCP.example.com/crm/mcp")),
        good("htu with the port", p -> p.claim("htu", "https://mcp.example.com:443/crm/mcp")),
        good("htu with escapes", p -> p.claim("htu", "https://mcp.example.com/%63rm/mcp")),
        good("htu with dots", p -> p.claim("htu", "https://mcp.example.com/x/../crm/./mcp")),
        good("htu with query and fragment", p -> p.claim("htu", now + "?a=b#c")),
        good("iat at the window's edge", p -> p.claim("iat", second() - 300)),
        good("iat at its other edge", p -> p.claim("iat", second() + 300)),
        good("typ in capitals", p -> p.header("typ", "DPoP+JWT")),
        good("typ in full", p -> p.header("typ", "application/dpop+jwt")),
        good("a nonce that nobody asked for", p -> p.claim("nonce", "n")),
        good(
            "more members in the key",
            p -> p.header("jwk", with(TestProof.jwk(KEY), "use", "sig"))),
        good("further claims", p -> p.claim("x", Map.of("y", 1))));
  }

  @ParameterizedTest
  @MethodSource("goodProofs")
  void thisProofIsGood(UnaryOperator<TestProof> change) {
    assertThat(outcome(present(change.apply(good()).sign()))).isEqualTo("alice");
  }

  static Stream<Arguments> wrongProofs() throws JOSEException {
    TestKey weak = TestKey.rsa("RS256", 1024);
    return Stream.of(
        wrong("no jti", p -> p.without("jti"), "jti: not a string"),
        wrong("jti a number", p -> p.claim("jti", 1), "jti: not a string"),
        wrong("jti empty", p -> p.claim("jti", ""), "jti: empty"),
        wrong("jti endless", p -> p.claim("jti", "j".repeat(513)), "jti: too long"),
        wrong("no htm", p -> p.without("htm"), "htm: not a string"),
        wrong("another method", p -> p.claim("htm", "GET"), "htm: another method"),
        wrong("the method in small letters", p -> p.claim("htm", "post"), "htm: another method"),
        wrong("no htu", p -> p.without("htu"), "htu: not a string"),
        wrong("another route", p -> p.claim("htu", OTHER_RESOURCE), "htu: another URL"),
        wrong("a longer path", p -> p.claim("htu", RESOURCE + "/x"), "htu: another URL"),
        wrong("a trailing slash", p -> p.claim("htu", RESOURCE + "/"), "htu: another URL"),
        wrong(
            "an escaped slash",
            p -> p.claim("htu", "https://mcp.example.com/crm%2Fmcp"),
            "htu: another URL"),
        wrong(
            "another scheme",
            p -> p.claim("htu", "http://mcp.example.com/crm/mcp"),
            "htu: another URL"),
        wrong(
            "another port",
            p -> p.claim("htu", "https://mcp.example.com:8443/crm/mcp"),
            "htu: another URL"),
        wrong(
            "another host",
            p -> p.claim("htu", "https://mcp.example.com.evil/crm/mcp"),
            "htu: another URL"),
        wrong(
            "with a user",
            p -> p.claim("htu", "https://a@mcp.example.com/crm/mcp"),
            "htu: another URL"),
        wrong("a path alone", p -> p.claim("htu", "/crm/mcp"), "htu: another URL"),
        wrong("no URL", p -> p.claim("htu", "https://mcp.example.com/crm mcp"), "htu: another URL"),
        wrong("no iat", p -> p.without("iat"), "iat: missing"),
        wrong("iat a string", p -> p.claim("iat", "1"), "iat: not a number"),
        wrong("too old", p -> p.claim("iat", second() - 301), "iat: too old"),
        wrong("in the future", p -> p.claim("iat", second() + 301), "iat: in the future"),
        wrong("no ath", p -> p.without("ath"), "ath: not a string"),
        wrong("another token", p -> p.claim("ath", TestProof.hash("x")), "ath: another token"),
        wrong(
            "ath with padding",
            p -> p.claim("ath", TestProof.hash(TOKEN) + "="),
            "ath: another token"),
        wrong("no typ", p -> p.withoutHeader("typ"), "typ: not dpop+jwt"),
        wrong("an access token's typ", p -> p.header("typ", "at+jwt"), "typ: not dpop+jwt"),
        wrong("none", p -> p.header("alg", "none"), "alg: not one for proofs"),
        wrong("HS256", p -> p.header("alg", "HS256"), "alg: not one for proofs"),
        wrong("an unusual hash", p -> p.header("alg", "RS512"), "alg: not one for proofs"),
        wrong(
            "alg of another kind of key", p -> p.header("alg", "RS256"), "alg: not one of the key"),
        wrong("no key", p -> p.withoutHeader("jwk"), "header: jwk is not an object"),
        wrong("a key as text", p -> p.header("jwk", "x"), "header: jwk is not an object"),
        wrong(
            "another key",
            p -> proof(OTHER_KEY, TOKEN),
            "jwk: not the key that the token is bound to"),
        wrong("a weak key", p -> proof(weak, TOKEN), "jwk: not the key that the token is bound to"),
        wrong("a private key", p -> p.header("jwk", privateJwk()), "jwk: not a public key"),
        wrong(
            "a symmetric key",
            p -> p.header("jwk", Map.of("kty", "oct", "k", "AAAA")),
            "jwk: not a public key"),
        wrong(
            "a key of an unknown kind",
            p -> p.header("jwk", Map.of("kty", "AKP", "pub", "AAAA")),
            "jwk: not a key of a known kind"),
        wrong(
            "half a key",
            p -> p.header("jwk", with(TestProof.jwk(KEY), "y", "")),
            "jwk: y is not what it must be"),
        wrong(
            "a key with quotes in it",
            p -> p.header("jwk", with(TestProof.jwk(KEY), "y", "\",\"z\":\"")),
            "jwk: y is not what it must be"),
        wrong("crit", p -> p.header("crit", List.of("x")), "header: crit is not allowed"),
        wrong("b64", p -> p.header("b64", false), "header: b64 is not allowed"),
        wrong("jku", p -> p.header("jku", ISSUER.issuer()), "header: jku is not allowed"),
        wrong("x5c", p -> p.header("x5c", List.of("x")), "header: x5c is not allowed"),
        wrong("signed by another", p -> p.signedBy(OTHER_KEY), "signature: not that of the key"),
        text("no JWT", "x", "token: not three parts"),
        text("nothing", "", "token: not three parts"),
        text("two in one", good().sign() + "," + good().sign(), "signature: not base64url"),
        text("padded", good().sign() + "=", "signature: not base64url"),
        text("too long", "x".repeat(9000), "token: too long"),
        text("with HMAC of the key", hmac(), "alg: not one for proofs"));
  }

  @ParameterizedTest
  @MethodSource("wrongProofs")
  void thisProofIsWrong(String proof, String problem) {
    assertThat(present(proof))
        .isEqualTo(
            new Verdict.Refuse(
                new Refusal.Unauthenticated(
                    new Challenge(
                        "DPoP error=\"invalid_dpop_proof\", error_description=\"The DPoP proof is"
                            + " malformed, stale, used, or not for this call\", "
                            + ALGORITHMS
                            + ", "
                            + METADATA),
                    "dpop: " + problem)));
  }

  @Test
  void aProofIsGoodOnceAlsoIfTheTokenIsRemembered() {
    String proof = good().sign();

    assertThat(outcome(present(proof))).isEqualTo("alice");
    assertThat(outcome(present(proof))).isEqualTo("dpop: jti: used before");
    CLOCK.advance(Duration.ofSeconds(299));
    assertThat(outcome(present(proof))).isEqualTo("dpop: jti: used before");
    CLOCK.advance(Duration.ofSeconds(2));
    assertThat(outcome(present(proof))).isEqualTo("dpop: iat: too old");
  }

  @Test
  void theSameProofAgainIsUsedEvenIfItIsSignedAnew() {
    TestProof proof = good();

    assertThat(outcome(present(proof.sign()))).isEqualTo("alice");
    assertThat(outcome(present(proof.claim("x", 1).sign()))).isEqualTo("dpop: jti: used before");
  }

  @Test
  void theMessagesOfOneHttpRequestShareItsProof() {
    String proof = good().sign();
    String[] headers = {"authorization", "DPoP " + TOKEN, "dpop", proof};

    assertThat(outcome(GATEWAY.ask(null, 1_000_000, headers))).isEqualTo("alice");
    assertThat(outcome(GATEWAY.ask(null, 1_000_000, headers))).isEqualTo("alice");
    assertThat(outcome(GATEWAY.ask(null, 1_000_001, headers))).isEqualTo("dpop: jti: used before");
  }

  @Test
  void aProofWithAWrongSignatureDoesNotUseUpTheRightOne() {
    TestProof proof = good();

    assertThat(outcome(present(proof.signedBy(OTHER_KEY).sign())))
        .isEqualTo("dpop: signature: not that of the key");
    assertThat(outcome(present(proof.sign()))).isEqualTo("alice");
  }

  @Test
  void withoutExactlyOneProofABoundTokenIsRefused() {
    assertThat(outcome(GATEWAY.ask(null, ++mark, "authorization", "DPoP " + TOKEN)))
        .isEqualTo("dpop: no header");
    assertThat(
            outcome(
                GATEWAY.ask(
                    null,
                    ++mark,
                    "authorization",
                    "DPoP " + TOKEN,
                    "dpop",
                    good().sign(),
                    "dpop",
                    good().sign())))
        .isEqualTo("dpop: more than one header");
  }

  @Test
  void aBoundTokenIsNoBearerTokenEvenWithItsProof() {
    Verdict verdict =
        GATEWAY.ask(null, ++mark, "authorization", "Bearer " + TOKEN, "dpop", good().sign());

    assertThat(outcome(verdict)).isEqualTo("cnf: bound to a key, and scheme Bearer");
    assertThat(challenge(verdict)).contains("error=\"invalid_token\"").contains("DPoP algs=");
  }

  @Test
  void anUnboundTokenIsNoDpopToken() {
    String token = ISSUER.token(RESOURCE).sign();
    Verdict verdict = present(GATEWAY, token, proof(KEY, token).sign());

    assertThat(outcome(verdict)).isEqualTo("cnf: scheme DPoP, and not bound to a key");
    assertThat(challenge(verdict)).startsWith("DPoP error=\"invalid_token\"");
  }

  @Test
  void aWrongTokenUnderSchemeDpopIsAnsweredWithThatScheme() {
    assertThat(challenge(present(GATEWAY, "not.a.token", good().sign())))
        .startsWith("DPoP error=\"invalid_token\"");
  }

  @Test
  void whereDpopIsRequiredAnUnboundTokenIsRefusedAndTheChallengeSaysOnlyDpop() {
    try (Gateway strict =
        new Gateway(
            CLOCK, new SenderRules(Requirement.REQUIRED, false, Requirement.OFF), SETTINGS)) {
      Verdict verdict = strict.present(ISSUER.token(RESOURCE).sign());

      assertThat(outcome(verdict)).isEqualTo("cnf: not bound to a key");
      assertThat(challenge(verdict)).startsWith("DPoP error=").doesNotContain("Bearer");
      assertThat(challenge(strict.presentHeaders()))
          .isEqualTo("DPoP " + ALGORITHMS + ", " + METADATA);
      assertThat(outcome(present(strict, TOKEN, good().sign()))).isEqualTo("alice");
    }
  }

  @Test
  void whereDpopIsOffABoundTokenIsRefusedAndNothingIsSaidOfIt() {
    try (Gateway without =
        new Gateway(CLOCK, new SenderRules(Requirement.OFF, false, Requirement.OFF), SETTINGS)) {
      assertThat(outcome(present(without, TOKEN, good().sign())))
          .isEqualTo("cnf: bound to a key, and dpop is off");
      assertThat(outcome(without.present(TOKEN))).isEqualTo("cnf: bound to a key, and dpop is off");
      assertThat(outcome(without.present(ISSUER.token(RESOURCE).sign()))).isEqualTo("alice");
      assertThat(challenge(without.presentHeaders())).isEqualTo("Bearer " + METADATA);
    }
  }

  @Test
  void aRouteThatWantsNoncesHandsThemOutAndTakesThemForFiveMinutes() {
    SenderRules rules = new SenderRules(Requirement.REQUIRED, true, Requirement.OFF);
    try (Gateway gateway = new Gateway(CLOCK, rules, SETTINGS);
        Gateway replica = new Gateway(CLOCK, rules, SETTINGS)) {
      String token = bound(KEY);
      Verdict first = present(gateway, token, proof(KEY, token).sign());
      assertThat(challenge(first)).startsWith("DPoP error=\"use_dpop_nonce\"").contains(METADATA);
      String nonce = nonce(first);

      assertThat(outcome(present(gateway, token, nonced(token, nonce)))).isEqualTo("alice");
      assertThat(outcome(present(replica, token, nonced(token, nonce)))).isEqualTo("alice");
      assertThat(outcome(present(gateway, token, nonced(token, "made up"))))
          .isEqualTo("dpop: nonce: none that is good");
      CLOCK.advance(Duration.ofSeconds(301));
      String later = bound(KEY);
      Verdict stale = present(gateway, later, nonced(later, nonce));
      assertThat(outcome(stale)).isEqualTo("dpop: nonce: none that is good");
      assertThat(outcome(present(gateway, later, nonced(later, nonce(stale))))).isEqualTo("alice");
    }
  }

  @Test
  void whenNoProofCanBeRememberedNoneIsAcceptedUntilOldOnesAreOver() {
    try (Gateway small =
        new Gateway(
            CLOCK,
            TokenVerifier.Limits.DEFAULT,
            SenderRules.DEFAULT,
            new DpopVerifier.Limits(Duration.ofSeconds(60), 2),
            SETTINGS)) {
      String token = bound(KEY);
      String used = proof(KEY, token).sign();
      assertThat(outcome(present(small, token, used))).isEqualTo("alice");
      assertThat(outcome(present(small, token, proof(KEY, token).sign()))).isEqualTo("alice");

      assertThat(outcome(present(small, token, proof(KEY, token).sign())))
          .isEqualTo("Unavailable[problem=Too many proofs to remember at the moment]");
      assertThat(outcome(present(small, token, used))).isEqualTo("dpop: jti: used before");

      CLOCK.advance(Duration.ofSeconds(122));
      assertThat(outcome(present(small, token, proof(KEY, token).sign()))).isEqualTo("alice");
      assertThat(small.checks().proofs().remembered()).isEqualTo(1);
    }
  }

  private static String nonced(String token, String nonce) {
    return proof(KEY, token).claim("nonce", nonce).sign();
  }

  private static String nonce(Verdict verdict) {
    return String.valueOf(refusal(verdict).challenge().dpopNonce());
  }

  private static String challenge(Verdict verdict) {
    return refusal(verdict).challenge().wwwAuthenticate();
  }

  private static Refusal.Unauthenticated refusal(Verdict verdict) {
    return verdict instanceof Verdict.Refuse(Refusal.Unauthenticated refusal, _)
        ? refusal
        : org.assertj.core.api.Assertions.fail("not refused: " + verdict);
  }

  private static long second() {
    return CLOCK.instant().getEpochSecond();
  }

  private static Map<String, Object> with(Map<String, Object> map, String name, Object value) {
    Map<String, Object> copy = new HashMap<>(map);
    copy.put(name, value);
    return copy;
  }

  private static Map<String, Object> privateJwk() {
    return new ECKey.Builder(Curve.P_256, (ECPublicKey) KEY.pair().getPublic())
        .privateKey((ECPrivateKey) KEY.pair().getPrivate())
        .build()
        .toJSONObject();
  }

  private static String hmac() throws JOSEException {
    String signed = good().header("alg", "HS256").sign().replaceFirst("\\.[^.]*$", "");
    return signed
        + "."
        + new MACSigner(KEY.pair().getPublic().getEncoded())
            .sign(new JWSHeader(JWSAlgorithm.HS256), signed.getBytes(StandardCharsets.US_ASCII));
  }

  private static Arguments good(String name, UnaryOperator<TestProof> change) {
    return argumentSet(name, change);
  }

  private static Arguments wrong(String name, UnaryOperator<TestProof> change, String problem) {
    return argumentSet(name, change.apply(good()).sign(), problem);
  }

  private static Arguments text(String name, String proof, String problem) {
    return argumentSet(name, proof, problem);
  }
}
