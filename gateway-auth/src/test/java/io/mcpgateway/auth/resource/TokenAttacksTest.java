package io.mcpgateway.auth.resource;

import static io.mcpgateway.auth.resource.Gateway.OTHER_RESOURCE;
import static io.mcpgateway.auth.resource.Gateway.RESOURCE;
import static io.mcpgateway.auth.resource.Gateway.outcome;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import io.mcpgateway.auth.token.IssuerSettings;
import io.mcpgateway.testkit.TestClock;
import io.mcpgateway.testkit.TestIssuer;
import io.mcpgateway.testkit.TestKey;
import io.mcpgateway.testkit.TestToken;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tokens that must not pass, and for which reason. All but the last group are turned away before
 * any signature is looked at.
 */
class TokenAttacksTest {
  private static final TestClock CLOCK = new TestClock();
  private static final TestIssuer ISSUER = TestIssuer.start("", CLOCK);
  private static final TestIssuer OTHER_ISSUER = TestIssuer.start("", CLOCK);
  private static final TestKey RSA = ISSUER.key();
  private static final TestKey EC = ISSUER.addKey("ES256");
  private static final Gateway GATEWAY =
      new Gateway(
          CLOCK,
          IssuerSettings.of("corp", ISSUER.issuer()),
          IssuerSettings.of("partner", OTHER_ISSUER.issuer()));

  @AfterAll
  static void close() {
    GATEWAY.close();
    ISSUER.close();
    OTHER_ISSUER.close();
  }

  @ParameterizedTest
  @MethodSource({
    "wrongAudiences",
    "wrongIssuers",
    "wrongAlgorithms",
    "headersThatChooseKeys",
    "wrongClaimTypes",
    "otherSpellings"
  })
  void isRefusedBeforeItsSignatureIsChecked(String token, String problem) {
    long checksBefore = GATEWAY.verifier().status().signatureChecks();

    assertThat(outcome(GATEWAY.present(token))).isEqualTo(problem);
    assertThat(GATEWAY.verifier().status().signatureChecks()).isEqualTo(checksBefore);
  }

  @ParameterizedTest
  @MethodSource("wrongSignatures")
  void isRefusedForItsSignature(String token) {
    assertThat(outcome(GATEWAY.present(token))).isEqualTo("signature: not that of the key");
  }

  static Stream<Arguments> wrongAudiences() {
    return Stream.of(
        row("another API", good().claim("aud", "https://api.example.com"), "aud: another resource"),
        row("another route", good().claim("aud", OTHER_RESOURCE), "aud: another resource"),
        row(
            "the gateway without a path",
            good().claim("aud", "https://mcp.example.com"),
            "aud: another resource"),
        row(
            "a longer host",
            good().claim("aud", "https://mcp.example.com.evil/crm/mcp"),
            "aud: another resource"),
        row("a trailing slash", good().claim("aud", RESOURCE + "/"), "aud: another resource"),
        row(
            "another case",
            good().claim("aud", "https://MCP.example.com/crm/mcp"),
            "aud: another resource"),
        row("an array with ours", good().claim("aud", List.of(RESOURCE, "x")), "aud: an array"),
        row("an array of ours", good().claim("aud", List.of(RESOURCE)), "aud: an array"),
        row("none", good().without("aud"), "aud: neither a string nor an array of strings"),
        row("empty", good().claim("aud", ""), "aud: empty"));
  }

  static Stream<Arguments> wrongIssuers() {
    return Stream.of(
        row(
            "signed by another trusted issuer's key",
            good().signedWith(OTHER_ISSUER.key()),
            "kid: the issuer has no such key"),
        row("missing", good().without("iss"), "iss: not a string"),
        row(
            "with a slash",
            good().claim("iss", ISSUER.issuer() + "/"),
            "iss: not an issuer of this route"),
        row(
            "in capitals",
            good().claim("iss", ISSUER.issuer().replace("http", "HTTP")),
            "iss: not an issuer of this route"),
        row(
            "unknown",
            good().claim("iss", "https://evil.example"),
            "iss: not an issuer of this route"),
        row("an array", good().claim("iss", List.of(ISSUER.issuer())), "iss: not a string"));
  }

