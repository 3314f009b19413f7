package io.mcpgateway.app;

import static io.mcpgateway.app.MatrixRow.accepted;
import static io.mcpgateway.app.MatrixRow.spelt;
import static io.mcpgateway.app.MatrixRow.text;
import static io.mcpgateway.app.MatrixRow.token;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcpgateway.testkit.TestKey;
import io.mcpgateway.testkit.TestToken;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Rows about how tokens are signed, and by whom. */
final class MatrixKeys {
  /** The order of P-256. */
  private static final BigInteger ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  private MatrixKeys() {}

  /** O-4. */
  static Stream<MatrixRow> algorithms() {
    return Stream.of(
        signedBy("RS256 passes", gateway -> gateway.rsa).passes(),
        signedBy("ES256 passes", gateway -> gateway.ec).passes(),
        signedBy("EdDSA passes", gateway -> gateway.ed).passes(),
        token("alg: none, signed all the same", "alg", token -> token.header("alg", "none")),
        unsigned("alg: none, without a signature", "none"),
        unsigned("alg: None", "None"),
        unsigned("alg: nOnE", "nOnE"),
        token("alg: NONE", "alg", token -> token.header("alg", "NONE")),
        hmac("alg: HS256 keyed with the PEM", MatrixKeys::pem),
        hmac("alg: HS256 keyed with the PEM on one line", key -> pem(key).replace("\n", "")),
        hmac("alg: HS256 keyed with the DER", key -> latin1(key.getEncoded())),
        hmac("alg: HS256 keyed with the modulus", key -> latin1(key.getModulus().toByteArray())),
        hmac(
            "alg: HS256 keyed with the modulus without its sign",
            key -> latin1(unsigned(key.getModulus()))),
        hmac(
            "alg: HS256 keyed with n of the key set",
            key -> TestToken.base64(unsigned(key.getModulus()))),
        hmac("alg: HS256 keyed with nothing much", _ -> "0"),
        token("alg: HS512 in the header", "alg", token -> token.header("alg", "HS512")),
        token("alg: RS512, which is not on the list", "alg", token -> token.header("alg", "RS512")),
        token("alg: RS1", "alg", token -> token.header("alg", "RS1")),
        token("alg: ES256K", "alg", token -> token.header("alg", "ES256K")),
        token("alg: rs256", "alg", token -> token.header("alg", "rs256")),
        token("alg: with a blank", "alg", token -> token.header("alg", "RS256 ")),
        token("alg: missing", "header", token -> token.withoutHeader("alg")),
        token("alg: a number", "header", token -> token.header("alg", 256)),
        token("alg: an array", "header", token -> token.header("alg", List.of("RS256"))),
        token("alg: PS256 said, RS256 signed", "alg", token -> token.header("alg", "PS256")),
        signedBy("alg: PS256 by the key for RS256", "alg", gateway -> gateway.rsa.with("PS256")),
        text(
            "alg: RS256 said, PS256 signed",
            "signature",
            gateway -> {
              TestToken token = gateway.token();
              return TestToken.sign(
                  gateway.rsa.with("PS256"), token.headerJson(), token.claimsJson());
            }),
        signedBy(
            "alg: ES256 under the kid of the RSA key",
            "alg",
            gateway -> gateway.ec.named(gateway.rsa.kid())),
        signedBy(
            "alg: RS256 under the kid of the EC key",
            "alg",
            gateway -> gateway.rsa.named(gateway.ec.kid())),
        signedBy(
            "alg: EdDSA under the kid of the EC key",
            "alg",
            gateway -> gateway.ed.named(gateway.ec.kid())),
        ecdsa("ES256: r = s = 0", new byte[64]),
        ecdsa("ES256: r = s = n", twice(unsigned(ORDER))),
        ecdsa("ES256: r = 0, s = 1", one(63)),
        ecdsa("ES256: r = 1, s = 0", one(31)),
        ecdsa("ES256: r = s = n - 1", twice(unsigned(ORDER.subtract(BigInteger.ONE)))),
        ecdsa("ES256: one byte", new byte[] {1}),
        ecdsa("ES256: in DER", new byte[] {0x30, 6, 2, 1, 1, 2, 1, 1}),
        text(
            "ES256: a zero in front",
            "signature",
            gateway -> {
              String token = gateway.token().signedWith(gateway.ec).sign();
              byte[] signature =
                  Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1));
              byte[] longer = new byte[65];
              System.arraycopy(signature, 0, longer, 1, 64);
              return token.substring(0, token.lastIndexOf('.') + 1) + TestToken.base64(longer);
            }),
        text(
            "EdDSA: all zero",
            "signature",
            gateway -> with(gateway.token().signedWith(gateway.ed), new byte[64])),
        text(
            "EdDSA: too short",
            "signature",
            gateway -> with(gateway.token().signedWith(gateway.ed), new byte[63])),
        text("RS256: all zero", "signature", gateway -> with(gateway.token(), new byte[256])),
        text("RS256: all ones", "signature", gateway -> with(gateway.token(), ones(256))),
        text("RS256: one byte less", "signature", gateway -> with(gateway.token(), new byte[255])));
  }

  /** O-4 and O-5: headers that would choose a key, change what is signed, or mean another thing. */
  static Stream<MatrixRow> headers() {
    return Stream.of(
        attacker("jku", gateway -> gateway.canary.url().toString()),
        attacker("x5u", gateway -> gateway.canary.url().toString()),
        attacker("jwk", gateway -> gateway.partner.key().publicJwk().toJSONObject()),
        attacker("x5c", _ -> List.of("MIIB")),
        attacker("crit", _ -> List.of("exp")),
        attacker("crit", _ -> List.of()),
        attacker("b64", _ -> false),
        attacker("zip", _ -> "DEF"),
        attacker("enc", _ -> "A256GCM"),
        token(
            "b64: with crit",
            "header",
            token -> token.header("b64", false).header("crit", List.of("b64"))),
        text("JWE: five parts", "header", gateway -> jwe(gateway) + ".AAAAAAAAAAAAAAAA.AAAA.AAAA"),
        text(
            "JWE: three parts around an unsigned token",
            "header",
            gateway ->
                jwe(gateway)
                    + "."
                    + TestToken.base64(unsigned(gateway, "none").getBytes(UTF_8))
                    + ".AAAA"),
        token("typ: a logout token", "typ", token -> token.header("typ", "logout+jwt")),
        token("typ: a security event", "typ", token -> token.header("typ", "secevent+jwt")),
        token("typ: a DPoP proof", "typ", token -> token.header("typ", "dpop+jwt")),
        token("typ: an ID-JAG", "typ", token -> token.header("typ", "oauth-id-jag+jwt")),
        token(
            "typ: an introspection answer",
            "typ",
            token -> token.header("typ", "token-introspection+jwt")),
        token("typ: a number", "header", token -> token.header("typ", 1)),
        text(
            "header: kid twice",
            "header",
            gateway ->
                TestToken.sign(
                    gateway.rsa,
                    "{\"alg\":\"RS256\",\"kid\":\"x\",\"kid\":\"" + gateway.rsa.kid() + "\"}",
                    gateway.token().claimsJson())),
        text(
            "header: alg twice",
            "header",
            gateway ->
                TestToken.sign(
                    gateway.rsa,
                    "{\"alg\":\"none\",\"alg\":\"RS256\",\"kid\":\"" + gateway.rsa.kid() + "\"}",
                    gateway.token().claimsJson())),
        text(
            "header: an array",
            "header",
            gateway -> TestToken.sign(gateway.rsa, "[]", gateway.token().claimsJson())),
        text(
            "header: null",
            "header",
            gateway -> TestToken.sign(gateway.rsa, "null", gateway.token().claimsJson())));
  }

  /** O-5. */
  static Stream<MatrixRow> kids() {
    return Stream.of(
        kid("a path", "../../../../etc/passwd"),
        kid("a path with NUL", "../../../../dev/null\0.pem"),
        kid("SQL", "x' UNION SELECT 'AAAA' --"),
        kid("a shell", "$(curl http://127.0.0.1)"),
        kid("a URL", "http://127.0.0.1/jwks"),
        kid("JNDI", "${jndi:ldap://127.0.0.1/x}"),
        kid("unknown", "00000000-0000-0000-0000-000000000000"),
        kid("4,000 characters", "k".repeat(4000)),
        text(
            "kid: in capitals",
            "kid",
            gateway ->
                gateway
                    .token()
                    .header("kid", "X" + gateway.rsa.kid().toUpperCase(Locale.ROOT))
                    .sign()),
        accepted(
            "kid: missing, and only one key can be meant", token -> token.withoutHeader("kid")),
        text(
            "kid: missing, among several keys",
            "kid",
            gateway -> gateway.token().signedWith(gateway.ec).withoutHeader("kid").sign()),
        token("kid: empty", "header", token -> token.header("kid", "")),
        token("kid: a number", "header", token -> token.header("kid", 0)),
        token("kid: an array", "header", token -> token.header("kid", List.of("x"))),
        token("kid: an object", "header", token -> token.header("kid", Map.of("$ne", 1))));
  }

  /** O-8. */
  static Stream<MatrixRow> spellings() {
    return Stream.of(
        spelt("padding after", "signature", token -> token + "="),
        spelt("two paddings after", "signature", token -> token + "=="),
        spelt("padding in the header", "header", token -> token.replaceFirst("\\.", "=.")),
        spelt("a blank inside", "claims", token -> insert(token, token.indexOf('.') + 9, " ")),
        spelt("a blank after the scheme", "header", token -> " " + token),
        spelt("a tab inside", "claims", token -> insert(token, token.indexOf('.') + 9, "\t")),
        spelt(
            "a question mark inside", "signature", token -> insert(token, token.length() - 9, "?")),
        spelt("plain base64: plus", "signature", token -> insert(token, token.length() - 9, "+")),
        spelt("plain base64: slash", "signature", token -> insert(token, token.length() - 9, "/")),
        spelt("a percent sign", "signature", token -> insert(token, token.length() - 9, "%")),
        spelt(
            "a letter that is no letter",
            "claims",
            token -> insert(token, token.indexOf('.') + 9, "\u0141")),
        spelt("four stray bits in the signature", "signature", MatrixKeys::respelt),
        spelt("a lone last character", "signature", token -> token + "AAA"),
        spelt("in quotes", "header", token -> '"' + token + '"'),
        spelt("two parts", "token", token -> token.substring(0, token.lastIndexOf('.'))),
        spelt("no signature", "signature", token -> token.substring(0, token.lastIndexOf('.') + 1)),
        spelt("four parts", "signature", token -> token + ".AAAA"),
        spelt("no header", "header", token -> token.substring(token.indexOf('.'))),
        spelt("no claims", "claims", token -> token.replaceFirst("\\..*\\.", "..")),
        spelt("one part", "token", _ -> "abc"),
        spelt("dots alone", "header", _ -> ".."),
        spelt("a comma and another", "signature", token -> token + "," + token),
        spelt("another last character", "signature", token -> flip(token, token.length() - 100)),
        spelt("longer than any token", "token", token -> token + "A".repeat(8 * 1024)));
  }

  // How they are made.

  private static MatrixRow signedBy(String name, Function<MatrixGateway, TestKey> key) {
    return signedBy(name, "", key);
  }

  private static MatrixRow signedBy(
      String name, String problem, Function<MatrixGateway, TestKey> key) {
    return text(name, problem, gateway -> gateway.token().signedWith(key.apply(gateway)).sign());
  }

  private static MatrixRow kid(String what, String kid) {
    return token("kid: " + what, "kid", token -> token.header("kid", kid));
  }

  /** Signed by a key that the header brings along. */
  private static MatrixRow attacker(String name, Function<MatrixGateway, Object> value) {
    return text(
        name + ": in the header",
        "header",
        gateway -> {
          TestToken token = gateway.token().header(name, value.apply(gateway));
          return TestToken.sign(gateway.partner.key(), token.headerJson(), token.claimsJson());
        });
  }

  private static MatrixRow unsigned(String name, String algorithm) {
    return text(name, "signature", gateway -> unsigned(gateway, algorithm));
  }

  private static String unsigned(MatrixGateway gateway, String algorithm) {
    String token = gateway.token().header("alg", algorithm).sign();
    return token.substring(0, token.lastIndexOf('.') + 1);
  }

  private static MatrixRow hmac(String name, Function<RSAPublicKey, String> secret) {
    return text(
        name,
        "alg",
        gateway -> {
          RSAPublicKey key = (RSAPublicKey) gateway.rsa.pair().getPublic();
          String signed = unsigned(gateway, "HS256");
          signed = signed.substring(0, signed.length() - 1);
          Mac mac = Mac.getInstance("HmacSHA256");
          mac.init(new SecretKeySpec(secret.apply(key).getBytes(ISO_8859_1), "HmacSHA256"));
          return signed + "." + TestToken.base64(mac.doFinal(signed.getBytes(UTF_8)));
        });
  }

  private static MatrixRow ecdsa(String name, byte[] signature) {
    return text(
        name, "signature", gateway -> with(gateway.token().signedWith(gateway.ec), signature));
  }

  private static String with(TestToken token, byte[] signature) {
    String signed = token.sign();
    return signed.substring(0, signed.lastIndexOf('.') + 1) + TestToken.base64(signature);
  }

  private static String jwe(MatrixGateway gateway) {
    return TestToken.base64(
            ("{\"alg\":\"RSA-OAEP-256\",\"enc\":\"A256GCM\",\"cty\":\"JWT\",\"kid\":\""
                    + gateway.rsa.kid()
                    + "\"}")
                .getBytes(UTF_8))
        + "."
        + TestToken.base64(new byte[256]);
  }

  private static String pem(RSAPublicKey key) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  /** Without the byte that holds nothing but the sign. */
  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  private static byte[] twice(byte[] half) {
    byte[] both = Arrays.copyOf(half, half.length * 2);
    System.arraycopy(half, 0, both, half.length, half.length);
    return both;
  }

  private static byte[] one(int at) {
    byte[] signature = new byte[64];
    signature[at] = 1;
    return signature;
  }

  private static byte[] ones(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) -1);
    return bytes;
  }

  private static String insert(String token, int at, String text) {
    return token.substring(0, at) + text + token.substring(at);
  }

  /** The same signature to a careless decoder: the last four bits belong to no byte. */
  private static String respelt(String token) {
    char last = token.charAt(token.length() - 1);
    return token.substring(0, token.length() - 1) + (char) (last + 1);
  }

  private static String flip(String token, int at) {
    char other = token.charAt(at) == 'A' ? 'B' : 'A';
    return token.substring(0, at) + other + token.substring(at + 1);
  }
}
