package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.testkit.TestToken;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same token gets the same decision however it comes (O-11), however often (O-9), and by the
 * clock alone.
 */
class TokenParityTest {
  @TempDir static Path directory;
  private static MatrixGateway gateway;
  private static HttpClient http2;

  @BeforeAll
  static void open() throws Exception {
    gateway = new MatrixGateway(directory);
    http2 =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_2)
            .sslContext(gateway.authority.trusting())
            .build();
  }

  @AfterAll
  static void close() {
    http2.close();
    gateway.close();
  }

  /** A way for a token to come; answers the status. */
  enum Way {
    POST {
      @Override
      int bring(UnaryOperator<TestToken> change) throws Exception {
        return overHttp1(gateway.call(MatrixGateway.bearer(change.apply(gateway.token()))));
      }
    },
    POST_ANSWERED_BY_A_STREAM {
      @Override
      int bring(UnaryOperator<TestToken> change) throws Exception {
        return overHttp1(
            Requests.post(
                gateway.whole.port(),
                MatrixGateway.ROUTE,
                MatrixGateway.bearer(change.apply(gateway.token())) + Requests.fields("stream"),
                Requests.call("stream", "{}")));
      }
    },
    LEGACY_POST {
      @Override
      int bring(UnaryOperator<TestToken> change) throws Exception {
        return overHttp1(
            Requests.post(
                gateway.whole.port(),
                MatrixGateway.LEGACY,
                inSession(change),
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":"
                    + "{\"name\":\"search\",\"arguments\":{}}}"));
      }
    },
    GET {
      @Override
      int bring(UnaryOperator<TestToken> change) throws Exception {
        return overHttp1(bare("GET", inSession(change)));
      }
    },
    DELETE {
      @Override
      int bring(UnaryOperator<TestToken> change) throws Exception {
        return overHttp1(bare("DELETE", inSession(change)));
      }
    },
    HTTP_2_POST {
      @Override
      int bring(UnaryOperator<TestToken> change) throws Exception {
        URI url = gateway.tls(MatrixGateway.ROUTE);
        HttpRequest request =
            HttpRequest.newBuilder(url)
                .header(
                    "authorization", "Bearer " + change.apply(overTls(MatrixGateway.ROUTE)).sign())
                .header("content-type", "application/json")
                .header("accept", "application/json, text/event-stream")
                .header("mcp-protocol-version", "2026-07-28")
                .header("mcp-method", "tools/call")
                .header("mcp-name", "search")
                .POST(HttpRequest.BodyPublishers.ofString(MatrixGateway.CALL))
                .build();
        return overHttp2(request);
      }
    },
    HTTP_2_GET {
      @Override
      int bring(UnaryOperator<TestToken> change) throws Exception {
        URI url = gateway.tls(MatrixGateway.LEGACY);
        HttpRequest request =
            HttpRequest.newBuilder(url)
                .header(
                    "authorization", "Bearer " + change.apply(overTls(MatrixGateway.LEGACY)).sign())
                .header("accept", "text/event-stream")
                .GET()
                .build();
        return overHttp2(request);
      }
    };

    abstract int bring(UnaryOperator<TestToken> change) throws Exception;

    /** Without a session that the upstream knows, a GET that may pass gets another answer. */
    boolean passes(int status) {
      return this == HTTP_2_GET ? status != 401 && status != 403 : status / 100 == 2;
    }
  }

  /** A kind of token, and the status that it gets. */
  record Kind(String name, int status, UnaryOperator<TestToken> change) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Kind> KINDS =
      List.of(
          new Kind("good", 200, token -> token),
          new Kind("expired", 401, token -> token.claim("exp", 1_000_000_000)),
          new Kind("not yet", 401, token -> token.claim("nbf", 4_000_000_000L)),
          new Kind("for another", 401, token -> token.claim("aud", "https://api.example.com")),
          new Kind(
              "for several",
              401,
              token -> token.claim("aud", List.of(token.claims().get("aud"), "x"))),
          new Kind("of a stranger", 401, token -> token.claim("iss", "https://evil.example")),
          new Kind(
              "by another key",
              401,
              token -> token.signedWith(gateway.partner.key().named(token.key().kid()))),
          new Kind("algorithm none", 401, token -> token.header("alg", "none")),
          new Kind(
              "chooses its key",
              401,
              token -> token.header("jku", gateway.canary.url().toString())),
          new Kind("without subject", 401, token -> token.without("sub")),
          new Kind("without scope", 403, token -> token.without("scope")));

  static Stream<Arguments> all() {
    List<Arguments> all = new ArrayList<>();
    for (Way way : Way.values()) {
      for (Kind kind : KINDS) {
        all.add(Arguments.of(way, kind));
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("all")
  void theWayATokenComesMakesNoDifference(Way way, Kind kind) throws Exception {
    long sent = sentBesidesSessions();
    int status = way.bring(kind.change());

    if (kind.status() == 200) {
      assertThat(status).matches(way::passes);
    } else {
      assertThat(status).isEqualTo(kind.status());
      assertThat(sentBesidesSessions()).as("what the upstream saw").isEqualTo(sent);
    }
  }

  @Test
  void aTokenThatIsRememberedIsRefusedFromTheSecondOnInWhichItEnds() throws Exception {
    TestToken token = gateway.token().claim("exp", gateway.clock.instant().getEpochSecond() + 30);
    assertThat(call(token.sign())).isEqualTo(200);
    assertThat(call(token.sign())).isEqualTo(200);

    gateway.clock.advance(Duration.ofSeconds(30 + 59));
    assertThat(call(token.sign())).isEqualTo(200);
    gateway.clock.advance(Duration.ofSeconds(1));
    assertThat(call(token.sign())).isEqualTo(401);
  }

  @Test
  void aRememberedTokenVouchesForNoOther() throws Exception {
    String good = gateway.token().sign();
    assertThat(call(good)).isEqualTo(200);
    String longer = gateway.token().claim("sub", "mallory").sign();
    String signature = good.substring(good.lastIndexOf('.'));

    // The same header, the same beginning of the claims, the same signature.
    assertThat(call(longer.substring(0, longer.lastIndexOf('.')) + signature)).isEqualTo(401);
    assertThat(call(good.substring(0, good.length() - 60) + "A".repeat(60))).isEqualTo(401);
    assertThat(call(good + "A")).isEqualTo(401);
    // And not for the same token at another route.
    assertThat(
            overHttp1(gateway.call(MatrixGateway.OTHER, "Authorization: Bearer " + good + "\r\n")))
        .isEqualTo(401);
    assertThat(call(good)).isEqualTo(200);
  }

  @Test
  void aFloodOfUnknownKeysAsksTheIssuerOnceInHalfAMinute() throws Exception {
    assertThat(call(gateway.token().sign())).isEqualTo(200);
    int before = gateway.corp.keyFetches();
    for (int each : IntStream.range(0, 300).toArray()) {
      assertThat(call(gateway.token().header("kid", "unknown-" + each).sign())).isEqualTo(401);
    }
    assertThat(gateway.corp.keyFetches()).isLessThanOrEqualTo(before + 1);
    assertThat(call(gateway.token().claim("sub", "bob").sign())).isEqualTo(200);
  }

  @Test
  void aCallThatNeedsTwoScopesIsToldBothAtOnceAndNothingElse() throws Exception {
    String request =
        Requests.post(
            gateway.whole.port(),
            MatrixGateway.ROUTE,
            MatrixGateway.bearer(gateway.token()) + Requests.fields("refund"),
            Requests.call("refund", "{}"));
    try (RawHttp client = gateway.whole.connect()) {
      client.send(request);
      RawHttp.Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.field("www-authenticate"))
          .contains("error=\"insufficient_scope\"", "scope=\"crm:pay crm:write mcp:use\"");
    }
    String admin =
        request.replace(
            MatrixGateway.bearer(gateway.token()),
            MatrixGateway.bearer(gateway.token().claim("scope", "crm:admin mcp:use")));
    assertThat(overHttp1(admin)).isEqualTo(200);
  }

  private static int call(String token) throws Exception {
    return overHttp1(gateway.call("Authorization: Bearer " + token + "\r\n"));
  }

  private static int overHttp1(String request) throws Exception {
    try (RawHttp client = gateway.whole.connect()) {
      client.send(request);
      return client.answer().status();
    }
  }

  private static int overHttp2(HttpRequest request) throws Exception {
    HttpResponse<String> response = http2.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
    return response.statusCode();
  }

  private static TestToken overTls(String path) {
    return gateway.token(gateway.whole.address("tls").resolve(path).toString());
  }

  private static String bare(String method, String fields) {
    return method
        + " "
        + MatrixGateway.LEGACY
        + " HTTP/1.1\r\nHost: 127.0.0.1:"
        + gateway.whole.port()
        + "\r\nAccept: text/event-stream\r\n"
        + fields
        + "\r\n";
  }

  /** A session of the good token, and another token to use it with. */
  private static String inSession(UnaryOperator<TestToken> change) throws Exception {
    TestToken good = gateway.token(gateway.resource(MatrixGateway.LEGACY));
    try (RawHttp client = gateway.whole.connect()) {
      client.send(
          Requests.post(
              gateway.whole.port(),
              MatrixGateway.LEGACY,
              MatrixGateway.bearer(good),
              "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":"
                  + "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                  + "\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}}"));
      return MatrixGateway.bearer(change.apply(good))
          + "Mcp-Session-Id: "
          + client.answer().field("mcp-session-id")
          + "\r\nMCP-Protocol-Version: 2025-11-25\r\n";
    }
  }

  private static long sentBesidesSessions() {
    return gateway.upstream.requests().stream()
        .filter(request -> !request.text().contains("\"initialize\""))
        .count();
  }
}
