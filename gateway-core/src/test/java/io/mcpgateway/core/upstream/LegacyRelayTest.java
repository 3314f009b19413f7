package io.mcpgateway.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.ReplyControl;
import io.mcpgateway.core.exchange.ReplyHead;
import io.mcpgateway.core.exchange.Session;
import io.mcpgateway.testkit.ScriptedUpstream;
import io.mcpgateway.testkit.ScriptedUpstream.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LegacyRelayTest {
  private static final String CALL =
      "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"a\"}}";
  private static final String INITIALIZE =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{}}";
  private static final String RESULT = "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}";
  private static final String ASK =
      "{\"jsonrpc\":\"2.0\",\"id\":\"s1\",\"method\":\"sampling/createMessage\"}";
  private static final String NOTE =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

  @RegisterExtension final EdgeFixture fixture = new EdgeFixture();

  @Test
  void initializeBringsTheUpstreamsSession() {
    ScriptedUpstream upstream =
        fixture.serve(
            UpstreamProtocol.LEGACY,
            (_, out) -> {
              out.beginEvents("mcp-session-id: s-1");
              out.chunk("id: e1\ndata:\n\nretry: 5000\n\n");
              out.chunk("id: e2\ndata: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\n\n");
              out.endChunks();
            });

    RecordingSink reply = fixture.send(Exchanges.legacy(INITIALIZE, new Session.None()));

    assertThat(reply.whole())
        .containsExactly(
            "begin EVENTS 200",
            "event - id=e1",
            "event - retry=5000",
            "event {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}} id=e2",
            "end");
    assertThat(reply.head).isEqualTo(new ReplyHead(ReplyHead.Shape.EVENTS, 200, "s-1"));
    Request request = upstream.requests().getFirst();
    assertThat(request.headers("mcp-protocol-version")).isEmpty();
    assertThat(request.headers("mcp-session-id")).isEmpty();
  }

  @Test
  void aRequestCarriesTheUpstreamsSessionAndVersion() {
    ScriptedUpstream upstream =
        fixture.serve(
            UpstreamProtocol.LEGACY, (_, out) -> out.respond(200, "application/json", RESULT));

    fixture.send(Exchanges.legacy(CALL, Exchanges.session())).whole();

    Request request = upstream.requests().getFirst();
    assertThat(request.headers("mcp-session-id")).containsExactly("upstream-session");
    assertThat(request.headers("mcp-protocol-version")).containsExactly("2025-11-25");
    assertThat(request.headers("mcp-method")).isEmpty();
  }

  @Test
  void theUpstreamMayAskTheClientOnTheStreamOfARequest() {
    fixture.serve(
        UpstreamProtocol.LEGACY,
        (_, out) -> {
          out.beginEvents();
          out.chunk("data: " + ASK + "\n\ndata: " + RESULT + "\n\n");
          out.endChunks();
        });

    assertThat(fixture.send(Exchanges.legacy(CALL, Exchanges.session())).whole())
        .containsExactly("begin EVENTS 200", "event " + ASK, "event " + RESULT, "end");
  }

  @Test
  void aStreamWithIdsThatEndsEarlyJustEnds() {
    fixture.serve(
        UpstreamProtocol.LEGACY,
        (_, out) -> {
          out.beginEvents();
          out.chunk("id: e1\nretry: 10\ndata:\n\n");
          out.endChunks();
        });

    assertThat(fixture.send(Exchanges.legacy(CALL, Exchanges.session())).whole())
        .containsExactly("begin EVENTS 200", "event - id=e1 retry=10", "end");
  }

  @Test
  void aStreamWithoutIdsThatEndsEarlyIsAFailure() {
    fixture.serve(
        UpstreamProtocol.LEGACY,
        (_, out) -> {
          out.beginEvents();
          out.chunk("data: " + ASK + "\n\n");
          out.endChunks();
        });

    assertThat(fixture.send(Exchanges.legacy(CALL, Exchanges.session())).refused())
        .isEqualTo(new Refusal.UpstreamUnreachable("crm", "the stream ended before the answer"));
  }

  @Test
  void aResponseOnAFreshGetStreamIsDroppedAndOnAResumedOnePasses() {
    ScriptedUpstream upstream =
        fixture.serve(
            UpstreamProtocol.LEGACY,
            (_, out) -> {
              out.beginEvents();
              out.chunk("id: e9\ndata: " + RESULT + "\n\ndata: " + NOTE + "\n\n");
              out.endChunks();
            });

    assertThat(
            fixture.send(Exchanges.legacy(new Operation.OpenStream(), Exchanges.session())).whole())
        .containsExactly("begin EVENTS 200", "event " + NOTE, "end");
    assertThat(fixture.edge().stats().droppedResponses()).isEqualTo(1);
    assertThat(
            fixture
                .send(Exchanges.legacy(new Operation.OpenStream(), Exchanges.resuming("e8")))
                .whole())
        .containsExactly("begin EVENTS 200", "event " + RESULT + " id=e9", "event " + NOTE, "end");
    assertThat(upstream.requests().getFirst().method()).isEqualTo("GET");
    assertThat(upstream.requests().getFirst().headers("accept"))
        .containsExactly("text/event-stream");
    assertThat(upstream.requests().getFirst().headers("last-event-id")).isEmpty();
    assertThat(upstream.requests().get(1).headers("last-event-id")).containsExactly("e8");
  }

  @Test
  void cancellingAGetStreamClosesItsConnection() {
    ScriptedUpstream upstream =
        fixture.serve(
            UpstreamProtocol.LEGACY,
            (_, out) -> {
              out.beginEvents();
              out.awaitClose();
            });
    RecordingSink sink = new RecordingSink();
    ReplyControl control =
        fixture.start(Exchanges.legacy(new Operation.OpenStream(), Exchanges.session()), sink);
    await().until(() -> sink.calls().size() == 1);

    fixture.onLoop(
        () -> {
          control.cancel();
          return true;
        });

    await().until(() -> upstream.endedConnections() == 1);
  }

  @ParameterizedTest(name = "{0} with {1}: {4}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "note | session | 202 | `` | bare 202",
        "note | session | 200 | text/plain:accepted | bare 202",
        "note | session | 204 | `` | bare 202",
        "note | session | 400 | application/json:{'jsonrpc':'2.0','id':null,'error':"
            + "{'code':-32600,'message':'m'}} | begin JSON 400",
        "answer | session | 202 | `` | bare 202",
        "call | session | 404 | `` | refuse unknown-session",
        "call | session | 404 | application/json:{'jsonrpc':'2.0','id':null,'error':"
            + "{'code':-32001,'message':'Session not found'}} | refuse unknown-session",
        "call | session | 404 | application/json:{'jsonrpc':'2.0','id':7,'error':"
            + "{'code':-32601,'message':'m'}} | begin JSON 404",
        "call | session | 400 | application/json:{'jsonrpc':'2.0','id':null,'error':"
            + "{'code':-32000,'message':'Bad Request: No valid session ID provided'}}"
            + " | refuse unknown-session",
        "call | session | 400 | application/json:{'jsonrpc':'2.0','id':null,'error':"
            + "{'code':-32000,'message':'Bad Request: Server not initialized'}}"
            + " | refuse unknown-session",
        "call | session | 400 | application/json:{'jsonrpc':'2.0','id':null,'error':"
            + "{'code':-32000,'message':'Unsupported protocol version'}} | begin JSON 400",
        "call | none | 404 | text/plain:x | bare 404",
        "call | none | 400 | application/json:{'jsonrpc':'2.0','id':null,'error':"
            + "{'code':-32000,'message':'no session'}} | begin JSON 400",
        "call | session | 405 | `` | bare 405",
        "call | session | 202 | `` | refuse bad-upstream-answer",
        "call | session | 500 | text/html:x | refuse bad-upstream-answer",
        "call | session | 503 | text/html:x | refuse upstream-unreachable",
        "call | session | 401 | `` | refuse credential-failed",
        "call | session | 403 | application/json:{'jsonrpc':'2.0','id':7,'result':{}}"
            + " | refuse credential-failed",
        "get | session | 401 | `` | refuse credential-failed",
        "delete | session | 401 | `` | refuse credential-failed",
        "get | session | 405 | application/json:{'jsonrpc':'2.0','id':null,'error':"
            + "{'code':-32000,'message':'Method not allowed.'}} | bare 405",
        "get | session | 404 | `` | refuse unknown-session",
        "get | session | 400 | text/plain:x | bare 400",
        "get | session | 200 | application/json:{} | refuse bad-upstream-answer",
        "delete | session | 200 | `` | bare 200",
        "delete | session | 204 | `` | bare 204",
        "delete | session | 405 | text/html:x | bare 405",
        "delete | session | 404 | `` | refuse unknown-session",
      })
  void everyStatusHasItsMeaning(
      String what, String session, int status, String content, String meaning) {
    String json = content.replace('\'', '"');
    int colon = json.indexOf(':');
    fixture.serve(
        UpstreamProtocol.LEGACY,
        (_, out) ->
            out.respond(
                status,
                colon < 0 ? "" : json.substring(0, colon),
                colon < 0 ? "" : json.substring(colon + 1)));
    Session known = session.equals("session") ? Exchanges.session() : new Session.None();

    RecordingSink reply =
        fixture.send(
            switch (what) {
              case "note" -> Exchanges.legacy(NOTE, known);
              case "answer" ->
                  Exchanges.legacy("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}", known);
              case "get" -> Exchanges.legacy(new Operation.OpenStream(), known);
              case "delete" -> Exchanges.legacy(new Operation.EndSession(), known);
              default -> Exchanges.legacy(CALL, known);
            });

    assertThat(reply.whole()).first().isEqualTo(meaning);
  }
}
