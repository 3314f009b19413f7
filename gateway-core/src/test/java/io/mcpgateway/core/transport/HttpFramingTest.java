package io.mcpgateway.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpFramingTest {
  private static final String BODY = Requests.LEGACY_LIST;
  private static final String TYPES =
      "Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n";
  private static final String CANARY = "GET /canary HTTP/1.1\r\nHost: x\r\n\r\n";

  private final Edge edge = Edge.plain();

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void aGoodRequestReachesTheUpstreamByteForByteAndIsAnswered() throws Exception {
    RawClient.Answer answer = edge.ask(Requests.post(edge.authority(), "", BODY));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    assertThat(answer.header("cache-control")).isEqualTo("no-store");
    assertThat(answer.body()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}");
    assertThat(edge.upstream.next().body()).isEqualTo(BODY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Framing.
        "POST /mcp HTTP/1.1\r\nHost: $\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /mcp HTTP/1.1\r\nHost: $\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
        "POST /mcp HTTP/1.1\r\nHost: $\r\nContent-Length: 4\r\nContent-Length: 4\r\n\r\nabcd",
        "POST /mcp HTTP/1.1\r\nHost: $\r\nContent-Length: 4, 4\r\n\r\nabcd",
        "POST /mcp HTTP/1.1\r\nHost: $\r\nContent-Length: 010\r\n\r\nabcdefgh",
        "POST /mcp HTTP/1.1\r\nHost: $\r\nContent-Length: +4\r\n\r\nabcd",
        "POST /mcp HTTP/1.1\r\nHost: $\r\nContent-Length: -1\r\n\r\n",
        "POST /mcp HTTP/1.1\r\nHost: $\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "POST /mcp HTTP/1.1\r\nHost: $\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "POST /mcp HTTP/1.1\r\nHost: $\r\nTransfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n",
        "POST /mcp HTTP/1.1\r\nHost: $\r\nTransfer-Encoding: ,chunked\r\n\r\n0\r\n\r\n",
        "POST /mcp HTTP/1.1\r\nHost: $\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "POST /mcp HTTP/1.1\r\nHost: $\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /mcp HTTP/1.0\r\nHost: $\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        // Header lines.
        "POST /mcp HTTP/1.1\r\nHost: $\r\nX-A: b\r\n folded\r\nContent-Length: 0\r\n\r\n",
        "POST /mcp HTTP/1.1\r\nHost: $\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
        "POST /mcp HTTP/1.1\r\n Host: $\r\nHost: $\r\n\r\n",
        "POST /mcp HTTP/1.1\r\nHost: $\r\nX-A : b\r\n\r\n",
        "POST /mcp HTTP/1.1\r\nHost: $\r\nno colon\r\n\r\n",
        "POST /mcp HTTP/1.1\r\nHost: $\r\nX-A: b\u0000c\r\n\r\n",
        "POST /mcp HTTP/1.1\nHost: $\n\n",
        // Host and target.
        "GET /mcp HTTP/1.1\r\n\r\n",
        "GET /mcp HTTP/1.1\r\nHost: $\r\nHost: $\r\n\r\n",
        "GET /mcp HTTP/1.1\r\nHost: $\r\nHost: evil.example\r\n\r\n",
        "GET http://evil.example/mcp HTTP/1.1\r\nHost: $\r\n\r\n",
        "GET http://user@$/mcp HTTP/1.1\r\nHost: $\r\n\r\n",
        "GET ftp://$/mcp HTTP/1.1\r\nHost: $\r\n\r\n",
        "GET /mcp#x HTTP/1.1\r\nHost: $\r\n\r\n",
        "GET /m\u00e9 HTTP/1.1\r\nHost: $\r\n\r\n",
        "GET ! HTTP/1.1\r\nHost: $\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: $\r\n\r\n",
        "CONNECT $ HTTP/1.1\r\nHost: $\r\n\r\n",
        "GET /mcp HTTP/1.2\r\nHost: $\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      })
  void aRequestThatTwoParsersCouldReadDifferentlyIsRefusedAndEndsTheConnection(String request)
      throws Exception {
    try (RawClient client = edge.connect()) {
      client.send(request.replace("$", edge.authority()) + CANARY);

      RawClient.Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.header("connection")).isEqualTo("close");
      assertThat(client.rest()).isEmpty();
    }
    assertThat(edge.upstream.all()).isEmpty();
    assertThat(edge.outcomes).hasSize(1);
    assertThat(edge.outcomes.getFirst().word()).isEqualTo("bad-http");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "g\r\n{}\r\n0\r\n\r\n",
        "-1\r\n{}\r\n0\r\n\r\n",
        "80000000\r\n{}\r\n0\r\n\r\n",
        "2\r\n{}xx0\r\n\r\n",
        "2;a=\u0000\r\n{}\r\n0\r\n\r\n",
        "2\n{}\n0\n\n",
        "0x2\r\n{}\r\n0\r\n\r\n",
        " 2\r\n{}\r\n0\r\n\r\n",
      })
  void aBadChunkIsRefusedAndEndsTheConnection(String chunks) throws Exception {
    try (RawClient client = edge.connect()) {
      client.send(
          "POST /mcp HTTP/1.1\r\nHost: "
              + edge.authority()
              + "\r\n"
              + TYPES
              + "Transfer-Encoding: chunked\r\n\r\n"
              + chunks
              + CANARY);

      assertThat(client.answer().status()).isEqualTo(400);
      assertThat(client.rest()).isEmpty();
    }
    assertThat(edge.upstream.all()).isEmpty();
  }

  @Test
  void aFoldedHeaderIsFoundHoweverItsBytesAreCut() throws Exception {
    String request = "GET /mcp HTTP/1.1\r\nHost: " + edge.authority() + "\r\nX-A: b\r\n\tc\r\n\r\n";
    try (RawClient client = edge.connect()) {
      for (byte b : request.getBytes(java.nio.charset.StandardCharsets.US_ASCII)) {
        client.send(new byte[] {b});
      }

      assertThat(client.answer().status()).isEqualTo(400);
    }
  }

  @Test
  void whiteSpaceAtTheStartOfABodyLineIsNoFoldedHeader() throws Exception {
    String body = "{\r\n \"jsonrpc\":\"2.0\",\r\n\t\"id\":7,\"method\":\"tools/list\"}";

    try (RawClient client = edge.connect()) {
      client.send(Requests.post(edge.authority(), "", body).repeat(2));

      assertThat(client.answer().status()).isEqualTo(200);
      assertThat(client.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void aChunkedBodyIsReadAndItsTrailersAreDropped() throws Exception {
    RawClient.Answer answer =
        edge.ask(
            "POST /mcp HTTP/1.1\r\nHost: "
                + edge.authority()
                + "\r\n"
                + TYPES
                + "Transfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(BODY.length())
                + "\r\n"
                + BODY
                + "\r\n0\r\nAuthorization: Bearer trailer\r\n\r\n");

    assertThat(answer.status()).isEqualTo(200);
    FakeUpstream.Sent sent = edge.upstream.next();
    assertThat(sent.body()).isEqualTo(BODY);
    assertThat(sent.exchange().client().headers().first("authorization")).isNull();
  }

  @Test
  void headerNamesWithAnUnderscoreAreDropped() throws Exception {
    edge.ask(
        Requests.post(
            edge.authority(), "Mcp_Session_Id: x\r\nX_Forwarded_For: y\r\nX-Good: z\r\n", BODY));

    var headers = edge.upstream.next().exchange().client().headers();
    assertThat(headers.first("mcp_session_id")).isNull();
    assertThat(headers.first("x_forwarded_for")).isNull();
    assertThat(headers.first("x-good")).isEqualTo("z");
    assertThat(headers.startingWith("x-")).containsExactly(java.util.Map.entry("x-good", "z"));
  }

  @Test
  void theAbsoluteFormIsFineIfItNamesTheSameHost() throws Exception {
    String request =
        Requests.post(edge.authority(), "", BODY)
            .replaceFirst("/mcp", "http://" + edge.authority() + "/mcp");

    assertThat(edge.ask(request).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "gateway.example.com.evil.example", "127.0.0.1:1"})
  void aHostThatIsNotOursIsMisdirected(String host) throws Exception {
    assertThat(edge.ask(Requests.post(host, "", BODY)).status()).isEqualTo(421);
    assertThat(edge.upstream.all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gateway.example.com", "Gateway.Example.COM", "gateway.example.com:443"})
  void ourHostIsRecognizedHoweverItIsWritten(String host) throws Exception {
    assertThat(edge.ask(Requests.post(host, "", BODY)).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/mcp/",
        "//mcp",
        "/MCP",
        "/mcp/..;/admin",
        "/mcp%2f..%2fadmin",
        "/%6dcp",
        "/./mcp"
      })
  void anyOtherPathIsUnknown(String path) throws Exception {
    RawClient.Answer answer =
        edge.ask(Requests.post(edge.authority(), "", BODY).replaceFirst("/mcp", path));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).contains("\"reason\":\"unknown-route\"");
    assertThat(edge.upstream.all()).isEmpty();
  }

  @Test
  void headersThatPretendAnotherMethodOrPathAreIgnored() throws Exception {
    edge.ask(
        Requests.post(
            edge.authority(), "X-Original-URL: /x\r\nX-HTTP-Method-Override: DELETE\r\n", BODY));

    assertThat(edge.upstream.next().body()).isEqualTo(BODY);
  }

  @Test
  void aQueryIsNoPartOfThePath() throws Exception {
    assertThat(
            edge.ask(Requests.post(edge.authority(), "", BODY).replaceFirst("/mcp", "/mcp?a=/b"))
                .status())
        .isEqualTo(200);
  }

  @Test
  void aRequestLineThatIsTooLongIsRefused() throws Exception {
    assertThat(edge.ask("GET /" + "a".repeat(9000) + " HTTP/1.1\r\n\r\n").status()).isEqualTo(414);
  }

  @Test
  void headersThatAreTooLargeAreRefused() throws Exception {
    assertThat(
            edge.ask(Requests.get(edge.authority(), "X-A: " + "a".repeat(17000) + "\r\n")).status())
        .isEqualTo(431);
  }

  @Test
  void aBodyThatIsAnnouncedTooLargeIsRefusedBeforeItIsRead() throws Exception {
    try (RawClient client = edge.connect()) {
      client.send(
          "POST /mcp HTTP/1.1\r\nHost: "
              + edge.authority()
              + "\r\n"
              + TYPES
              + "Content-Length: 5000\r\n\r\n");

      RawClient.Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.body()).contains("\"code\":1413");
      assertThat(client.isClosedByGateway()).isTrue();
    }
  }

  @Test
  void aChunkedBodyIsRefusedAsSoonAsItIsTooLarge() throws Exception {
    try (RawClient client = edge.connect()) {
      client.send(
          "POST /mcp HTTP/1.1\r\nHost: "
              + edge.authority()
              + "\r\n"
              + TYPES
              + "Transfer-Encoding: chunked\r\n\r\n1388\r\n"
              + "x".repeat(4097));

      assertThat(client.answer().status()).isEqualTo(413);
    }
    assertThat(edge.upstream.all()).isEmpty();
  }

  @Test
  void aBodyOfExactlyTheLimitPasses() throws Exception {
    String body = BODY + " ".repeat(Edge.MAX_BODY - BODY.length());

    assertThat(edge.ask(Requests.post(edge.authority(), "", body)).status()).isEqualTo(200);
  }

  @Test
  void anEncodedBodyIsRefused() throws Exception {
    assertThat(
            edge.ask(Requests.post(edge.authority(), "Content-Encoding: gzip\r\n", BODY)).status())
        .isEqualTo(415);
    assertThat(edge.upstream.all()).isEmpty();
  }

  @Test
  void anUnknownExpectationIsRefused() throws Exception {
    assertThat(edge.ask(Requests.post(edge.authority(), "Expect: 200-ok\r\n", BODY)).status())
        .isEqualTo(417);
    assertThat(edge.upstream.all()).isEmpty();
  }

  @Test
  void aClientThatWaitsIsToldToContinue() throws Exception {
    String request = Requests.post(edge.authority(), "Expect: 100-continue\r\n", BODY);
    int bodyStart = request.length() - BODY.length();
    try (RawClient client = edge.connect()) {
      client.send(request.substring(0, bodyStart));
      assertThat(client.head().status()).isEqualTo(100);

      client.send(BODY);
      assertThat(client.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void aClientThatWaitsIsRefusedWithoutItsBody() throws Exception {
    try (RawClient client = edge.connect()) {
      client.send(
          "POST /mcp HTTP/1.1\r\nHost: "
              + edge.authority()
              + "\r\nContent-Type: text/plain\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n");

      assertThat(client.answer().status()).isEqualTo(415);
      assertThat(client.isClosedByGateway()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/plain | 415",
        "application/json; charset=utf-16 | 415",
        "application/jsonp | 415",
        "application/json, text/plain | 415",
        "application/json | 200",
        "Application/JSON ;charset=utf-8 | 200",
        "application/json; charset=\"UTF-8\"; x=y | 200",
      })
  void onlyJsonInUtf8IsRead(String contentType, int status) throws Exception {
    assertThat(
            edge.ask(
                    Requests.post(edge.authority(), "", BODY)
                        .replace("Content-Type: application/json", "Content-Type: " + contentType))
                .status())
        .isEqualTo(status);
    assertThat(edge.upstream.all()).hasSize(status == 200 ? 1 : 0);
  }

  @Test
  void aPostWithoutAContentTypeIsRefused() throws Exception {
    assertThat(
            edge.ask(
                    Requests.post(edge.authority(), "", BODY)
                        .replace("Content-Type: application/json\r\n", ""))
                .status())
        .isEqualTo(415);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json | 406",
        "text/event-stream | 406",
        "text/html | 406",
        "application/json, text/event-stream;q=0 | 406",
        "application/json;q=0.9, Text/Event-Stream | 200",
        "application/*, text/* | 200",
        "*/* | 200",
      })
  void aPostAcceptsBothAMessageAndAStream(String accept, int status) throws Exception {
    assertThat(
            edge.ask(
                    Requests.post(edge.authority(), "", BODY)
                        .replace(
                            "Accept: application/json, text/event-stream", "Accept: " + accept))
                .status())
        .isEqualTo(status);
  }

  @Test
  void withoutAnAcceptHeaderAnythingIsAccepted() throws Exception {
    assertThat(
            edge.ask(
                    Requests.post(edge.authority(), "", BODY)
                        .replace("Accept: application/json, text/event-stream\r\n", ""))
                .status())
        .isEqualTo(200);
  }

  @Test
  void otherMethodsAreNotAllowed() throws Exception {
    RawClient.Answer answer =
        edge.ask(Requests.post(edge.authority(), "", BODY).replaceFirst("POST", "PUT"));

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("allow")).isEqualTo("DELETE, GET, POST");
  }

  @Test
  void aGetHasNoBody() throws Exception {
    RawClient.Answer answer =
        edge.ask(
            Requests.get(edge.authority(), "Accept: text/event-stream\r\nContent-Length: 3\r\n")
                + "abc");

    assertThat(answer.status()).isEqualTo(413);
    assertThat(edge.upstream.all()).isEmpty();
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrderOneAtATime() throws Exception {
    edge.upstream.stayQuiet();
    try (RawClient client = edge.connect()) {
      client.send(
          Requests.post(edge.authority(), "", BODY)
              + Requests.post(edge.authority(), "", BODY.replace("7", "8"))
              + Requests.post(edge.authority(), "", BODY.replace("7", "9")));

      for (int id = 7; id <= 9; id++) {
        FakeUpstream.Sent sent = edge.upstream.next();
        assertThat(sent.exchange().requestId()).hasToString(Integer.toString(id));
        assertThat(edge.upstream.all()).hasSize(id - 6);
        sent.onLoop(sent::answerAtOnce);
        assertThat(client.answer().body()).contains("\"id\":" + id);
      }
    }
  }

  @Test
  void aRefusedRequestsBodyIsNotTheNextRequest() throws Exception {
    try (RawClient client = edge.connect()) {
      client.send(
          Requests.post(edge.authority(), "", "GET /mcp HTTP/1.1").replaceFirst("/mcp", "/none")
              + Requests.post(edge.authority(), "", BODY));

      assertThat(client.answer().status()).isEqualTo(404);
      assertThat(client.answer().status()).isEqualTo(200);
    }
    assertThat(edge.upstream.all()).hasSize(1);
  }

  @Test
  void aClientThatWantsToCloseIsClosedAfterItsAnswer() throws Exception {
    try (RawClient client = edge.connect()) {
      client.send(Requests.post(edge.authority(), "Connection: close\r\n", BODY));

      assertThat(client.answer().header("connection")).isEqualTo("close");
      assertThat(client.isClosedByGateway()).isTrue();
    }
  }

  @Test
  void clientsOfHttp10AreAnsweredAndClosed() throws Exception {
    try (RawClient client = edge.connect()) {
      client.send(Requests.post(edge.authority(), "", BODY).replaceFirst("HTTP/1.1", "HTTP/1.0"));

      assertThat(client.answer().status()).isEqualTo(200);
      assertThat(client.isClosedByGateway()).isTrue();
    }
  }

  @Test
  void nettysOwnTransportServesTheSame() throws IOException {
    try (Edge nio = Edge.on(EdgeSettings.Io.NIO)) {
      assertThat(nio.ask(Requests.post(nio.authority(), "", BODY)).status()).isEqualTo(200);
    }
  }
}
