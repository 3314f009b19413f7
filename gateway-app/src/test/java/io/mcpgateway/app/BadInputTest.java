package io.mcpgateway.app;

import static io.mcpgateway.app.GuardedGateway.CALL;
import static io.mcpgateway.app.GuardedGateway.FIELDS;
import static io.mcpgateway.app.GuardedGateway.ROUTE;
import static io.mcpgateway.app.GuardedGateway.good;
import static io.mcpgateway.app.GuardedGateway.row;
import static io.mcpgateway.app.GuardedGateway.with;

import io.mcpgateway.app.GuardedGateway.Bytes;
import io.mcpgateway.app.GuardedGateway.Row;
import io.mcpgateway.testkit.TestIssuer;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Callers and messages that a route does not take. */
class BadInputTest {
  @TempDir static Path directory;
  private static GuardedGateway guarded;

  @BeforeAll
  static void open() throws Exception {
    guarded = new GuardedGateway(directory);
  }

  @AfterAll
  static void close() {
    guarded.close();
  }

  static Stream<Row> callers() {
    return Stream.of(
        row(
                "no token",
                (port, _) -> Requests.post(port, ROUTE, FIELDS, CALL),
                401,
                1401,
                "unauthenticated")
            .call(),
        row(
                "a token that is none",
                with(FIELDS + "Authorization: Bearer x.y.z\r\n"),
                401,
                1401,
                "unauthenticated")
            .call(),
        row(
                "a token somebody else signed",
                (port, _) -> foreign(port),
                401,
                1401,
                "unauthenticated")
            .call(),
        row(
                "a token for another audience",
                (port, _) -> elsewhere(port),
                401,
                1401,
                "unauthenticated")
            .call(),
        row(
                "two tokens",
                (port, token) -> Requests.post(port, ROUTE, token + token + FIELDS, CALL),
                401,
                1401,
                "unauthenticated")
            .call());
  }

  static Stream<Row> messages() {
    String deep = "{\"a\":" + "[".repeat(70) + "]".repeat(70) + "}";
    return Stream.of(
        row("too deep", good(Requests.call("search", deep)), 400, -32700, "unparseable").id("7"),
        row("not JSON", good("hello"), 400, -32700, "unparseable"),
        row("half of JSON", good(CALL.substring(0, CALL.length() - 1)), 400, -32700, "unparseable")
            .id("7"),
        row("nothing", good(""), 400, -32700, "unparseable"),
        row(
                "two members of one name",
                good(Requests.call("search", "{\"a\":1,\"a\":2}")),
                400,
                -32700,
                "unparseable")
            .id("7"),
        row(
                "two ids",
                good(CALL.replace("\"id\":7", "\"id\":7,\"id\":8")),
                400,
                -32700,
                "unparseable")
            .id("7"),
        row(
                "a name in another case",
                good(CALL.replace("\"name\":\"search\"", "\"Name\":\"search\"")),
                400,
                -32600,
                "invalid-message")
            .id("7"),
        row("a batch", good("[" + CALL + "]"), 400, -32600, "invalid-message"),
        row(
            "no id but null",
            good(CALL.replace("\"id\":7", "\"id\":null")),
            400,
            -32600,
            "invalid-message"),
        row(
            "a fraction for an id",
            good(CALL.replace("\"id\":7", "\"id\":7.5")),
            400,
            -32600,
            "invalid-message"),
        row(
            "a batch among the envelopes",
            (port, token) -> Requests.post(port, ROUTE, token, "[" + CALL + "]"),
            400,
            -32600,
            "invalid-message"),
        row(
                "another method in the header",
                with(FIELDS.replace("tools/call", "tools/list")),
                400,
                -32020,
                "header-mismatch")
            .call(),
        row(
                "another name in the header",
                with(Requests.fields("refund")),
                400,
                -32020,
                "header-mismatch")
            .call(),
        row(
                "no name in the header",
                with(FIELDS.replaceFirst("Mcp-Name.*\r\n", "")),
                400,
                -32020,
                "header-mismatch")
            .call(),
        row(
                "another version in the header",
                with(FIELDS.replace("2026-07-28", "2025-11-25")),
                400,
                -32020,
                "header-mismatch")
            .call(),
        row(
                "an unknown method",
                (port, token) ->
                    Requests.post(
                        port,
                        ROUTE,
                        token + FIELDS.replace("tools/call", "tools/frob"),
                        CALL.replace("tools/call", "tools/frob")),
                404,
                -32601,
                "unknown-method")
            .id("7")
            .method("tools/frob"),
        row(
                "an unknown method of a legacy client",
                legacy("2025-11-25", "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"frob\"}"),
                200,
                -32601,
                "unknown-method")
            .id("\"a\"")
            .method("frob"),
        row(
                "an unknown version",
                (port, token) ->
                    Requests.post(
                        port,
                        ROUTE,
                        token + FIELDS.replace("2026-07-28", "2099-01-01"),
                        CALL.replace("2026-07-28", "2099-01-01")),
                400,
                -32022,
                "unsupported-version")
            .call(),
        row(
                "an unknown version of a legacy client",
                legacy("1999-01-01", "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}"),
                400,
                -32022,
                "unsupported-version")
            .id("7")
            .method("ping"));
  }

  @ParameterizedTest
  @MethodSource({"callers", "messages"})
  void itIsRefusedAnsweredAndAccountedFor(Row row) throws Exception {
    guarded.check(row);
  }

  private static Bytes legacy(String version, String body) {
    return (port, token) ->
        Requests.post(port, ROUTE, token + "MCP-Protocol-Version: " + version + "\r\n", body);
  }

  private static String foreign(int port) {
    try (TestIssuer other = TestIssuer.start()) {
      String token = guarded.token(ROUTE).signedWith(other.key()).sign();
      return Requests.post(port, ROUTE, FIELDS + GuardedGateway.bearer(token), CALL);
    }
  }

  private static String elsewhere(int port) {
    String token = guarded.token("/other").sign();
    return Requests.post(port, ROUTE, FIELDS + GuardedGateway.bearer(token), CALL);
  }
}
