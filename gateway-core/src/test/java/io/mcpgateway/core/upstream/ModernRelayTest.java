package io.mcpgateway.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.core.exchange.Credential;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.ReplyControl;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.testkit.ScriptedUpstream;
import io.mcpgateway.testkit.ScriptedUpstream.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModernRelayTest {
  static final String CALL =
      "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"añb\","
          + "\"arguments\":{\"n\":1.10}}}";
  private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\"}";
  static final String RESULT = "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"a\":1.10}}";
  private static final String PROGRESS =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{}}";

  @RegisterExtension final EdgeFixture fixture = new EdgeFixture();

  @Test
  void theRequestIsBuiltFromWhatTheGatewayKnows() {
    ScriptedUpstream upstream =
        fixture.serve(
            UpstreamProtocol.MODERN, (_, out) -> out.respond(200, "application/json", RESULT));

    fixture
        .send(
            Exchanges.modern(
                    CALL,
                    Map.of(
                        "authorization", "Bearer client-secret",
                        "cookie", "a=b",
                        "x-forwarded-for", "1.2.3.4",
                        "mcp-param-region", "eu",
                        "mcp-method", "tools/list",
                        "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"))
                .with(new Credential(Map.of("authorization", "Bearer own", "host", "evil"))))
        .whole();

    Request request = upstream.requests().getFirst();
    assertThat(request.text()).isEqualTo(CALL);
    assertThat(request.head().lines().filter(line -> !line.isEmpty()))
        .containsExactlyInAnyOrder(
            "POST /mcp HTTP/1.1",
            "host: " + upstream.url().getAuthority(),
            "authorization: Bearer own",
            "accept: application/json, text/event-stream",
            "accept-encoding: identity",
            "content-type: application/json",
            "content-length: " + request.body().length,
            "mcp-protocol-version: 2026-07-28",
            "mcp-method: tools/call",
            "mcp-name: =?base64?YcOxYg==?=",
            "mcp-param-region: eu");
  }

  @Test
  void aJsonAnswerPassesByteForByte() {
    fixture.serve(
        UpstreamProtocol.MODERN,
        (_, out) -> out.respond(200, "Application/JSON ; charset=utf-8", RESULT));

    assertThat(fixture.send(Exchanges.modern(CALL)).whole())
        .containsExactly("begin JSON 200", "event " + RESULT, "end");
  }

  @Test
  void aStreamPassesEventByEventWithoutIdsAndRetry() {
    fixture.serve(
        UpstreamProtocol.MODERN,
        (_, out) -> {
          out.beginEvents();
          out.chunk(": comment\n\nid: 1\nretry: 5\ndata:\n\n");
          out.chunk("id: 2\ndata: " + PROGRESS + "\n\nevent: other\ndata: x\n\n");
          out.chunk("data: {\"jsonrpc\":\"2.0\",\ndata: \"id\":7,\"result\":{}}\n\n");
          out.endChunks();
        });

    assertThat(fixture.send(Exchanges.modern(CALL)).whole())
        .containsExactly(
            "begin EVENTS 200",
            "event " + PROGRESS,
            "event {\"jsonrpc\":\"2.0\",\n\"id\":7,\"result\":{}}",
            "end");
  }

  @Test
  void aResponseThatComesByteByByteIsTheSame() {
    fixture.serve(
        UpstreamProtocol.MODERN,
        (_, out) ->
            out.drip(
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                    + "Connection: close\r\n\r\ndata: "
                    + RESULT
                    + "\r\n\r\n"));

    assertThat(fixture.send(Exchanges.modern(CALL)).whole())
        .containsExactly("begin EVENTS 200", "event " + RESULT, "end");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 500})
  void anErrorOfTheUpstreamsOwnPassesWithItsStatus(int status) {
    String error = "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32021,\"message\":\"m\"}}";
    fixture.serve(
        UpstreamProtocol.MODERN, (_, out) -> out.respond(status, "application/json", error));

    assertThat(fixture.send(Exchanges.modern(CALL)).whole())
        .containsExactly("begin JSON " + status, "event " + error, "end");
  }

  @Test
  void idsAreComparedAsTextNotAsTheyAreEscaped() {
    String result = "{\"jsonrpc\":\"2.0\",\"id\":\"\\u0041\",\"result\":{}}";
    fixture.serve(
        UpstreamProtocol.MODERN, (_, out) -> out.respond(200, "application/json", result));

    assertThat(fixture.send(Exchanges.modern(CALL.replace("\"id\":7", "\"id\":\"A\""))).whole())
        .containsExactly("begin JSON 200", "event " + result, "end");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "foreign id | 200 | application/json | {'jsonrpc':'2.0','id':8,'result':{}}",
        "id of another type | 200 | application/json | {'jsonrpc':'2.0','id':'7','result':{}}",
        "no id | 200 | application/json | {'jsonrpc':'2.0','error':{'code':1,'message':''}}",
        "result and error | 200 | application/json |"
            + " {'jsonrpc':'2.0','id':7,'result':{},'error':{}}",
        "two results | 200 | application/json |"
            + " {'jsonrpc':'2.0','id':7,'result':{}}{'jsonrpc':'2.0','id':7,'result':{}}",
        "duplicate member | 200 | application/json | {'jsonrpc':'2.0','id':7,'id':7,'result':{}}",
        "a request | 200 | application/json | {'jsonrpc':'2.0','id':7,'method':'ping'}",
        "a batch | 200 | application/json | [{'jsonrpc':'2.0','id':7,'result':{}}]",
        "nothing | 200 | application/json | ``",
        "html | 200 | text/html | <html>",
        "wrong type | 200 | text/plain | {'jsonrpc':'2.0','id':7,'result':{}}",
        "html error | 404 | text/html | <html>",
        "accepted | 202 | `` | ``",
        "redirect | 302 | `` | ``",
        "stream with foreign id | 200 | text/event-stream |"
            + " data: {'jsonrpc':'2.0','id':8,'result':{}}~~",
        "stream with a request | 200 | text/event-stream |"
            + " data: {'jsonrpc':'2.0','id':7,'method':'ping'}~~",
        "stream with two messages in one event | 200 | text/event-stream |"
            + " data: {'jsonrpc':'2.0','id':7,'result':{}}~data: {'jsonrpc':'2.0','id':7,'result':{}}~~",
      })
  void anAnswerThatCannotBeVouchedForIsRefusedAndItsConnectionDestroyed(
      String name, int status, String type, String body) {
    ScriptedUpstream upstream =
        fixture.serve(
            UpstreamProtocol.MODERN,
            (_, out) -> out.respond(status, type, body.replace('\'', '"').replace('~', '\n')));

    RecordingSink reply = fixture.send(Exchanges.modern(CALL));

    assertThat(reply.refused()).isInstanceOf(Refusal.BadUpstreamAnswer.class);
    assertThat(reply.calls()).noneMatch(call -> call.startsWith("event"));
    assertThat(upstream.requests()).hasSize(1);
    await().until(() -> upstream.endedConnections() == 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: identity\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: 5, 6\r\n",
        "Content-Length: -5\r\n",
        "Content-Encoding: gzip\r\nContent-Length: 5\r\n",
        "Bad Header: x\r\nContent-Length: 5\r\n",
        "Content-Length: 5\r\n obs: fold\n",
      })
  void aHeadThatCanBeReadInTwoWaysDestroysTheConnection(String fields) {
    ScriptedUpstream upstream =
        fixture.serve(
            UpstreamProtocol.MODERN,
            (_, out) -> {
              out.send(
                  "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                      + fields
                      + "\r\n5\r\nhello\r\n0\r\n\r\n");
              out.awaitClose();
            });

    assertThat(fixture.send(Exchanges.modern(CALL)).refused())
        .isInstanceOf(Refusal.BadUpstreamAnswer.class);
    await().until(() -> upstream.endedConnections() == 1);
  }

  @Test
  void bytesBehindTheResponseNeverReachAnybody() {
    ScriptedUpstream upstream =
        fixture.serve(
            UpstreamProtocol.MODERN,
            (_, out) -> {
              out.send(
                  "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                      + RESULT.length()
                      + "\r\n\r\n"
                      + RESULT
                      + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
              out.awaitClose();
            });

    assertThat(fixture.send(Exchanges.modern(CALL)).refused())
        .isInstanceOf(Refusal.BadUpstreamAnswer.class);
    await().until(() -> upstream.endedConnections() == 1);
    assertThat(fixture.edge().stats().idleConnections()).isZero();
  }

  @Test
  void bytesOnAnIdleConnectionEndIt() {
    ScriptedUpstream upstream =
        fixture.serve(
            UpstreamProtocol.MODERN,
            (_, out) -> {
              out.respond(200, "application/json", RESULT);
              await().until(() -> fixture.edge().stats().idleConnections() == 1);
              out.respond(200, "application/json", RESULT);
              out.awaitClose();
            });

    fixture.send(Exchanges.modern(CALL)).whole();

    await().until(() -> upstream.endedConnections() == 1);
    assertThat(fixture.edge().stats().openConnections()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 101 Switching\r\n\r\n", "1xx"})
  void informationalResponsesAreSkippedWithinReason(String said) {
    fixture.serve(
        UpstreamProtocol.MODERN,
        (_, out) -> {
          out.send(said.equals("1xx") ? "HTTP/1.1 103 Hints\r\n\r\n".repeat(9) : said);
          out.awaitClose();
        });

    assertThat(fixture.send(Exchanges.modern(CALL)).refused())
        .isInstanceOf(Refusal.BadUpstreamAnswer.class);
  }

  @Test
  void aConnectionIsUsedAgainAfterACleanResponse() {
    ScriptedUpstream upstream =
        fixture.serve(
            UpstreamProtocol.MODERN,
            (request, out) -> {
              if (request.text().contains("tools/list")) {
                out.respond(200, "application/json", RESULT);
              } else {
                out.beginEvents();
                out.chunk("data: " + RESULT + "\n\n");
                out.endChunks();
              }
            });

    fixture.send(Exchanges.modern(CALL)).whole();
    await().until(() -> fixture.edge().stats().idleConnections() == 1);
    fixture.send(Exchanges.modern(LIST)).whole();
    fixture.send(Exchanges.modern(CALL)).whole();

    assertThat(upstream.connections()).isEqualTo(1);
    assertThat(upstream.requests()).extracting(Request::text).containsExactly(CALL, LIST, CALL);
    assertThat(fixture.edge().stats().reused()).isEqualTo(2);
  }

  @Test
  void aToolCallIsNeverSentTwice() {
    ScriptedUpstream upstream = fixture.serve(UpstreamProtocol.MODERN, afterOneAnswerClose());
    fixture.send(Exchanges.modern(CALL)).whole();
    await().until(() -> fixture.edge().stats().idleConnections() == 1);

    RecordingSink second = fixture.send(Exchanges.modern(CALL));

    assertThat(second.refused()).isInstanceOf(Refusal.UpstreamUnreachable.class);
    assertThat(upstream.requests()).hasSize(2);
  }

  @Test
  void aListIsSentOnceMoreWhenAnIdleConnectionTurnsOutToBeDead() {
    ScriptedUpstream upstream = fixture.serve(UpstreamProtocol.MODERN, afterOneAnswerClose());
    fixture.send(Exchanges.modern(CALL)).whole();
    await().until(() -> fixture.edge().stats().idleConnections() == 1);

    RecordingSink second = fixture.send(Exchanges.modern(LIST));

    assertThat(second.whole()).last().isEqualTo("end");
    assertThat(upstream.requests()).extracting(Request::connection).containsExactly(1, 1, 2);
    assertThat(fixture.edge().stats().repeated()).isEqualTo(1);
  }

  private static ScriptedUpstream.Script afterOneAnswerClose() {
    AtomicInteger seen = new AtomicInteger();
    return (_, out) -> {
      if (seen.incrementAndGet() == 2) {
        out.close();
      } else {
        out.respond(200, "application/json", RESULT);
      }
    };
  }

  @Test
  void onlyAClosedConnectionTellsTheUpstreamThatTheClientLeft() {
    ScriptedUpstream upstream =
        fixture.serve(
            UpstreamProtocol.MODERN,
            (_, out) -> {
              out.beginEvents();
              out.chunk("data: " + PROGRESS + "\n\n");
              out.awaitClose();
            });
    RecordingSink sink = new RecordingSink();
    ReplyControl control = fixture.start(Exchanges.modern(CALL), sink);
    await().until(() -> sink.calls().size() == 2);

    fixture.onLoop(
        () -> {
          control.cancel();
          control.cancel();
          return true;
        });

    await().until(() -> upstream.endedConnections() == 1);
    assertThat(sink.calls()).containsExactly("begin EVENTS 200", "event " + PROGRESS);
    assertThat(fixture.edge().stats().inFlight()).isZero();
    assertThat(fixture.edge().stats().openConnections()).isZero();
  }

  @Test
  void aSlowClientSlowsTheUpstreamDown() {
    String big = PROGRESS.replace("{}", "{\"x\":\"" + "y".repeat(60_000) + "\"}");
    AtomicInteger sent = new AtomicInteger();
    fixture.serve(
        UpstreamProtocol.MODERN,
        (_, out) -> {
          out.beginEvents();
          while (sent.get() < 2_000) {
            out.chunk("data: " + big + "\n\n");
            sent.incrementAndGet();
          }
          out.chunk("data: " + RESULT + "\n\n");
          out.endChunks();
        });
    RecordingSink sink = new RecordingSink();
    ReplyControl control = fixture.start(Exchanges.modern(CALL), sink);
    fixture.onLoop(
        () -> {
          control.pause();
          return true;
        });

    // The upstream blocks on a full socket; what it could send is what two sockets hold.
    await()
        .during(Duration.ofMillis(300))
        .until(
            () -> {
              int now = sent.get();
              return now < 1_000 && sink.calls().size() < 100;
            });

    fixture.onLoop(
        () -> {
          control.resume();
          return true;
        });
    assertThat(sink.whole()).hasSize(2_003).last().isEqualTo("end");
  }

  @Test
  void aLegacyClientIsToldWhichErasDoNotMeet() {
    ScriptedUpstream upstream = fixture.serve(UpstreamProtocol.MODERN, (_, _) -> {});

    RecordingSink reply = fixture.send(Exchanges.legacy(CALL, Exchanges.session()));

    assertThat(reply.refused()).isEqualTo(new Refusal.EraMismatch(Era.LEGACY, "modern"));
    assertThat(upstream.requests()).isEmpty();
  }

  @Test
  void aSubscriptionStaysOpenUntilItsAnswer() {
    String listen =
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"subscriptions/listen\",\"params\":{}}";
    String changed = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}";
    fixture.serve(
        UpstreamProtocol.MODERN,
        (_, out) -> {
          out.beginEvents();
          out.chunk("data: " + changed + "\n\n");
          out.chunk(":\n\n");
          out.chunk("data: " + RESULT + "\n\n");
          out.endChunks();
        });

    assertThat(fixture.send(Exchanges.modern(listen)).whole())
        .isEqualTo(List.of("begin EVENTS 200", "event " + changed, "event " + RESULT, "end"));
  }
}
