package io.mcpgateway.app;

import static io.mcpgateway.app.GuardedGateway.CALL;
import static io.mcpgateway.app.GuardedGateway.FIELDS;
import static io.mcpgateway.app.GuardedGateway.ROUTE;
import static io.mcpgateway.app.GuardedGateway.good;
import static io.mcpgateway.app.GuardedGateway.row;
import static io.mcpgateway.app.GuardedGateway.with;

import io.mcpgateway.app.GuardedGateway.Bytes;
import io.mcpgateway.app.GuardedGateway.Row;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** HTTP that the gateway does not take, or not here. */
class BadHttpTest {
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
  @MethodSource("http")
  void itIsRefusedAnsweredAndAccountedFor(Row row) throws Exception {
    guarded.check(row);
  }

  private static Bytes chunks(String body) {
    return (port, token) ->
        Requests.head(port, ROUTE, token + FIELDS) + "Transfer-Encoding: chunked\r\n\r\n" + body;
  }
}
