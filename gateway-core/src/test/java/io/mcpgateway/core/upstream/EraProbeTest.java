package io.mcpgateway.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.testkit.ScriptedUpstream;
import io.mcpgateway.testkit.ScriptedUpstream.Connection;
import io.mcpgateway.testkit.ScriptedUpstream.Request;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EraProbeTest {
  private static final String CALL = ModernRelayTest.CALL;
  private static final String RESULT = "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}";
  private static final String DISCOVERED =
      "200 application/json {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"supportedVersions\":"
          + "[\"2027-01-01\",\"2026-07-28\"],\"capabilities\":{}}}";
  private static final String INITIALIZED =
      """
      200 text/event-stream id: 1
      data:

      retry: 5000
      data:

      data: {"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-11-25"}}

      """;
  private static final String SDK_400 =
      "400 application/json {\"jsonrpc\":\"2.0\",\"id\":null,\"error\":"
          + "{\"code\":-32000,\"message\":\"Bad Request: Server not initialized\"}}";
  private static final String UNSUPPORTED =
      "400 application/json {\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32022,"
          + "\"message\":\"m\",\"data\":{\"supported\":[\"2026-07-28\"]}}}";
  private static final String ENDPOINT =
      "200 text/event-stream event: endpoint\ndata: /messages?s=1\n\n";

  private volatile Instant now = Instant.EPOCH;
  private volatile String discoverAnswer = "404";
  private volatile String exchangeAnswer = "200 application/json " + RESULT;

  @RegisterExtension final EdgeFixture fixture = new EdgeFixture();

  private static String answer(String name) {
    return switch (name) {
      case "discovered" -> DISCOVERED;
      case "discovered-future" -> DISCOVERED.replace(",\"2026-07-28\"", "");
      case "initialized" -> INITIALIZED;
      case "sdk-400" -> SDK_400;
      case "unsupported" -> UNSUPPORTED;
      case "unsupported-future" -> UNSUPPORTED.replace("2026-07-28", "2027-01-01");
      case "header-mismatch" -> UNSUPPORTED.replace("-32022", "-32020");
      case "no-method" ->
          "200 application/json {\"jsonrpc\":\"2.0\",\"id\":1,\"error\":"
              + "{\"code\":-32601,\"message\":\"m\"}}";
      case "endpoint" -> ENDPOINT;
      default -> name.replace('-', ' ') + " text/html <html>";
    };
  }

  private static void respond(Connection out, String answer) throws IOException {
    String[] parts = answer.split(" ", 3);
    out.respond(Integer.parseInt(parts[0]), parts[1], parts[2]);
  }

  private static String kind(Request request) {
    if (request.text().contains("server/discover")) {
      return "discover";
    }
    if (request.text().contains("\"initialize\"")) {
      return "initialize";
    }
    return request.text().isEmpty() ? request.method() : "exchange";
  }

  private ScriptedUpstream upstream(String discover, String initialize, String get) {
    return fixture.serve(
        UpstreamProtocol.AUTO,
        (request, out) -> {
          switch (kind(request)) {
            case "discover" -> respond(out, answer(discover));
            case "initialize" -> respond(out, answer(initialize));
            case "GET" -> respond(out, answer(get));
            default -> out.respond(200, "application/json", RESULT);
          }
        });
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "TypeScript SDK v2 with sessions, discovered, initialized, 400, MODERN LEGACY",
    "FastMCP 4, discovered, initialized, 400, MODERN LEGACY",
    "server-everything, sdk-400, initialized, 400, LEGACY",
    "modern only, discovered, unsupported, 405, MODERN",
    "modern that finds fault with the probe, header-mismatch, unsupported, 405, MODERN",
    "modern without discover answer but with versions, unsupported, unsupported, 405, MODERN",
    "legacy that knows no such method, no-method, initialized, 405, LEGACY",
    "modern of another revision and legacy, discovered-future, initialized, 405, LEGACY",
    "the same with an error, unsupported-future, initialized, 405, LEGACY",
    "server-everything SSE, 404, 404, endpoint, SSE",
    "FastMCP SSE, 405, 405, endpoint, SSE",
  })
  void anUpstreamIsKnownByItsAnswers(
      String name, String discover, String initialize, String get, String eras) {
    upstream(discover, initialize, get);

    fixture.send(Exchanges.modern(CALL)).whole();

    Set<Era> expected =
        Arrays.stream(eras.split(" ")).map(Era::valueOf).collect(Collectors.toSet());
    assertThat(fixture.edge().eras()).isEqualTo(expected);
  }

  @Test
  void theFirstExchangeWaitsForTheProbeAndOthersShareIt() {
    CountDownLatch waiting = new CountDownLatch(1);
    ScriptedUpstream upstream =
        fixture.serve(
            UpstreamProtocol.AUTO,
            (request, out) -> {
              switch (kind(request)) {
                case "discover" -> {
                  await(waiting);
                  respond(out, DISCOVERED);
                }
                case "initialize" -> respond(out, SDK_400);
                default -> out.respond(200, "application/json", RESULT);
              }
            });
    RecordingSink first = fixture.send(Exchanges.modern(CALL));
    RecordingSink second = fixture.send(Exchanges.modern(CALL));
    waiting.countDown();

    assertThat(first.whole()).last().isEqualTo("end");
    assertThat(second.whole()).last().isEqualTo("end");
    assertThat(upstream.requests().stream().map(EraProbeTest::kind))
        .containsExactlyInAnyOrder("discover", "initialize", "exchange", "exchange");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  @Test
  void theProbeIsAProperModernRequestAndLeavesNoSessionBehind() {
    ScriptedUpstream upstream =
        fixture.serve(
            UpstreamProtocol.AUTO,
            (request, out) -> {
              if (kind(request).equals("initialize")) {
                String body =
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocolVersion\":\"2025-11-25\"}}";
                out.send("HTTP/1.1 200 OK\r\nMcp-Session-Id: probe\r\n");
                out.send("Content-Type: application/json\r\nContent-Length: " + body.length());
                out.send("\r\n\r\n" + body);
              } else {
                respond(out, SDK_400);
              }
            });

    fixture.send(Exchanges.modern(CALL)).whole();

    awaitility().until(() -> upstream.requests().size() == 3);
    Request discover = upstream.requests().getFirst();
    assertThat(discover.headers("mcp-method")).containsExactly("server/discover");
    assertThat(discover.headers("mcp-protocol-version")).containsExactly("2026-07-28");
    assertThat(discover.text()).contains("\"io.modelcontextprotocol/clientCapabilities\":{}");
    Request delete = upstream.requests().get(2);
    assertThat(delete.method()).isEqualTo("DELETE");
    assertThat(delete.headers("mcp-session-id")).containsExactly("probe");
  }

  private static org.awaitility.core.ConditionFactory awaitility() {
    return org.awaitility.Awaitility.await();
  }

  @ParameterizedTest
  @CsvSource({
    "401, credential-failed",
    "403, credential-failed",
    "500, bad-upstream-answer",
    "503, bad-upstream-answer",
    "429, bad-upstream-answer"
  })
  void refusedCredentialsAndServerErrorsSayNothing(String status, String refusal) {
    ScriptedUpstream upstream = upstream(status, "initialized", "405");

    assertThat(fixture.send(Exchanges.modern(CALL)).refused().reason()).isEqualTo(refusal);
    assertThat(fixture.edge().eras()).isNull();
    fixture.send(Exchanges.modern(CALL)).whole();
    assertThat(upstream.requests().stream().map(EraProbeTest::kind))
        .containsExactly("discover", "discover");
  }

  @Test
  void aSilentUpstreamTimesOut() {
    ScriptedUpstream upstream = ScriptedUpstream.start((_, out) -> out.awaitClose());
    fixture.own(upstream);
    fixture.reach(EdgeFixture.impatient(upstream.url(), UpstreamProtocol.AUTO));

    assertThat(fixture.send(Exchanges.modern(CALL)).refused())
        .isInstanceOf(Refusal.UpstreamTimeout.class);
    assertThat(fixture.edge().eras()).isNull();
  }

  @Test
  void whatSpeaksNoEraIsABadAnswer() {
    upstream("404", "404", "404");

    assertThat(fixture.send(Exchanges.modern(CALL)).refused())
        .isEqualTo(new Refusal.BadUpstreamAnswer("crm", "the upstream speaks no era of MCP"));
  }

  @Test
  void aMismatchNamesBothEras() {
    upstream("404", "initialized", "405");

    assertThat(fixture.send(Exchanges.modern(CALL)).refused())
        .isEqualTo(new Refusal.EraMismatch(Era.MODERN, "legacy"));
  }

  @Test
  void bothClientsReachAnUpstreamOfBothEras() {
    upstream("discovered", "initialized", "405");

    assertThat(fixture.send(Exchanges.modern(CALL)).whole()).last().isEqualTo("end");
    assertThat(fixture.send(Exchanges.legacy(CALL, Exchanges.session())).whole())
        .last()
        .isEqualTo("end");
  }

  @Test
  void aLegacyVerdictRetiresAndAModernOneStaysUntilItFails() {
    ScriptedUpstream upstream =
        ScriptedUpstream.start(
            (request, out) -> {
              switch (kind(request)) {
                case "discover" -> respond(out, answer(discoverAnswer));
                case "initialize" -> respond(out, INITIALIZED);
                default -> respond(out, exchangeAnswer);
              }
            });
    fixture.own(upstream);
    fixture.reach(UpstreamSettings.of("crm", upstream.url(), UpstreamProtocol.AUTO), () -> now);
    fixture.send(Exchanges.modern(CALL)).whole();
    assertThat(fixture.edge().eras()).isEqualTo(Set.of(Era.LEGACY));

    now = now.plus(Duration.ofMinutes(11));
    assertThat(fixture.edge().eras()).isNull();

    discoverAnswer = "discovered";
    fixture.send(Exchanges.modern(CALL)).whole();
    now = now.plus(Duration.ofDays(11));
    assertThat(fixture.edge().eras()).isEqualTo(Set.of(Era.MODERN, Era.LEGACY));

    exchangeAnswer = SDK_400;
    fixture.send(Exchanges.modern(CALL)).whole();
    assertThat(fixture.edge().eras()).isNull();
  }

  @Test
  void aConfiguredEraIsNotProbed() {
    ScriptedUpstream upstream =
        fixture.serve(
            UpstreamProtocol.SSE, (_, out) -> out.respond(200, "application/json", RESULT));

    assertThat(fixture.send(Exchanges.modern(CALL)).refused())
        .isEqualTo(new Refusal.EraMismatch(Era.MODERN, "sse"));
    assertThat(fixture.edge().eras()).isEqualTo(Set.of(Era.SSE));
    assertThat(upstream.requests()).isEqualTo(List.of());
  }
}
