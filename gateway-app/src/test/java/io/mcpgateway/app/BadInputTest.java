package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.testkit.ScriptedUpstream;
import io.mcpgateway.testkit.TestIssuer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What clients send and should not: each gets its clear answer, the upstream sees nothing of it,
 * the gateway goes on serving, and the audit file and the metrics tell what happened.
 */
class BadInputTest {
  private static final String GOOD = "{\"resultType\":\"complete\",\"content\":[]}";
  private static final String NONE = "none";
  private static final String ROUTE = "/mcp";
  private static final String CALL = Requests.call("search", "{}");
  private static final String FIELDS = Requests.fields("search");

  @TempDir static Path directory;
  private static TestIssuer issuer;
  private static ScriptedUpstream upstream;
  private static WholeGateway gateway;

  /** Makes the bytes to send. */
  private interface Bytes {
    String of(int port, String authorization);
  }

  /**
   * @param send where the port and the header field with a good token go in
   * @param id the request id in the answer and in the record, as JSON; empty if there is none
   * @param route in the record and the metrics
   * @param method in the record and the metrics; empty if it cannot be known
   */
  private record Row(
      String name,
      Bytes send,
      int status,
      int code,
      String reason,
      String id,
      String route,
      String method) {
    @Override
    public String toString() {
      return name;
    }

    Row id(String known) {
      return new Row(name, send, status, code, reason, known, route, method);
    }

    Row method(String known) {
      return new Row(name, send, status, code, reason, id, route, known);
    }

    /** Before its route is known. */
    Row nowhere() {
      return new Row(name, send, status, code, reason, id, NONE, method);
    }

    /** A call that could be read. */
    Row call() {
      return id("7").method("tools/call");
    }
  }

  @BeforeAll
  static void open() throws Exception {
    issuer = TestIssuer.start();
    upstream =
        ScriptedUpstream.start(
            (request, connection) -> {
              JsonNode id = WholeGateway.JSON.readTree(request.body()).path("id");
              String result =
                  request.text().contains("tools/list")
                      ? "{\"resultType\":\"complete\",\"tools\":[]}"
                      : GOOD;
              connection.respond(
                  200,
                  "application/json",
                  "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}");
            });
    Files.writeString(directory.resolve("policy.yaml"), "roles:\n  sales: { tools: [search] }\n");
    gateway =
        WholeGateway.start(
            directory,
            "header-timeout: 2s, body-timeout: 2s",
            """
            issuers: [{ name: corp, issuer: "%s" }]
            upstreams: [{ name: up, url: "%s", protocol: modern }]
            routes:
              - { path: /mcp, upstream: up, authenticate: [corp], policy: policy.yaml, max-request-size: 16KiB }
            """
                .formatted(issuer.issuer(), upstream.url()));
  }

