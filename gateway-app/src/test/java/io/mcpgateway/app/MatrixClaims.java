package io.mcpgateway.app;

import static io.mcpgateway.app.MatrixRow.accepted;
import static io.mcpgateway.app.MatrixRow.text;
import static io.mcpgateway.app.MatrixRow.token;

import io.mcpgateway.testkit.TestToken;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Rows about what tokens say. */
final class MatrixClaims {
  private MatrixClaims() {}

  /** O-2. */
  static Stream<MatrixRow> audiences() {
    return Stream.of(
        accepted("aud: ours", token -> token),
        token("aud: another API", "aud", token -> token.claim("aud", "https://api.example.com")),
        audience("aud: another route", gateway -> gateway.resource(MatrixGateway.OTHER)),
        audience("aud: the gateway without a path", gateway -> base(gateway, "")),
        audience("aud: the gateway with a slash", gateway -> base(gateway, "/")),
        audience("aud: a trailing slash", gateway -> ours(gateway) + "/"),
        audience("aud: a query", gateway -> ours(gateway) + "?x=1"),
        audience("aud: a fragment", gateway -> ours(gateway) + "#x"),
        audience("aud: a longer path", gateway -> ours(gateway) + "/admin"),
        audience(
            "aud: a prefix", gateway -> ours(gateway).substring(0, ours(gateway).length() - 1)),
        audience(
            "aud: a longer host",
            gateway -> ours(gateway).replace("127.0.0.1", "127.0.0.1.evil.example")),
        audience("aud: a user", gateway -> ours(gateway).replace("//", "//x@")),
        audience("aud: https", gateway -> ours(gateway).replace("http:", "https:")),
        audience(
            "aud: another name of the host",
            gateway -> ours(gateway).replace("127.0.0.1", "localhost")),
        audience("aud: in capitals", gateway -> ours(gateway).toUpperCase(Locale.ROOT)),
        audience("aud: escaped", gateway -> ours(gateway).replace("/crm", "/%63rm")),
        audience("aud: dot segments", gateway -> ours(gateway).replace("/crm", "/x/../crm")),
        audience("aud: a blank after", gateway -> ours(gateway) + " "),
        row(
            "aud: an array with ours and another",
            "aud",
            (gateway, token) ->
                token.claim("aud", List.of(ours(gateway), "https://api.example.com"))),
        row(
            "aud: an array of ours",
            "aud",
            (gateway, token) -> token.claim("aud", List.of(ours(gateway)))),
        row(
            "aud: an array in an array",
            "aud",
            (gateway, token) -> token.claim("aud", List.of(List.of(ours(gateway))))),
        row(
            "aud: an object",
            "aud",
            (gateway, token) -> token.claim("aud", Map.of(ours(gateway), true))),
        token("aud: an empty array", "aud", token -> token.claim("aud", List.of())),
        token("aud: a number", "aud", token -> token.claim("aud", 1)),
        token("aud: empty", "aud", token -> token.claim("aud", "")),
        token("aud: missing", "aud", token -> token.without("aud")),
        row(
            "aud: in resource instead",
            "aud",
            (gateway, token) -> token.without("aud").claim("resource", ours(gateway))));
  }

  /** O-3. */
  static Stream<MatrixRow> issuers() {
    return Stream.of(
        row(
                "iss: the other trusted issuer, by its own key",
                "",
                (gateway, token) ->
                    token.claim("iss", gateway.partner.issuer()).signedWith(gateway.partner.key()))
            .passes(),
        row(
            "iss: ours, by the other's key",
            "kid",
            (gateway, token) -> token.signedWith(gateway.partner.key())),
        row(
            "iss: ours, by the other's key under our kid",
            "signature",
            (gateway, token) -> token.signedWith(gateway.partner.key().named(gateway.rsa.kid()))),
        row(
            "iss: the other, by our key",
            "kid",
            (gateway, token) -> token.claim("iss", gateway.partner.issuer())),
        row(
            "iss: the other, by our key under its kid",
            "signature",
            (gateway, token) ->
                token
                    .claim("iss", gateway.partner.issuer())
                    .signedWith(gateway.rsa.named(gateway.partner.key().kid()))),
        row(
            "iss: with a slash",
            "iss",
            (gateway, token) -> token.claim("iss", gateway.corp.issuer() + "/")),
        row(
            "iss: in capitals",
            "iss",
            (gateway, token) -> token.claim("iss", gateway.corp.issuer().replace("http", "HTTP"))),
        row(
            "iss: another name of the host",
            "iss",
            (gateway, token) ->
                token.claim("iss", gateway.corp.issuer().replace("127.0.0.1", "localhost"))),
        row(
            "iss: the name of the issuer in the configuration",
            "iss",
            (_, token) -> token.claim("iss", "corp")),
        row(
            "iss: the gateway itself",
            "iss",
            (gateway, token) -> token.claim("iss", gateway.resource("/"))),
        row(
            "iss: a canary",
            "iss",
            (gateway, token) -> token.claim("iss", gateway.canary.url().resolve("/").toString())),
        token("iss: missing", "iss", token -> token.without("iss")),
        token("iss: empty", "iss", token -> token.claim("iss", "")),
        row(
            "iss: an array of two",
            "iss",
            (gateway, token) ->
                token.claim("iss", List.of(gateway.corp.issuer(), gateway.partner.issuer()))));
  }