  static Stream<Arguments> wrongAlgorithms() throws JOSEException {
    RSAPublicKey rsa = (RSAPublicKey) RSA.pair().getPublic();
    byte[] der = rsa.getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END PUBLIC KEY-----\n";
    String unsigned = withoutSignature(good().header("alg", "none").sign());
    return Stream.of(
        row("none, no signature", unsigned, "signature: not canonical base64url"),
        row("none", unsigned + "AAAA", "alg: not allowed for the issuer"),
        row("None", good().header("alg", "None"), "alg: not allowed for the issuer"),
        row("HS256 with the PEM", hmac(pem.getBytes(UTF_8)), "alg: not allowed for the issuer"),
        row("HS256 with the DER", hmac(der), "alg: not allowed for the issuer"),
        row(
            "HS256 with the modulus",
            hmac(rsa.getModulus().toByteArray()),
            "alg: not allowed for the issuer"),
        row(
            "RS512, not on the list",
            good().header("alg", "RS512"),
            "alg: not allowed for the issuer"),
        row("in small letters", good().header("alg", "rs256"), "alg: not allowed for the issuer"),
        row(
            "PS256 with a key for RS256",
            good().signedWith(RSA.with("PS256")),
            "alg: not one of the key"),
        row(
            "ES256 with the kid of an RSA key",
            good().signedWith(EC.named(RSA.kid())),
            "alg: not one of the key"),
        row("missing", good().withoutHeader("alg"), "header: alg is not a string"),
        row("a number", good().header("alg", 256), "header: alg is not a string"),
        row("JWE in five parts", good().sign() + ".AAAA.AAAA", "signature: not base64url"),
        row("JWE in three parts", good().header("enc", "A256GCM"), "header: enc is not allowed"),
        row(
            "critical extensions",
            good().header("crit", List.of("b64")),
            "header: crit is not allowed"),
        row("unencoded payload", good().header("b64", false), "header: b64 is not allowed"),
        row("compressed", good().header("zip", "DEF"), "header: zip is not allowed"),
        row(
            "a security event",
            good().header("typ", "secevent+jwt"),
            "typ: not among the issuer's token-types"),
        row(
            "a DPoP proof",
            good().header("typ", "dpop+jwt"),
            "typ: not among the issuer's token-types"),
        row(
            "an identity assertion",
            good().header("typ", "oauth-id-jag+jwt"),
            "typ: not among the issuer's token-types"),
        row("typ a number", good().header("typ", 1), "header: typ is not a string"));
  }

  static Stream<Arguments> headersThatChooseKeys() {
    String canary = ISSUER.issuer() + "/canary";
    return Stream.of(
        row("jku", good().header("jku", canary), "header: jku is not allowed"),
        row("x5u", good().header("x5u", canary), "header: x5u is not allowed"),
        row("x5c", good().header("x5c", List.of("AAAA")), "header: x5c is not allowed"),
        row(
            "jwk",
            good().header("jwk", RSA.publicJwk().toJSONObject()),
            "header: jwk is not allowed"),
        row(
            "a path as kid",
            good().header("kid", "../../../../etc/passwd"),
            "kid: the issuer has no such key"),
        row("SQL as kid", good().header("kid", "' OR 1=1 --"), "kid: the issuer has no such key"),
        row("a huge kid", good().header("kid", "k".repeat(64 * 1024)), "token: too long"),
        row("an empty kid", good().header("kid", ""), "header: kid is not a string"),
        row("a number as kid", good().header("kid", 1), "header: kid is not a string"),
        row(
            "kid twice",
            TestToken.sign(
                RSA,
                "{\"alg\":\"RS256\",\"kid\":\"" + RSA.kid() + "\",\"kid\":\"x\"}",
                good().claimsJson()),
            "header: not strict JSON"));
  }

