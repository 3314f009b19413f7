package io.mcpgateway.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.testkit.ScriptedUpstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamFailureTest {
  private static final String CALL = ModernRelayTest.CALL;
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String EVENT =
      "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{}}\n\n";

  @RegisterExtension final EdgeFixture fixture = new EdgeFixture();

  @Test
  void nobodyListens() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    fixture.reach(
        UpstreamSettings.of(
            "crm", URI.create("http://127.0.0.1:" + port), UpstreamProtocol.MODERN));

    assertThat(fixture.send(Exchanges.modern(CALL)).refused())
        .isEqualTo(new Refusal.UpstreamUnreachable("crm", "the connection was refused"));
    assertThat(fixture.edge().stats().connectFailures()).isEqualTo(1);
    assertThat(fixture.edge().stats().inFlight()).isZero();
  }

  @Test
  void nobodyKnowsTheName() {
    fixture.reach(
        UpstreamSettings.of(
            "crm", URI.create("http://no-such-host.invalid/mcp"), UpstreamProtocol.MODERN));

    assertThat(fixture.send(Exchanges.modern(CALL)).refused())
        .isEqualTo(new Refusal.UpstreamUnreachable("crm", "the host name cannot be resolved"));
  }

  @Test
  void aNameIsResolvedAndAllItsAddressesAreTried() {
    ScriptedUpstream upstream =
        fixture.serve(
            UpstreamProtocol.MODERN,
            (_, out) ->
                out.respond(
                    200, "application/json", "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}"));
    fixture.reach(
        UpstreamSettings.of(
            "crm",
            URI.create("http://localhost:" + upstream.url().getPort() + "/mcp"),
            UpstreamProtocol.MODERN));

    assertThat(fixture.send(Exchanges.modern(CALL)).whole()).last().isEqualTo("end");
  }

  @Test
  void theFirstByteDoesNotCome() {
    ScriptedUpstream upstream = impatient((_, out) -> out.awaitClose());

    assertThat(fixture.send(Exchanges.modern(CALL)).refused())
        .isEqualTo(new Refusal.UpstreamTimeout("crm", "no response within PT0.15S"));
    await().until(() -> upstream.endedConnections() == 1);
  }

  @Test
  void aStreamFallsSilent() {
    ScriptedUpstream upstream =
        impatient(
            (_, out) -> {
              out.beginEvents();
              out.chunk(EVENT);
              out.awaitClose();
            });

    RecordingSink reply = fixture.send(Exchanges.modern(CALL));

    assertThat(reply.refused())
        .isEqualTo(new Refusal.UpstreamTimeout("crm", "nothing more for PT0.15S"));
    assertThat(reply.calls()).hasSize(3).last().isEqualTo("refuse upstream-timeout");
    await().until(() -> upstream.endedConnections() == 1);
  }

  @Test
  void aStreamThatNeverEndsEndsAtTheTotalTimeout() {
    impatient(
        (_, out) -> {
          out.beginEvents();
          while (true) {
            out.chunk(":\n\n");
          }
        });

    assertThat(fixture.send(Exchanges.modern(CALL)).refused())
        .isEqualTo(new Refusal.UpstreamTimeout("crm", "the response did not end within PT2S"));
  }

  @Test
  void tooManyRequestsAtOnceAreRefusedNotQueued() {
    impatient((_, out) -> out.awaitClose());

    for (int i = 0; i < 4; i++) {
      fixture.start(Exchanges.modern(CALL), new RecordingSink());
    }

    assertThat(fixture.send(Exchanges.modern(CALL)).refused())
        .isInstanceOf(Refusal.Unavailable.class);
  }

  private ScriptedUpstream impatient(ScriptedUpstream.Script script) {
    ScriptedUpstream upstream = ScriptedUpstream.start(script);
    fixture.own(upstream);
    fixture.reach(EdgeFixture.impatient(upstream.url(), UpstreamProtocol.MODERN));
    return upstream;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theUpstreamDiesAtAnyByteOfAStream(boolean reset) {
    String whole = HEAD + Integer.toHexString(EVENT.length()) + "\r\n" + EVENT + "\r\n";
    int[] cut = {0};
    ScriptedUpstream upstream =
        fixture.serve(
            UpstreamProtocol.MODERN,
            (_, out) -> {
              out.send(whole.substring(0, cut[0]));
              if (reset) {
                out.reset();
              } else {
                out.close();
              }
            });

    for (cut[0] = 0; cut[0] <= whole.length(); cut[0] += 7) {
      RecordingSink reply = fixture.send(Exchanges.modern(CALL));

      assertThat(reply.refused())
          .as("cut at %d", cut[0])
          .isInstanceOfAny(Refusal.UpstreamUnreachable.class, Refusal.BadUpstreamAnswer.class);
      assertThat(reply.calls()).last().asString().startsWith("refuse");
    }
    assertThat(upstream.requests()).hasSize(whole.length() / 7 + 1);
    await().until(() -> fixture.edge().stats().openConnections() == 0);
  }

  @Test
  void aBodyThatIsCutOffIsNoAnswer() {
    fixture.serve(
        UpstreamProtocol.MODERN,
        (_, out) -> {
          out.send(
              "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n"
                  + "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}");
          out.close();
        });

    assertThat(fixture.send(Exchanges.modern(CALL)).refused())
        .isEqualTo(
            new Refusal.UpstreamUnreachable("crm", "the connection closed within the response"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"5425 2334 3010 9903", "42 Low", "000 None", "1000 High", "99999999999 X"})
  void whatStandsForAStatusAndIsNoneIsNotSaid(String status) {
    fixture.serve(
        UpstreamProtocol.MODERN,
        (_, out) -> {
          out.send("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n");
          out.close();
        });

    assertThat(fixture.send(Exchanges.modern(CALL)).refused())
        .isIn(
            new Refusal.BadUpstreamAnswer("crm", "a malformed status line"),
            new Refusal.BadUpstreamAnswer("crm", "the response is not valid HTTP"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/event-stream"})
  void whatIsLargerThanAMessageMayBeIsRefused(String type) {
    ScriptedUpstream upstream =
        impatient(
            (_, out) -> {
              out.send("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\n\r\ndata: ");
              while (true) {
                out.send("x".repeat(10_000));
              }
            });

    assertThat(fixture.send(Exchanges.modern(CALL)).refused())
        .isInstanceOf(Refusal.BadUpstreamAnswer.class);
    await().until(() -> upstream.endedConnections() == 1);
  }

  @Test
  void anUpstreamThatClosesInGoodTimeCostsNothing() {
    ScriptedUpstream upstream =
        fixture.serve(
            UpstreamProtocol.MODERN,
            (_, out) -> {
              out.respond(200, "application/json", "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}");
              out.close();
            });

    fixture.send(Exchanges.modern(CALL)).whole();
    await().until(() -> fixture.edge().stats().openConnections() == 0);

    assertThat(fixture.send(Exchanges.modern(CALL)).whole()).last().isEqualTo("end");
    assertThat(upstream.requests()).hasSize(2);
  }
}