  /** The edges of time, with the leeway of a minute that is the default. */
  static Stream<MatrixRow> times() {
    return Stream.of(
        time("exp: in one second", "exp", 1, true),
        time("exp: now, within the leeway", "exp", 0, true),
        time("exp: one second before the leeway ends", "exp", -59, true),
        time("exp: when the leeway ends", "exp", -60, false),
        time("exp: one second after the leeway", "exp", -61, false),
        time("exp: a year ago", "exp", -31_536_000, false),
        time("nbf: now", "nbf", 0, true),
        time("nbf: one second before the leeway ends", "nbf", 59, true),
        time("nbf: when the leeway ends", "nbf", 60, true),
        time("nbf: one second beyond the leeway", "nbf", 61, false),
        time("iat: when the leeway ends", "iat", 60, true),
        time("iat: one second beyond the leeway", "iat", 61, false),
        accepted("iat: missing", token -> token.without("iat")),
        row(
                "exp: a fraction of a second after the leeway began",
                "",
                (gateway, token) ->
                    raw(
                        gateway,
                        token,
                        "\"exp\":[0-9]+",
                        "\"exp\":" + (gateway.clock.instant().getEpochSecond() - 59) + ".5"))
            .passes());
  }

  /** O-7. */
  static Stream<MatrixRow> types() {
    return Stream.of(
        token("exp: a string", "exp", token -> token.claim("exp", "9999999999")),
        token("exp: true", "exp", token -> token.claim("exp", true)),
        token("exp: an array", "exp", token -> token.claim("exp", List.of(9_999_999_999L))),
        token("exp: negative", "exp", token -> token.claim("exp", -1)),
        token("exp: absent", "exp", token -> token.without("exp")),
        token("exp: in milliseconds", "exp", token -> token.claim("exp", 1_800_000_000_000L)),
        spoilt("exp: null", "exp", "\"exp\":[0-9]+", "\"exp\":null"),
        spoilt("exp: 1e400", "exp", "\"exp\":[0-9]+", "\"exp\":1e400"),
        spoilt("exp: 1e99999999999", "claims", "\"exp\":[0-9]+", "\"exp\":1e99999999999"),
        spoilt("exp: hexadecimal", "claims", "\"exp\":[0-9]+", "\"exp\":0x7fffffff"),
        spoilt("exp: NaN", "claims", "\"exp\":[0-9]+", "\"exp\":NaN"),
        spoilt("exp: Infinity", "claims", "\"exp\":[0-9]+", "\"exp\":Infinity"),
        spoilt("exp: twice", "claims", "\"exp\":", "\"exp\":1,\"exp\":"),
        token("nbf: a string", "nbf", token -> token.claim("nbf", "0")),
        token("iat: an object", "iat", token -> token.claim("iat", Map.of())),
        token("sub: absent", "sub", token -> token.without("sub")),
        token("sub: a number", "sub", token -> token.claim("sub", 1)),
        token("sub: an array", "sub", token -> token.claim("sub", List.of("alice"))),
        token("sub: empty", "sub", token -> token.claim("sub", "")),
        token("sub: with a line break", "sub", token -> token.claim("sub", "alice\nbob")),
        token("sub: with a NUL", "sub", token -> token.claim("sub", "alice\0")),
        spoilt("sub: twice", "claims", "\"sub\":", "\"sub\":\"bob\",\"sub\":"),
        spoilt(
            "sub: twice, once escaped", "claims", "\"sub\":", "\"\\\\u0073ub\":\"bob\",\"sub\":"),
        spoilt("sub: half a character", "sub", "alice", "\\\\ud800"),
        token("azp: an array", "azp", token -> token.claim("azp", List.of("x"))),
        token("client_id: a number", "client_id", token -> token.claim("client_id", 1)),
        token("scope: an array", "scope", token -> token.claim("scope", List.of(1))),
        token("roles: an object", "roles", token -> token.claim("roles", Map.of("sales", true))),
        token("roles: numbers", "roles", token -> token.claim("roles", List.of("sales", 1))),
        spoilt(
            "claims: 2,000 deep",
            "claims",
            "\"sub\":",
            "\"x\":" + "[".repeat(2000) + "]".repeat(2000) + ",\"sub\":"),
        spoilt("claims: followed by more", "claims", "}$", "}{}"),
        spoilt("claims: cut off", "claims", "}$", ""),
        spoilt("claims: an array", "claims", "^(.*)$", "[$1]"),
        spoilt("claims: a comment", "claims", "^\\{", "{/**/"),
        spoilt("claims: single quotes", "claims", "\"alice\"", "'alice'"),
        spoilt("claims: a byte order mark", "claims", "^", "\uFEFF"),
        text(
            "claims: a string",
            "claims",
            gateway -> TestToken.sign(gateway.rsa, gateway.token().headerJson(), "\"x\"")),
        text(
            "claims: UTF-16",
            "claims",
            gateway ->
                TestToken.sign(
                    gateway.rsa,
                    gateway.token().headerJson().getBytes(StandardCharsets.UTF_8),
                    gateway.token().claimsJson().getBytes(StandardCharsets.UTF_16BE))),
        text(
            "claims: Latin-1",
            "claims",
            gateway ->
                TestToken.sign(
                    gateway.rsa,
                    gateway.token().headerJson().getBytes(StandardCharsets.UTF_8),
                    gateway
                        .token()
                        .claimsJson()
                        .replace("alice", "al\u00efce")
                        .getBytes(StandardCharsets.ISO_8859_1))));
  }

