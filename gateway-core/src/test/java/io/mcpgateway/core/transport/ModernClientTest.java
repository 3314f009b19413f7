package io.mcpgateway.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.exchange.Challenge;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.ReplyEvent;
import io.mcpgateway.core.exchange.ReplyHead;
import io.mcpgateway.core.exchange.Session;
import io.mcpgateway.core.exchange.Verdict;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModernClientTest {
  private final Edge edge = Edge.plain();

  @AfterEach
  void stop() {
    edge.close();
  }

  private String call() {
    return Requests.post(
        edge.authority(),
        Requests.modernHeaders("tools/call") + "Mcp-Name: search\r\n",
        Requests.modern("tools/call", "\"name\":\"search\",\"arguments\":{}"));
  }

  @Test
  void anExchangeKnowsWhatTheClientSaysOfItself() throws Exception {
    edge.ask(call());

    var exchange = edge.upstream.next().exchange();
    assertThat(exchange.client().protocolVersion()).isEqualTo("2026-07-28");
    assertThat(exchange.client().clientName()).isEqualTo("tester");
    assertThat(exchange.target().name()).isEqualTo("search");
    assertThat(exchange.arrival().peer()).startsWith("127.0.0.1:");
    assertThat(exchange.arrival().path()).isEqualTo("/mcp");
  }

  @Test
  void aSessionIdIsIgnoredAndNoneIsIssued() throws Exception {
    edge.upstream.behave(
        sent -> {
          sent.begin(ReplyHead.Shape.JSON, 200, "upstream-session");
          sent.event(sent.result("{}"));
          sent.sink().end();
        });

    RawClient.Answer answer =
        edge.ask(call().replace("Mcp-Name:", "Mcp-Session-Id: abc\r\nMcp-Name:"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("mcp-session-id")).isNull();
    assertThat(edge.upstream.next().exchange().client().session()).isInstanceOf(Session.None.class);
  }

  @Test
  void theUpstreamsErrorStatusReachesTheClient() throws Exception {
    edge.upstream.behave(
        sent ->
            sent.json(
                404,
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32601,\"message\":\"no\"}}"));

    RawClient.Answer answer = edge.ask(call());

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).contains("\"message\":\"no\"");
  }

  @Test
  void duplicateHeadersAreRefused() throws Exception {
    RawClient.Answer answer = edge.ask(call().replace("Mcp-Name:", "Mcp-Name: other\r\nMcp-Name:"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("-32020").contains("\"id\":7");
    assertThat(edge.upstream.all()).isEmpty();
  }

  @Test
  void whiteSpaceAroundAHeaderValueDoesNotMatter() throws Exception {
    assertThat(edge.ask(call().replace("Mcp-Name: search", "Mcp-Name: \t search \t")).status())
        .isEqualTo(200);
  }

  @Test
  void aStageRefusesWithTheRequestsId() throws Exception {
    try (Edge closed =
        Edge.plain(
            _ ->
                new Verdict.Refuse(
                    new Refusal.Unauthenticated(new Challenge("Bearer realm=\"x\""), "none")))) {
      RawClient.Answer answer =
          closed.ask(
              Requests.post(
                  closed.authority(),
                  Requests.modernHeaders("tools/list"),
                  Requests.modern("tools/list", "")));

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("www-authenticate")).isEqualTo("Bearer realm=\"x\"");
      assertThat(answer.body()).contains("\"id\":7");
      assertThat(closed.upstream.all()).isEmpty();
      assertThat(closed.outcomes).hasSize(1);
    }
  }

  @Test
  void aRefusalBeforeThePipelineIsAccountedForWithItsId() throws Exception {
    RawClient.Answer answer =
        edge.ask(Requests.post(edge.authority(), "", "{\"jsonrpc\":\"2.0\",\"id\":7"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(edge.outcomes).hasSize(1);
    var outcome = edge.outcomes.getFirst();
    assertThat(outcome.word()).isEqualTo("unparseable");
    assertThat(outcome.status()).isEqualTo(400);
    assertThat(answer.body()).contains("\"exchangeId\":\"" + outcome.arrival().id() + "\"");
  }

  @Test
  void aStreamReachesTheClientEventByEvent() throws Exception {
    edge.upstream.stayQuiet();
    try (RawClient client = edge.connect()) {
      client.send(call());
      FakeUpstream.Sent sent = edge.upstream.next();
      sent.onLoop(() -> sent.begin(ReplyHead.Shape.EVENTS, 200, null));

      RawClient.Answer head = client.head();
      assertThat(head.header("content-type")).isEqualTo("text/event-stream");
      assertThat(head.header("x-accel-buffering")).isEqualTo("no");
      assertThat(head.header("cache-control")).isEqualTo("no-store");
      assertThat(edge.listener.openStreams()).isEqualTo(1);

      String progress = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{}}";
      sent.onLoop(
          () ->
              sent.sink().event(new ReplyEvent(FakeUpstream.message(progress), "upstream-id", 5L)));
      // Modern streams have neither ids nor retry.
      assertThat(client.chunk()).isEqualTo("event: message\ndata: " + progress + "\n\n");

      sent.onLoop(
          () -> {
            sent.event(sent.result("{}"));
            sent.sink().end();
          });
      assertThat(client.chunk()).isEqualTo("event: message\ndata: " + sent.result("{}") + "\n\n");
      assertThat(client.chunk()).isEmpty();
      assertThat(edge.listener.openStreams()).isZero();

      // The connection goes on.
      edge.upstream.behave(FakeUpstream.Sent::answerAtOnce);
      client.send(call());
      assertThat(client.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void lineBreaksInAMessageCannotEndItsEvent() throws Exception {
    edge.upstream.behave(
        sent -> {
          sent.begin(ReplyHead.Shape.EVENTS, 200, null);
          sent.event("{\"jsonrpc\":\"2.0\",\n\n\"id\":7,\r\n\"result\":\r{}}");
          sent.sink().end();
        });

    assertThat(edge.ask(call()).body())
        .isEqualTo(
            """
            event: message
            data: {"jsonrpc":"2.0",
            data:\s
            data: "id":7,
            data: "result":
            data: {}}

            """);
  }

  @Test
  void aRefusalInTheMiddleOfAStreamIsItsLastEvent() throws Exception {
    edge.upstream.behave(
        sent -> {
          sent.begin(ReplyHead.Shape.EVENTS, 200, null);
          sent.sink().refuse(new Refusal.UpstreamUnreachable("upstream", "reset"));
        });

    RawClient.Answer answer = edge.ask(call());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .startsWith(
            "event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32603")
        .endsWith("\n\n");
  }

  @Test
  void aClientThatGoesAwayHasCancelled() throws Exception {
    edge.upstream.stayQuiet();
    RawClient client = edge.connect();
    client.send(call());
    FakeUpstream.Sent sent = edge.upstream.next();
    sent.onLoop(() -> sent.begin(ReplyHead.Shape.EVENTS, 200, null));
    client.head();

    client.hangUp();

    Awaitility.await().untilAsserted(() -> assertThat(sent.calls()).containsExactly("cancel"));
    Awaitility.await().untilAsserted(() -> assertThat(edge.listener.openConnections()).isZero());
    assertThat(edge.listener.openStreams()).isZero();
  }

  @Test
  void aClientThatReadsSlowlySlowsTheUpstreamDown() throws Exception {
    edge.upstream.stayQuiet();
    try (RawClient client = edge.connect()) {
      client.send(call());
      FakeUpstream.Sent sent = edge.upstream.next();
      String large =
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"x\":\""
              + "x".repeat(1 << 20)
              + "\"}}";
      sent.onLoop(() -> sent.begin(ReplyHead.Shape.EVENTS, 200, null));
      int events = 32;
      for (int i = 0; i < events; i++) {
        sent.onLoop(() -> sent.event(large));
      }
      Awaitility.await()
          .until(() -> !sent.calls().isEmpty() && sent.calls().getLast().equals("pause"));

      client.head();
      for (int i = 0; i < events; i++) {
        client.chunk();
      }
      Awaitility.await().until(() -> sent.calls().getLast().equals("resume"));
    }
  }

  @Test
  void anIdleStreamGetsComments() throws Exception {
    try (Edge impatient = Edge.plain(Edge.impatient())) {
      impatient.upstream.behave(sent -> sent.begin(ReplyHead.Shape.EVENTS, 200, null));
      try (RawClient client = impatient.connect()) {
        client.send(call().replace(edge.authority(), impatient.authority()));

        client.head();
        assertThat(client.chunk()).isEqualTo(": keep-alive\n\n");
        assertThat(client.chunk()).isEqualTo(": keep-alive\n\n");
      }
    }
  }
}