  static Stream<Arguments> wrongClaimTypes() {
    long now = CLOCK.instant().getEpochSecond();
    String json = good().claimsJson();
    return Stream.of(
        row("exp a string", good().claim("exp", String.valueOf(now + 60)), "exp: not a number"),
        row(
            "exp beyond all time",
            raw(json.replace("\"exp\":" + (now + 300), "\"exp\":1e400")),
            "exp: not a time"),
        row(
            "exp with an absurd exponent",
            raw(json.replace("\"exp\":" + (now + 300), "\"exp\":1e999999999")),
            "exp: not a time"),
        row(
            "exp with an impossible exponent",
            raw(json.replace("\"exp\":" + (now + 300), "\"exp\":1e99999999999")),
            "claims: not strict JSON"),
        row(
            "a claim with an impossible exponent",
            raw(json.replace("alice\"", "alice\",\"x\":1e99999999999")),
            "claims: not strict JSON"),
        row(
            "exp hardly there",
            raw(json.replace("\"exp\":" + (now + 300), "\"exp\":1e-999999999")),
            "exp: expired"),
        row("exp negative", good().claim("exp", -1), "exp: not a time"),
        row("exp absent", good().without("exp"), "exp: missing"),
        row(
            "exp null",
            raw(json.replace("\"exp\":" + (now + 300), "\"exp\":null")),
            "exp: not a number"),
        row("exp true", good().claim("exp", true), "exp: not a number"),
        row("exp over by the leeway", good().claim("exp", now - 60), "exp: expired"),
        row("nbf in the future", good().claim("nbf", now + 61), "nbf: not valid yet"),
        row("nbf a string", good().claim("nbf", "0"), "nbf: not a number"),
        row("iat in the future", good().claim("iat", now + 61), "iat: in the future"),
        row("iat an object", good().claim("iat", Map.of()), "iat: not a number"),
        row(
            "aud an object",
            good().claim("aud", Map.of(RESOURCE, 1)),
            "aud: neither a string nor an array of strings"),
        row(
            "aud with numbers",
            good().claim("aud", List.of(1)),
            "aud: neither a string nor an array of strings"),
        row("sub absent", good().without("sub"), "sub: not a string"),
        row("sub a number", good().claim("sub", 1), "sub: not a string"),
        row("sub empty", good().claim("sub", ""), "sub: empty"),
        row(
            "sub with a line break",
            good().claim("sub", "alice\nbob"),
            "sub: a control character or half a surrogate pair"),
        row(
            "sub with half a character",
            raw(json.replace("alice", "\\ud800")),
            "sub: a control character or half a surrogate pair"),
        row(
            "sub twice",
            raw(json.replace("\"sub\":", "\"sub\":\"bob\",\"sub\":")),
            "claims: not strict JSON"),
        row(
            "sub twice, once escaped",
            raw(json.replace("\"sub\":", "\"s\\u0075b\":\"bob\",\"sub\":")),
            "claims: not strict JSON"),
        row("azp an array", good().claim("azp", List.of("x")), "azp: not a string"),
        row(
            "scope an object",
            good().claim("scope", Map.of("a", 1)),
            "scope: neither a string nor an array of strings"),
        row(
            "an ID token",
            good().header("typ", "JWT").claim("nonce", "n"),
            "nonce: an ID token or a security event"),
        row("a refresh token", good().claim("typ", "Refresh"), "typ: not that of an access token"),
        row(
            "bound to a key by its name",
            good().claim("cnf", Map.of("kid", "1")),
            "cnf: a confirmation that cannot be checked"),
        row("five actors", good().claim("act", actors(5)), "act: more actors than max-actors"),
        row(
            "scp an object",
            good().claim("scp", Map.of()),
            "scp: neither a string nor an array of strings"),
        row(
            "roles an object",
            good().claim("roles", Map.of("lead", 1)),
            "roles: neither a string nor an array of strings"),
        row(
            "roles with numbers",
            good().claim("roles", List.of("a", 1)),
            "roles: neither a string nor an array of strings"),
        row(
            "deep",
            raw("{\"x\":" + "[".repeat(2000) + "]".repeat(2000) + "}"),
            "claims: not strict JSON"),
        row("an array", raw("[" + json + "]"), "claims: not strict JSON"),
        row("followed by more", raw(json + "{}"), "claims: not strict JSON"),
        row("cut off", raw(json.substring(0, json.length() - 1)), "claims: not strict JSON"),
        row("with a byte order mark", raw("\uFEFF" + json), "claims: not strict JSON"),
        row(
            "in UTF-16",
            rawBytes(json.getBytes(StandardCharsets.UTF_16LE)),
            "claims: not strict JSON"),
        row(
            "not UTF-8",
            rawBytes(json.replace("alice", "\u00e9").getBytes(StandardCharsets.ISO_8859_1)),
            "claims: not strict JSON"));
  }

