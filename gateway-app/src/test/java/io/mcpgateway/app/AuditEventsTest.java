package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.testkit.ScriptedUpstream;
import io.mcpgateway.testkit.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens beside exchanges is recorded, each once. */
class AuditEventsTest {
  private static final String INITIALIZE =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
          + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}";

  @TempDir private Path directory;
  private final TestClock clock = new TestClock();
  private ScriptedUpstream upstream;

  @BeforeEach
  void open() {
    upstream = ScriptedUpstream.start(AuditEventsTest::answer);
  }

  @AfterEach
  void close() {
    upstream.close();
  }

  private static void answer(
      ScriptedUpstream.Request request, ScriptedUpstream.Connection connection) throws IOException {
    switch (request.method()) {
      case "GET" -> {
        connection.beginEvents();
        connection.chunk(": open\n\n");
        connection.awaitClose();
      }
      case "DELETE" -> connection.respond(200, "application/json", "");
      default -> {
        JsonNode message = WholeGateway.JSON.readTree(request.body());
        String body =
            "{\"jsonrpc\":\"2.0\",\"id\":"
                + message.get("id")
                + ",\"result\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                + "\"serverInfo\":{\"name\":\"s\",\"version\":\"1\"}}}";
        connection.send(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nMcp-Session-Id: up-1\r\n"
                + "Content-Length: "
                + body.length()
                + "\r\n\r\n"
                + body);
      }
    }
  }

  private Gateway start() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("gateway.yaml"),
            """
            listeners: [{ name: local, address: "127.0.0.1:0", plaintext: true }]
            admin: { address: "127.0.0.1:0" }
            drain: 1s
            sessions: { life: 1h }
            upstreams: [{ name: up, url: "%s", protocol: legacy }]
            routes: [{ path: /mcp, upstream: up, anonymous: true, permit-all: true }]
            """
                .formatted(upstream.url()));
    return Gateway.start(file, _ -> null, clock);
  }

  private static RawHttp.Answer send(int port, String method, String session, String body)
      throws IOException {
    try (RawHttp client = new RawHttp(port)) {
      String fields = session.isEmpty() ? "" : "Mcp-Session-Id: " + session + "\r\n";
      client.send(
          body.isEmpty()
              ? method
                  + " /mcp HTTP/1.1\r\nHost: 127.0.0.1:"
                  + port
                  + "\r\nAccept: text/event-stream\r\n"
                  + fields
                  + "\r\n"
              : Requests.post(port, "/mcp", fields, body));
      return client.answer();
    }
  }

  private List<JsonNode> events(String event) {
    return Trails.events(directory.resolve("audit"), event);
  }

  private JsonNode only(String event) {
    await().until(() -> events(event).size() == 1);
    return events(event).getFirst();
  }

  @Test
  void sessionsBeginAndEndAndTheGatewayItself() throws Exception {
    try (Gateway gateway = start()) {
      int port = gateway.address("local").getPort();
      String session = send(port, "POST", "", INITIALIZE).field("mcp-session-id");
      JsonNode started = only("session-started");
      assertThat(started.path("class_uid").asInt()).isEqualTo(3002);
      assertThat(started.path("activity_name").asText()).isEqualTo("Logon");
      assertThat(started.at("/user/name").asText()).isEqualTo("anonymous");
      assertThat(started.at("/service/name").asText()).isEqualTo("up");
      String label = started.at("/session/uid").asText();
      assertThat(label).hasSize(16);

      clock.advance(Duration.ofSeconds(90));
      assertThat(send(port, "DELETE", session, "").status()).isEqualTo(200);
      JsonNode ended = only("session-ended");
      assertThat(ended.path("activity_name").asText()).isEqualTo("Logoff");
      assertThat(ended.at("/session/uid").asText()).isEqualTo(label);
      assertThat(ended.at("/unmapped/gw/details/cause").asText()).isEqualTo("deleted");
      assertThat(ended.at("/unmapped/gw/details/seconds").asText()).isEqualTo("90");
      assertThat(send(port, "DELETE", session, "").status()).isEqualTo(404);
    }
    assertThat(only("gateway-started").path("type_uid").asInt()).isEqualTo(600203);
    assertThat(only("gateway-stopped").path("type_uid").asInt()).isEqualTo(600204);
    assertThat(events("session-started")).hasSize(1);
    assertThat(events("session-ended")).hasSize(1);
  }

  @Test
  void aSessionThatComesBackTooLateHasEndedOnce() throws Exception {
    try (Gateway gateway = start()) {
      int port = gateway.address("local").getPort();
      String session = send(port, "POST", "", INITIALIZE).field("mcp-session-id");
      clock.advance(Duration.ofHours(2));

      assertThat(send(port, "GET", session, "").status()).isEqualTo(404);
      assertThat(send(port, "GET", session, "").status()).isEqualTo(404);
      JsonNode ended = only("session-ended");
      assertThat(ended.at("/unmapped/gw/details/cause").asText()).isEqualTo("expired");
      assertThat(ended.at("/unmapped/gw/details/seconds").asText()).isEqualTo("3600");
    }
    assertThat(events("session-ended")).hasSize(1);
  }

  @Test
  void aStreamThatIsOpenIsOnRecordBeforeItEnds() throws Exception {
    try (Gateway gateway = start()) {
      int port = gateway.address("local").getPort();
      String session = send(port, "POST", "", INITIALIZE).field("mcp-session-id");
      try (RawHttp stream = new RawHttp(port)) {
        stream.send(
            "GET /mcp HTTP/1.1\r\nHost: 127.0.0.1:"
                + port
                + "\r\nAccept: text/event-stream\r\nMcp-Session-Id: "
                + session
                + "\r\n\r\n");
        JsonNode opened = only("stream-opened");
        assertThat(opened.path("class_uid").asInt()).isEqualTo(6003);
        assertThat(opened.at("/api/operation").asText()).isEqualTo("GET");
        String exchange = opened.at("/metadata/correlation_uid").asText();
        assertThat(exchanges()).noneMatch(record -> Trails.exchange(record).equals(exchange));

        stream.close();
        await()
            .until(
                () ->
                    exchanges().stream().anyMatch(each -> Trails.exchange(each).equals(exchange)));
      }
    }
    assertThat(events("stream-opened")).hasSize(1);
  }

  private List<JsonNode> exchanges() {
    return Trails.records(directory.resolve("audit"));
  }
}
