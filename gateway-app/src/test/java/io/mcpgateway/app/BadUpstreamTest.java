package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.testkit.ScriptedUpstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Upstreams that fail and clients that go away: each call is sent once at most, ends with a clear
 * answer if anybody is there to read it, and leaves one record.
 */
class BadUpstreamTest {
  private static final String GOOD =
      "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"resultType\":\"complete\",\"content\":[]}}";
  private static final String EVENT =
      "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\","
          + "\"params\":{\"progressToken\":1,\"progress\":1}}\n\n";

  @TempDir static Path directory;
  private static ScriptedUpstream upstream;
  private static WholeGateway gateway;

  @BeforeAll
  static void open() throws Exception {
    upstream = ScriptedUpstream.start(BadUpstreamTest::answer);
    int nobody;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = free.getLocalPort();
    }
    gateway =
        WholeGateway.start(
            directory,
            "",
            """
            upstreams:
              - { name: up, url: "%1$s", protocol: modern }
              - { name: impatient, url: "%1$s", protocol: modern, timeouts: { first-byte: 200ms, idle: 200ms } }
              - { name: gone, url: "http://127.0.0.1:%2$d/mcp", protocol: modern }
            routes:
              - { path: /mcp, upstream: up, anonymous: true, permit-all: true }
              - { path: /impatient, upstream: impatient, anonymous: true, permit-all: true }
              - { path: /gone, upstream: gone, anonymous: true, permit-all: true }
            """
                .formatted(upstream.url(), nobody));
  }

  @AfterAll
  static void close() {
    gateway.close();
    upstream.close();
  }

  /** Does what the name of the tool says. */
  private static void answer(ScriptedUpstream.Request request, ScriptedUpstream.Connection out)
      throws IOException {
    JsonNode message = WholeGateway.JSON.readTree(request.body());
    if (message.path("method").asText().equals("tools/list")) {
      out.respond(
          200,
          "application/json",
          "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"resultType\":\"complete\",\"tools\":[]}}"
              .formatted(message.path("id")));
      return;
    }
    switch (message.path("params").path("name").asText()) {
      case "hang" -> out.awaitClose();
      case "hang-up" -> out.close();
      case "die-in-the-head" -> {
        out.send("HTTP/1.1 200 OK\r\nContent-Ty");
        out.reset();
      }
      case "die-in-the-body" -> {
        out.send(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{");
        out.close();
      }
      case "die-in-the-stream" -> {
        out.beginEvents();
        out.chunk(EVENT);
        out.close();
      }
      case "fall-silent" -> {
        out.beginEvents();
        out.chunk(EVENT);
        out.awaitClose();
      }
      case "end-without-an-answer" -> {
        out.beginEvents();
        out.chunk(EVENT);
        out.endChunks();
      }
      case "say-html" -> out.respond(200, "text/html", "<h1>It works</h1>");
      case "say-html-and-500" -> out.respond(500, "text/html", "<h1>Oops</h1>");
      case "say-html-and-502" -> out.respond(502, "text/html", "<h1>Bad Gateway</h1>");
      case "answer-another" -> out.respond(200, "application/json", GOOD.replace("7", "8"));
      case "babble" -> out.respond(200, "application/json", "{\"jsonrpc\":\"2.0\",");
      case "deny-credentials" -> out.respond(401, "text/plain", "who are you?");
      default -> out.respond(200, "application/json", GOOD);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/gone, search, 502, upstream-unreachable",
    "/impatient, hang, 504, upstream-timeout",
    "/mcp, hang-up, 502, upstream-unreachable",
    "/mcp, die-in-the-head, 502, upstream-unreachable",
    "/mcp, die-in-the-body, 502, upstream-unreachable",
    "/mcp, say-html, 502, bad-upstream-answer",
    "/mcp, say-html-and-500, 502, bad-upstream-answer",
    "/mcp, say-html-and-502, 502, upstream-unreachable",
    "/mcp, answer-another, 502, bad-upstream-answer",
    "/mcp, babble, 502, bad-upstream-answer",
    "/mcp, deny-credentials, 502, credential-failed",
  })
  void aBadAnswerIsReplacedByAClearOne(String route, String tool, int status, String reason)
      throws Exception {
    int records = gateway.audit().size();
    double refusals = gateway.refusals(route, reason);
    long sent = forwarded(tool);

    RawHttp.Answer answer = call(route, tool);

    assertThat(answer.status()).isEqualTo(status);
    refused(WholeGateway.JSON.readTree(answer.body()), reason);
    assertThat(forwarded(tool) - sent).isEqualTo(route.equals("/gone") ? 0 : 1);
    accountedFor(records, refusals, route, tool, reason, status);
  }

  @ParameterizedTest
  @CsvSource({
    "/mcp, die-in-the-stream, upstream-unreachable",
    "/mcp, end-without-an-answer, upstream-unreachable",
    "/impatient, fall-silent, upstream-timeout",
  })
  void aStreamThatBreaksOffEndsWithTheAnswer(String route, String tool, String reason)
      throws Exception {
    int records = gateway.audit().size();
    double refusals = gateway.refusals(route, reason);
    long sent = forwarded(tool);

    RawHttp.Answer answer = call(route, tool);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.field("content-type")).isEqualTo("text/event-stream");
    String[] events = answer.body().split("\n\n", -1);
    assertThat(events).hasSize(3);
    assertThat(events[0]).contains("notifications/progress");
    refused(WholeGateway.JSON.readTree(events[1].substring(events[1].indexOf('{'))), reason);
    assertThat(forwarded(tool) - sent).isEqualTo(1);
    accountedFor(records, refusals, route, tool, reason, 200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hang", "fall-silent"})
  void aClientThatGoesAwayTakesItsCallAlong(String tool) throws Exception {
    int records = gateway.audit().size();
    int ended = upstream.endedConnections();
    long sent = forwarded(tool);
    double abandoned = gateway.exchanges("/mcp", "tools/call", "abandoned");

    try (RawHttp client = gateway.connect()) {
      client.send(request("/mcp", tool));
      await().until(() -> forwarded(tool) == sent + 1);
    }

    await().until(() -> upstream.endedConnections() == ended + 1);
    JsonNode record = gateway.newRecords(records, 1).getFirst();
    assertThat(record.at("/unmapped/gw/outcome").asText()).isEqualTo("abandoned");
    assertThat(record.at("/resources/0/name").asText()).isEqualTo(tool);
    await().until(() -> gateway.exchanges("/mcp", "tools/call", "abandoned") == abandoned + 1);
    assertThat(call("/mcp", "search").body()).isEqualTo(GOOD);
    gateway.newRecords(records, 2);
  }

  @Test
  void aClientThatGoesAwayWithinItsMessageIsRecordedToo() throws Exception {
    int records = gateway.audit().size();
    String whole = request("/mcp", "search");
    int forwarded = upstream.requests().size();

    try (RawHttp client = gateway.connect()) {
      client.send(whole.substring(0, whole.length() - 1));
    }

    JsonNode record = gateway.newRecords(records, 1).getFirst();
    assertThat(record.at("/unmapped/gw/outcome").asText()).isEqualTo("abandoned");
    assertThat(record.at("/unmapped/gw/route").asText()).isEqualTo("/mcp");
    assertThat(record.at("/api/response/code").asInt()).isZero();
    assertThat(record.at("/api/operation").asText()).isEqualTo("unknown");
    await().until(() -> gateway.exchanges("/mcp", "other", "abandoned") == 1);
    assertThat(upstream.requests()).hasSize(forwarded);
    assertThat(call("/mcp", "search").body()).isEqualTo(GOOD);
    gateway.newRecords(records, 2);
  }

  private static void refused(JsonNode answer, String reason) {
    assertThat(answer.path("id").asInt()).isEqualTo(7);
    assertThat(answer.path("error").path("code").asInt()).isEqualTo(-32603);
    assertThat(answer.path("error").path("data").path("reason").asText()).isEqualTo(reason);
  }

  private static void accountedFor(
      int records, double refusals, String route, String tool, String reason, int status)
      throws Exception {
    assertThat(call("/mcp", "good").body()).isEqualTo(GOOD);

    JsonNode record = gateway.newRecords(records, 2).getFirst();
    assertThat(record.at("/unmapped/gw/outcome").asText()).isEqualTo(reason);
    assertThat(record.at("/api/response/error_message").asText()).isNotEmpty();
    assertThat(record.at("/unmapped/gw/route").asText()).isEqualTo(route);
    assertThat(record.at("/api/request/uid").asText()).isEqualTo("7");
    assertThat(record.at("/resources/0/name").asText()).isEqualTo(tool);
    assertThat(record.at("/api/response/code").asInt()).isEqualTo(status);
    assertThat(gateway.refusals(route, reason)).isEqualTo(refusals + 1);
  }

  private static RawHttp.Answer call(String route, String tool) throws Exception {
    try (RawHttp client = gateway.connect()) {
      client.send(request(route, tool));
      return client.answer();
    }
  }

  private static String request(String route, String tool) {
    return Requests.post(gateway.port(), route, Requests.fields(tool), Requests.call(tool, "{}"));
  }

  private static long forwarded(String tool) {
    return upstream.requests().stream()
        .filter(request -> request.text().contains("\"name\":\"" + tool + "\""))
        .count();
  }
}