  static Stream<Arguments> otherSpellings() {
    String token = good().signedWith(RSA).sign();
    int firstDot = token.indexOf('.');
    int secondDot = token.lastIndexOf('.');
    return Stream.of(
        row(
            "a question mark inside",
            insert(token, secondDot + 9, "?"),
            "signature: not base64url"),
        row("a blank inside", insert(token, firstDot + 9, " "), "claims: not base64url"),
        row("a blank before", " " + token, "header: not base64url"),
        row("a blank after", token + " ", "signature: not base64url"),
        row("a line break inside", insert(token, firstDot + 9, "\n"), "claims: not base64url"),
        row("padding after", token + "==", "signature: not base64url"),
        row("padding inside", insert(token, firstDot, "="), "header: not base64url"),
        row("plain base64", insert(token, secondDot + 9, "+"), "signature: not base64url"),
        row(
            "letters from elsewhere",
            insert(token, firstDot + 9, "\u0141"),
            "claims: not base64url"),
        row(
            "stray bits at the end of the signature",
            respellLast(token, token.length()),
            "signature: not canonical base64url"),
        row(
            "stray bits at the end of the header",
            respellLast(paddedHeader(), paddedHeader().indexOf('.')),
            "header: not canonical base64url"),
        row("a lone last character", token + "AAA", "signature: not canonical base64url"),
        row("no signature", withoutSignature(token), "signature: not canonical base64url"),
        row("no header", token.substring(firstDot), "header: not canonical base64url"),
        row(
            "no claims",
            token.substring(0, firstDot + 1) + token.substring(secondDot),
            "claims: not canonical base64url"),
        row("a fourth part", token + ".AAAA", "signature: not base64url"),
        row("two parts", token.substring(0, secondDot), "token: not three parts"),
        row("nothing at all", "", "token: not three parts"),
        row("too long", token + "A".repeat(8 * 1024), "token: too long"));
  }

  static Stream<Arguments> wrongSignatures() {
    String rsaToken = good().signedWith(RSA).sign();
    String ecToken = good().signedWith(EC).sign();
    String forged = good().signedWith(RSA).claim("sub", "admin").sign();
    return Stream.of(
        signature("another token's", withoutSignature(forged) + signatureOf(rsaToken)),
        signature("one byte more", rsaToken.substring(0, rsaToken.length() - 2) + "AAAA"),
        signature("r and s are zero", withoutSignature(ecToken) + TestToken.base64(new byte[64])),
        signature("too short", withoutSignature(ecToken) + "AAAA"),
        signature(
            "another issuer's key under this kid",
            good().signedWith(OTHER_ISSUER.key().named(RSA.kid())).sign()),
        signature(
            "of another header",
            TestToken.base64(
                    "{\"alg\":\"RS256\",\"kid\":\"%s\"}".formatted(RSA.kid()).getBytes(UTF_8))
                + rsaToken.substring(rsaToken.indexOf('.'))));
  }

  private static Map<String, Object> actors(int count) {
    return count == 1 ? Map.of("sub", "agent") : Map.of("sub", "agent", "act", actors(count - 1));
  }

  private static TestToken good() {
    return ISSUER.token(RESOURCE);
  }

  private static Arguments row(String name, TestToken token, String problem) {
    return row(name, token.sign(), problem);
  }

  private static Arguments row(String name, String token, String problem) {
    return argumentSet(name, token, problem);
  }

  private static Arguments signature(String name, String token) {
    return argumentSet(name, token);
  }

  private static String raw(String claims) {
    return rawBytes(claims.getBytes(UTF_8));
  }

  private static String rawBytes(byte[] claims) {
    return TestToken.sign(RSA, good().signedWith(RSA).headerJson().getBytes(UTF_8), claims);
  }

  private static String hmac(byte[] secret) throws JOSEException {
    String unsigned = withoutSignature(good().header("alg", "HS256").sign());
    String signed = unsigned.substring(0, unsigned.length() - 1);
    return unsigned
        + new MACSigner(secret).sign(new JWSHeader(JWSAlgorithm.HS256), signed.getBytes(UTF_8));
  }

  /** A token whose header ends in a character with spare bits. */
  private static String paddedHeader() {
    String json = good().signedWith(RSA).headerJson();
    return TestToken.sign(RSA, json + " ".repeat(1 + (3 - json.length() % 3)), good().claimsJson());
  }

  /** The character before {@code end} replaced by one that decodes to the same bytes. */
  private static String respellLast(String token, int end) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    char other = alphabet.charAt(alphabet.indexOf(token.charAt(end - 1)) + 1);
    return token.substring(0, end - 1) + other + token.substring(end);
  }

  private static String insert(String token, int at, String text) {
    return token.substring(0, at) + text + token.substring(at);
  }

  private static String withoutSignature(String token) {
    return token.substring(0, token.lastIndexOf('.') + 1);
  }

  private static String signatureOf(String token) {
    return token.substring(token.lastIndexOf('.') + 1);
  }
}
