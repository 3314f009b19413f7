package io.mcpgateway.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.exchange.Challenge;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.ReplyEvent;
import io.mcpgateway.core.exchange.ReplyHead;
import io.mcpgateway.core.exchange.Session;
import io.mcpgateway.core.exchange.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LegacyClientTest {
  private static final String INITIALIZE =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\","
          + "\"params\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
          + "\"clientInfo\":{\"name\":\"old\",\"version\":\"1\"}}}";
  private static final String STREAM = "Accept: text/event-stream\r\n";

  private static final Principal ALICE =
      new Principal.Authenticated(
          "issuer", "alice", null, List.of(), null, Set.of(), Set.of(), null, Instant.MAX);

  private final Edge edge = Edge.plain();

  @AfterEach
  void stop() {
    edge.close();
  }

  private String post(String headers, String body) {
    return Requests.post(edge.authority(), headers, body);
  }

  /** Initializes, and says which session the client got. */
  private String openSession() throws Exception {
    edge.upstream.behave(
        sent -> {
          sent.begin(ReplyHead.Shape.JSON, 200, "upstream-session");
          sent.event(sent.result("{}"));
          sent.sink().end();
        });
    String session = edge.ask(post("", INITIALIZE)).header("mcp-session-id");
    edge.upstream.next();
    edge.upstream.behave(FakeUpstream.Sent::answerAtOnce);
    assertThat(session).isNotNull();
    return "Mcp-Session-Id: " + session + "\r\n";
  }

  @Test
  void aSessionIsSealedOnTheWayOutAndOpenedOnTheWayIn() throws Exception {
    String session = openSession();
    assertThat(session).doesNotContain("upstream-session");

    edge.ask(post(session, Requests.LEGACY_LIST));

    assertThat(edge.upstream.next().exchange().client().session())
        .isInstanceOfSatisfying(
            Session.Open.class,
            open -> assertThat(open.upstreamId()).isEqualTo("upstream-session"));
  }

  @Test
  void initializeSaysWhatTheClientIs() throws Exception {
    edge.ask(post("", INITIALIZE));

    var client = edge.upstream.next().exchange().client();
    assertThat(client.clientName()).isEqualTo("old");
    assertThat(client.protocolVersion()).isEqualTo("2025-11-25");
  }

  @Test
  void aSessionThatIsNotOursIsUnknown() throws Exception {
    RawClient.Answer answer =
        edge.ask(post("Mcp-Session-Id: upstream-session\r\n", Requests.LEGACY_LIST));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).contains("\"id\":7");
    assertThat(edge.upstream.all()).isEmpty();
  }

  @Test
  void twoSessionIdsAreRefused() throws Exception {
    assertThat(
            edge.ask(post("Mcp-Session-Id: a\r\nMcp-Session-Id: b\r\n", Requests.LEGACY_LIST))
                .status())
        .isEqualTo(400);
  }

  @Test
  void aGetOpensAStreamWithSealedIdsAndAPrimingEvent() throws Exception {
    String session = openSession();
    edge.upstream.stayQuiet();
    try (RawClient client = edge.connect()) {
      client.send(Requests.get(edge.authority(), STREAM + session));
      FakeUpstream.Sent sent = edge.upstream.next();
      assertThat(sent.exchange().operation()).isInstanceOf(Operation.OpenStream.class);
      sent.onLoop(
          () -> {
            sent.begin(ReplyHead.Shape.EVENTS, 200, null);
            sent.sink().event(new ReplyEvent(null, "first", 2500L));
          });

      assertThat(client.head().status()).isEqualTo(200);
      String priming = client.chunk();
      assertThat(priming).endsWith("\nretry: 2500\ndata: \n\n").doesNotContain("first");

      String eventId = priming.substring(priming.indexOf("id: ") + 4, priming.indexOf("\nretry"));
      client.hangUp();
      Awaitility.await().untilAsserted(() -> assertThat(sent.calls()).containsExactly("cancel"));

      try (RawClient again = edge.connect()) {
        again.send(
            Requests.get(
                edge.authority(), STREAM + session + "Last-Event-ID: " + eventId + "\r\n"));
        Session.Open open = (Session.Open) edge.upstream.next().exchange().client().session();
        assertThat(open.resume()).isEqualTo(new Session.ResumePoint("first", "GET", ""));
      }
    }
  }

  @Test
  void aStreamThatTheUpstreamDoesNotOfferIsNotAllowed() throws Exception {
    edge.upstream.behave(sent -> sent.sink().bare(405));

    RawClient.Answer answer = edge.ask(Requests.get(edge.authority(), STREAM));

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("allow")).isEqualTo("POST");
  }

  @Test
  void aModernClientHasNoStreamsAndNoSessionsToEnd() throws Exception {
    String get = Requests.get(edge.authority(), STREAM + "MCP-Protocol-Version: 2026-07-28\r\n");

    RawClient.Answer answer = edge.ask(get);
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("allow")).isEqualTo("POST");
    assertThat(edge.ask(get.replaceFirst("GET", "DELETE")).status()).isEqualTo(405);
    assertThat(edge.upstream.all()).isEmpty();
  }

  @Test
  void anEndedSessionIsUnknownAfterwards() throws Exception {
    String session = openSession();
    edge.upstream.behave(sent -> sent.sink().bare(204));

    RawClient.Answer answer =
        edge.ask(Requests.get(edge.authority(), session).replaceFirst("GET", "DELETE"));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(edge.upstream.next().exchange().operation())
        .isInstanceOf(Operation.EndSession.class);
    assertThat(edge.ask(post(session, Requests.LEGACY_LIST)).status()).isEqualTo(404);
  }

  @Test
  void aSessionThatTheUpstreamKeepsGoesOn() throws Exception {
    String session = openSession();
    edge.upstream.behave(sent -> sent.sink().bare(405));

    edge.ask(Requests.get(edge.authority(), session).replaceFirst("GET", "DELETE"));

    edge.upstream.behave(FakeUpstream.Sent::answerAtOnce);
    assertThat(edge.ask(post(session, Requests.LEGACY_LIST)).status()).isEqualTo(200);
  }

  @Test
  void aClosedConnectionIsNoCancellation() throws Exception {
    edge.upstream.stayQuiet();
    RawClient client = edge.connect();
    client.send(post("", Requests.LEGACY_LIST));
    FakeUpstream.Sent sent = edge.upstream.next();

    client.hangUp();

    Awaitility.await().untilAsserted(() -> assertThat(sent.calls()).contains("resume"));
    assertThat(sent.calls()).doesNotContain("cancel");
  }

  @Test
  void notificationsAndResponsesAreAccepted() throws Exception {
    assertThat(edge.ask(post("", "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}")))
        .returns(202, RawClient.Answer::status)
        .returns("", RawClient.Answer::body);
    assertThat(edge.ask(post("", "{\"jsonrpc\":\"2.0\",\"id\":\"s-1\",\"result\":{}}")).status())
        .isEqualTo(202);
  }

  @Test
  void aBatchIsOneExchangeForEachMessageAndOneArrayOfAnswers() throws Exception {
    edge.upstream.behave(
        sent -> {
          if (sent.body().contains("tools/call")) {
            sent.begin(ReplyHead.Shape.EVENTS, 200, null);
            sent.event("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}");
            sent.event(sent.result("{\"called\":true}"));
            sent.sink().end();
          } else {
            sent.answerAtOnce();
          }
        });

    RawClient.Answer answer =
        edge.ask(
            post(
                "MCP-Protocol-Version: 2025-03-26\r\n",
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"},"
                    + "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"},"
                    + "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\","
                    + "\"params\":{\"name\":\"x\"}}]"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}},"
                + "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"called\":true}}]");
    assertThat(edge.upstream.all()).hasSize(3);
    assertThat(edge.upstream.all().stream().map(sent -> sent.exchange().id()).distinct())
        .hasSize(3);
    assertThat(edge.outcomes).hasSize(3);
  }

  @Test
  void aBatchWithoutRequestsIsAccepted() throws Exception {
    RawClient.Answer answer =
        edge.ask(post("", "[{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}]"));

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void aBatchOfWhichOneIsRefusedSaysSoInItsPlace() throws Exception {
    edge.upstream.behave(
        sent -> {
          if (String.valueOf(sent.exchange().requestId()).equals("1")) {
            sent.sink().refuse(new Refusal.UpstreamTimeout("upstream", "slow"));
          } else {
            sent.answerAtOnce();
          }
        });

    RawClient.Answer answer =
        edge.ask(
            post(
                "",
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"},"
                    + "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}]"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).startsWith("[{\"jsonrpc\":\"2.0\",\"id\":1,\"error\"");
    assertThat(answer.body()).endsWith("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{}}]");
  }

  @Test
  void aBatchWithoutATokenIsRefusedAsAWhole() throws Exception {
    try (Edge closed =
        Edge.plain(
            _ ->
                new Verdict.Refuse(new Refusal.Unauthenticated(new Challenge("Bearer"), "none")))) {
      RawClient.Answer answer =
          closed.ask(
              Requests.post(
                  closed.authority(),
                  "",
                  "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}]"));

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("www-authenticate")).isEqualTo("Bearer");
    }
  }

  @Test
  void anAnswerIsSealedForThePrincipalThatTheStagesFound() throws Exception {
    // The principal of the reply, not the one the exchange began with, is bound to the session.
    try (Edge authenticated = Edge.plain(exchange -> new Verdict.Continue(exchange.with(ALICE)))) {
      authenticated.upstream.behave(
          sent -> {
            sent.begin(ReplyHead.Shape.JSON, 200, "upstream-session");
            sent.event(sent.result("{}"));
            sent.sink().end();
          });

      String session =
          authenticated
              .ask(Requests.post(authenticated.authority(), "", INITIALIZE))
              .header("mcp-session-id");

      var exchange = authenticated.upstream.next().exchange();
      Session.Claimed claimed = new Session.Claimed(String.valueOf(session), null);
      assertThat(authenticated.sessions.open(exchange, claimed)).isNotNull();
      assertThat(authenticated.sessions.open(exchange.with(new Principal.Anonymous()), claimed))
          .isNull();
    }
  }
}