  @AfterAll
  static void close() {
    gateway.close();
    upstream.close();
    issuer.close();
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
            .id("7"),
        row(
                "an unknown method of a legacy client",
                legacy("2025-11-25", "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"frob\"}"),
                200,
                -32601,
                "unknown-method")
            .id("\"a\""),
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

  static Stream<Row> http() {
    String smuggled = Requests.post(1, "/smuggled", "", "{}");
    return Stream.of(
        row(
                "an unknown route",
                (port, token) -> Requests.post(port, "/nowhere", token + FIELDS, CALL),
                404,
                1404,
                "unknown-route")
            .nowhere(),
        row("a body too large", good(CALL + " ".repeat(16 << 10)), 413, 1413, "body-too-large"),
        row(
            "a body too large in chunks",
            (port, token) ->
                Requests.head(port, ROUTE, token + FIELDS)
                    + "Transfer-Encoding: chunked\r\n\r\n4001\r\n"
                    + "x".repeat(0x4001)
                    + "\r\n",
            413,
            1413,
            "body-too-large"),
        row(
            "a page from elsewhere",
            with(FIELDS + "Origin: https://evil.example\r\n"),
            403,
            1403,
            "forbidden-origin"),
        row("no origin but null", with(FIELDS + "Origin: null\r\n"), 403, 1403, "forbidden-origin"),
        row("two hosts", with(FIELDS + "Host: evil.example\r\n"), 400, -32600, "bad-http")
            .nowhere(),
        row(
                "another host",
                (port, token) -> Requests.post(port + 1, ROUTE, token + FIELDS, CALL),
                421,
                -32600,
                "misdirected")
            .nowhere(),
        row(
            "text",
            with(FIELDS.replace("Mcp-Method", "Content-Type: text/plain\r\nMcp-Method")),
            415,
            -32600,
            "unsupported-media-type"),
        row(
            "PUT",
            (port, token) -> Requests.post(port, ROUTE, token, CALL).replace("POST", "PUT"),
            405,
            -32600,
            "http-method-not-allowed"),
        row(
                "CL.TE",
                (port, token) ->
                    Requests.head(port, ROUTE, token + FIELDS)
                        + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                        + smuggled,
                400,
                -32600,
                "bad-http")
            .nowhere(),
        row(
                "TE.CL",
                (port, token) ->
                    Requests.head(port, ROUTE, token + FIELDS)
                        + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n"
                        + Integer.toHexString(smuggled.length())
                        + "\r\n"
                        + smuggled
                        + "\r\n0\r\n\r\n",
                400,
                -32600,
                "bad-http")
            .nowhere(),
        row(
                "a hidden transfer coding",
                (port, token) ->
                    Requests.head(port, ROUTE, token + FIELDS)
                        + "Transfer-Encoding: xchunked\r\n\r\n"
                        + smuggled,
                400,
                -32600,
                "bad-http")
            .nowhere(),
        row(
                "a header field that goes on in the next line",
                with(FIELDS + "X-Fold: a\r\n b\r\n"),
                400,
                -32600,
                "bad-http")
            .nowhere(),
        row(
            "a chunk size that is none",
            chunks("g\r\n{}\r\n0\r\n\r\n" + smuggled),
            400,
            -32600,
            "bad-http"),
        row(
            "a negative chunk size",
            chunks("-1\r\n{}\r\n0\r\n\r\n" + smuggled),
            400,
            -32600,
            "bad-http"),
        row(
            "a chunk longer than it says",
            chunks("2\r\n{}xx0\r\n\r\n" + smuggled),
            400,
            -32600,
            "bad-http"),
        row(
                "a head that does not end",
                (port, token) -> Requests.head(port, ROUTE, token + FIELDS),
                408,
                1503,
                "request-timeout")
            .nowhere(),
        row(
            "a body that does not end",
            (port, token) -> {
              String whole = Requests.post(port, ROUTE, token + FIELDS, CALL);
              return whole.substring(0, whole.length() - 1);
            },
            408,
            1503,
            "request-timeout"));
  }

  @ParameterizedTest
  @MethodSource({"callers", "messages", "http"})
  void itIsRefusedAnsweredAndAccountedFor(Row row) throws Exception {
    String method = row.method().isEmpty() ? "other" : row.method();
    int records = gateway.audit().size();
    long forwarded = forwarded();
    double refusals = gateway.refusals(row.route(), row.reason());
    double exchanges = gateway.exchanges(row.route(), method, row.reason());

    RawHttp.Answer answer;
    try (RawHttp client = gateway.connect()) {
      client.send(row.send().of(gateway.port(), authorization()));
      answer = client.answer();
      if (answer.closes()) {
        assertThat(client.rest()).as("a second answer").isEmpty();
      } else {
        serves(client);
      }
    }
    if (answer.closes()) {
      try (RawHttp client = gateway.connect()) {
        serves(client);
      }
    }

    assertThat(answer.status()).isEqualTo(row.status());
    assertThat(answer.body()).doesNotContain("\"id\":null");
    JsonNode body = WholeGateway.JSON.readTree(answer.body());
    assertThat(body.path("error").path("code").asInt()).isEqualTo(row.code());
    assertThat(body.has("id") ? body.get("id").toString() : "").isEqualTo(row.id());
    assertThat(body.path("error").path("data").path("reason").asText()).isEqualTo(row.reason());

    assertThat(forwarded()).as("only the good call").isEqualTo(forwarded + 1);
    JsonNode record = gateway.newRecords(records, 2).getFirst();
    assertThat(record.path("exchangeId").asText())
        .isEqualTo(body.path("error").path("data").path("exchangeId").asText());
    assertThat(record.path("outcome").asText()).isEqualTo(row.reason());
    assertThat(record.path("http").path("status").asInt()).isEqualTo(row.status());
    assertThat(record.path("route").asText(NONE)).isEqualTo(row.route());
    assertThat(record.path("method").asText()).isEqualTo(row.method());
    assertThat(record.path("requestId").asText()).isEqualTo(row.id());
    assertThat(gateway.refusals(row.route(), row.reason())).isEqualTo(refusals + 1);
    assertThat(gateway.exchanges(row.route(), method, row.reason())).isEqualTo(exchanges + 1);
  }

  private static Row row(String name, Bytes send, int status, int code, String reason) {
    return new Row(name, send, status, code, reason, "", ROUTE, "");
  }

  /** A good token and a good head, with {@code body}. */
  private static Bytes good(String body) {
    return (port, token) -> Requests.post(port, ROUTE, token + FIELDS, body);
  }

  /** A good token and a good body, with {@code fields}. */
  private static Bytes with(String fields) {
    return (port, token) ->
        Requests.post(
            port, ROUTE, fields.contains("Authorization") ? fields : token + fields, CALL);
  }

  private static Bytes legacy(String version, String body) {
    return (port, token) ->
        Requests.post(port, ROUTE, token + "MCP-Protocol-Version: " + version + "\r\n", body);
  }

  private static Bytes chunks(String body) {
    return (port, token) ->
        Requests.head(port, ROUTE, token + FIELDS) + "Transfer-Encoding: chunked\r\n\r\n" + body;
  }

  private static String foreign(int port) {
    try (TestIssuer other = TestIssuer.start()) {
      String token = issuer.token(gateway.url(ROUTE).toString()).signedWith(other.key()).sign();
      return Requests.post(port, ROUTE, FIELDS + bearer(token), CALL);
    }
  }

  private static String elsewhere(int port) {
    String token = issuer.token(gateway.url("/other").toString()).sign();
    return Requests.post(port, ROUTE, FIELDS + bearer(token), CALL);
  }

  private static String bearer(String token) {
    return "Authorization: Bearer " + token + "\r\n";
  }

  private static String authorization() {
    return bearer(
        issuer.token(gateway.url(ROUTE).toString()).claim("roles", List.of("sales")).sign());
  }

  private static void serves(RawHttp client) throws Exception {
    client.send(Requests.post(gateway.port(), ROUTE, authorization() + FIELDS, CALL));
    RawHttp.Answer answer = client.answer();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("\"id\":7", GOOD);
  }

  private static long forwarded() {
    return upstream.requests().stream()
        .filter(request -> !request.text().contains("tools/list"))
        .count();
  }
}