  /** Tokens of another kind, or of more than the gateway may believe without a proof. */
  static Stream<MatrixRow> kinds() {
    return Stream.of(
        accepted("kind: JWT", token -> token.header("typ", "JWT")),
        accepted("kind: application/at+jwt", token -> token.header("typ", "application/at+jwt")),
        accepted("kind: unsaid", token -> token.withoutHeader("typ")),
        token(
            "kind: an ID token by its nonce",
            "nonce",
            token -> token.header("typ", "JWT").claim("nonce", "n")),
        token(
            "kind: an ID token by its at_hash",
            "at_hash",
            token -> token.withoutHeader("typ").claim("at_hash", "x")),
        token(
            "kind: an ID token by its typ claim",
            "typ",
            token -> token.header("typ", "JWT").claim("typ", "ID")),
        token(
            "kind: a refresh token",
            "typ",
            token -> token.header("typ", "JWT").claim("typ", "Refresh")),
        token(
            "kind: an ID token of Cognito",
            "token_use",
            token -> token.header("typ", "JWT").claim("token_use", "id")),
        token(
            "kind: a logout token",
            "events",
            token -> token.header("typ", "JWT").claim("events", Map.of())),
        token("jti: a number", "jti", token -> token.claim("jti", 1)),
        accepted("act: three who act", token -> token.claim("act", actors(3))),
        accepted("act: as many as may", token -> token.claim("act", actors(4))),
        token("act: one more", "act", token -> token.claim("act", actors(5))),
        token("act: a string", "act", token -> token.claim("act", "agent")),
        token("act: nobody", "act", token -> token.claim("act", Map.of())),
        token(
            "cnf: bound to a key, as Bearer",
            "cnf",
            token -> token.claim("cnf", Map.of("jkt", THUMBPRINT))),
        token(
            "cnf: bound to a certificate",
            "cnf",
            token -> token.claim("cnf", Map.of("x5t#S256", THUMBPRINT))),
        token(
            "cnf: bound in a way that nobody knows",
            "cnf",
            token -> token.claim("cnf", Map.of("kid", "x"))),
        token("cnf: bound to nothing", "cnf", token -> token.claim("cnf", Map.of())),
        token("cnf: a string", "cnf", token -> token.claim("cnf", THUMBPRINT)));
  }

  private static final String THUMBPRINT = TestToken.base64(new byte[32]);

  private static Map<String, Object> actors(int depth) {
    return depth == 1
        ? Map.of("sub", "agent-1")
        : Map.of("sub", "agent-" + depth, "act", actors(depth - 1));
  }

  private static String ours(MatrixGateway gateway) {
    return gateway.resource(MatrixGateway.ROUTE);
  }

  private static String base(MatrixGateway gateway, String end) {
    String url = ours(gateway);
    return url.substring(0, url.indexOf("/crm")) + end;
  }

  private static MatrixRow audience(String name, MatrixRow.Credential audience) {
    return text(name, "aud", gateway -> gateway.token().claim("aud", audience.of(gateway)).sign());
  }

  private static MatrixRow row(
      String name, String problem, BiFunction<MatrixGateway, TestToken, Object> change) {
    return text(
        name,
        problem,
        gateway ->
            change.apply(gateway, gateway.token()) instanceof TestToken token
                ? token.sign()
                : String.valueOf(change.apply(gateway, gateway.token())));
  }

  /** {@code claim} is so many seconds from now. */
  private static MatrixRow time(String name, String claim, long seconds, boolean passes) {
    MatrixRow row =
        row(
            name,
            passes ? "" : claim,
            (gateway, token) ->
                token.claim(claim, gateway.clock.instant().getEpochSecond() + seconds));
    return passes ? row.passes() : row;
  }

  /** Claims as no honest JSON writer writes them. */
  private static MatrixRow spoilt(String name, String problem, String pattern, String text) {
    return text(name, problem, gateway -> raw(gateway, gateway.token(), pattern, text));
  }

  private static String raw(
      MatrixGateway gateway, TestToken token, String pattern, String replacement) {
    return TestToken.sign(
        gateway.rsa, token.headerJson(), token.claimsJson().replaceFirst(pattern, replacement));
  }
}
