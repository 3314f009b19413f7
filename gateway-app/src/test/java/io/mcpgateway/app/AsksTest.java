package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.testkit.ScriptedUpstream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What upstreams ask clients for, through real sockets: in both eras, as JSON and in streams. */
class AsksTest {
  private static final String ELICIT =
      "{\"jsonrpc\":\"2.0\",\"id\":\"q1\",\"method\":\"elicitation/create\",\"params\":{}}";
  private static final String SAMPLE =
      "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"sampling/createMessage\",\"params\":{}}";
  private static final String NEWS = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}";
  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":6,\"method\":\"ping\"}";
  private static final String INPUT_REQUIRED =
      "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"resultType\":\"input_required\",\"inputRequests\":"
          + "{\"x\":{\"method\":\"elicitation/create\",\"params\":{}}},\"requestState\":\"s\"}}";
  private static final String DONE =
      "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[],\"structuredContent\":%s}}";

  @TempDir static Path directory;
  private static final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private static ScriptedUpstream upstream;
  private static WholeGateway gateway;
  private HttpClient client;

  @BeforeAll
  static void open() throws Exception {
    upstream = ScriptedUpstream.start(AsksTest::answer);
    Files.writeString(directory.resolve("denied.yaml"), "roles: { anyone: { tools: ['*'] } }");
    Files.writeString(
        directory.resolve("permitted.yaml"),
        "roles: { anyone: { tools: ['*'], asks: [elicitation, sampling] } }");
    Files.writeString(
        directory.resolve("observed.yaml"), "mode: observe\nroles: { anyone: { tools: ['*'] } }");
    StringBuilder routes = new StringBuilder();
    for (String era : List.of("legacy", "modern")) {
      for (String policy : List.of("denied", "permitted", "observed")) {
        routes.append(
            "  - { path: /%s/%s, upstream: %s, anonymous: true, policy: %s.yaml }\n"
                .formatted(era, policy, era, policy));
      }
      // Each for one test, which looks for its records.
      for (String lone : List.of("denied-get", "observed-call")) {
        routes.append(
            "  - { path: /%s/%s, upstream: %s, anonymous: true, policy: %s.yaml }\n"
                .formatted(era, lone, era, lone.substring(0, lone.indexOf('-'))));
      }
      routes.append(
          "  - { path: /%s/all, upstream: %s, anonymous: true, permit-all: true }\n"
              .formatted(era, era));
    }
    gateway =
        WholeGateway.start(
            directory,
            "",
            """
            upstreams:
              - { name: legacy, url: "%s", protocol: legacy }
              - { name: modern, url: "%s", protocol: modern }
            routes:
            %s"""
                .formatted(upstream.url(), upstream.url(), routes));
  }

  /** Asks where it is to, waits for what it is told, and says so in its result. */
  private static void answer(
      ScriptedUpstream.Request request, ScriptedUpstream.Connection connection) throws IOException {
    String text = request.text();
    if (request.method().equals("GET")) {
      connection.beginEvents();
      connection.chunk("id: e1\ndata: " + SAMPLE + "\n\n");
      connection.chunk("data: " + PING + "\n\n");
      connection.chunk("data: " + NEWS + "\n\n");
      connection.endChunks();
    } else if (text.contains("\"initialize\"")) {
      String body =
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocolVersion\":\"2025-11-25\","
              + "\"capabilities\":{},\"serverInfo\":{\"name\":\"u\",\"version\":\"1\"}}}";
      connection.send(
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nMcp-Session-Id: u1\r\n"
              + "Content-Length: "
              + body.length()
              + "\r\n\r\n"
              + body);
    } else if (text.contains("\"error\"") && !text.contains("\"method\"")) {
      answers.add(text);
      connection.respond(202, "", "");
    } else if (text.contains("\"input\"")) {
      connection.respond(200, "application/json", INPUT_REQUIRED);
    } else if (text.contains("\"input-stream\"")) {
      connection.beginEvents();
      connection.chunk("data: " + NEWS + "\n\n");
      connection.chunk("data: " + INPUT_REQUIRED + "\n\n");
      connection.endChunks();
    } else if (text.contains("tools/list")) {
      connection.respond(
          200,
          "application/json",
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"resultType\":\"complete\",\"tools\":[]}}");
    } else {
      connection.beginEvents();
      connection.chunk("data: " + ELICIT + "\n\n");
      connection.chunk("data: " + DONE.formatted(told(text.contains("wait"))) + "\n\n");
      connection.endChunks();
    }
  }

  private static String told(boolean wait) throws IOException {
    try {
      String answer = wait ? answers.poll(20, TimeUnit.SECONDS) : "{}";
      return answer == null ? "\"no answer\"" : answer;
    } catch (InterruptedException stopped) {
      throw new IOException(stopped);
    }
  }

  @AfterAll
  static void close() {
    gateway.close();
    upstream.close();
  }

  @BeforeEach
  void connect() {
    client = HttpClient.newHttpClient();
    answers.clear();
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  // Legacy.

  @Test
  void aDeniedRequestOnAPostStreamIsAnsweredByTheGatewayAndTheCallGoesOn() throws Exception {
    String session = initialize("/legacy/denied");
    HttpResponse<String> call = legacy("/legacy/denied", session, "wait");

    List<String> events = data(call.body());
    assertThat(events).as("the client is not asked").hasSize(1);
    JsonNode told = WholeGateway.JSON.readTree(events.getFirst()).at("/result/structuredContent");
    assertThat(told.get("id").textValue()).isEqualTo("q1");
    assertThat(told.at("/error/code").intValue()).isEqualTo(1403);
    assertThat(told.at("/error/message").textValue())
        .isEqualTo("The client may not be asked for elicitation");
    ScriptedUpstream.Request posted =
        upstream.requests().stream()
            .filter(request -> request.text().contains("may not be asked"))
            .reduce((_, last) -> last)
            .orElseThrow();
    assertThat(posted.headers("mcp-session-id")).containsExactly("u1");
    assertThat(posted.headers("mcp-protocol-version")).containsExactly("2025-11-25");
    assertThat(posted.headers("content-length")).containsExactly("" + posted.body().length);

    JsonNode record = records("/legacy/denied", "tools/call", 1).getFirst();
    assertThat(record.at("/unmapped/gw/outcome").asText()).isEqualTo("answered");
    assertThat(record.at("/unmapped/gw/revisions").toString())
        .isEqualTo("{\"ask:elicitation:default\":1}");
    assertThat(record.at("/unmapped/gw/events").intValue()).isEqualTo(1);
  }

  @Test
  void aDeniedRequestOnAGetStreamIsAnsweredTooAndTheStreamGoesOn() throws Exception {
    String session = initialize("/legacy/denied-get");
    HttpResponse<String> stream = get("/legacy/denied-get", session);

    assertThat(data(stream.body())).containsExactly(PING, NEWS);
    assertThat(stream.body()).as("its place in the stream is kept").contains("id: ");
    JsonNode told = WholeGateway.JSON.readTree(answers.poll(20, TimeUnit.SECONDS));
    assertThat(told.get("id").intValue()).isEqualTo(5);
    assertThat(told.has("error")).isTrue();
    JsonNode record = records("/legacy/denied-get", "GET", 1).getFirst();
    assertThat(record.at("/unmapped/gw/revisions").toString())
        .isEqualTo("{\"ask:sampling:default\":1}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/legacy/permitted", "/legacy/all", "/legacy/observed"})
  void aPermittedRequestReachesTheClient(String path) throws Exception {
    String session = initialize(path);

    assertThat(data(legacy(path, session, "go-on").body()))
        .containsExactly(ELICIT, DONE.formatted("{}"));
    assertThat(data(get(path, session).body())).containsExactly(SAMPLE, PING, NEWS);
    assertThat(answers).isEmpty();
  }

  @Test
  void whatIsOnlyObservedIsInTheRecord() throws Exception {
    String session = initialize("/legacy/observed-call");
    legacy("/legacy/observed-call", session, "go-on");

    JsonNode record = records("/legacy/observed-call", "tools/call", 1).getFirst();
    assertThat(record.at("/unmapped/gw/observed").asText()).contains("deny default");
  }

  // Modern.

  @Test
  void aResultThatAsksForSomethingDeniedBecomesARefusal() throws Exception {
    HttpResponse<String> json = modern("/modern/denied", "input");
    HttpResponse<String> stream = modern("/modern/denied", "input-stream");

    assertThat(json.statusCode()).isEqualTo(200);
    refused(WholeGateway.JSON.readTree(json.body()));
    List<String> events = data(stream.body());
    assertThat(events).hasSize(2);
    assertThat(events.getFirst()).isEqualTo(NEWS);
    refused(WholeGateway.JSON.readTree(events.getLast()));
    for (JsonNode record : records("/modern/denied", "tools/call", 2)) {
      assertThat(record.at("/unmapped/gw/outcome").asText()).isEqualTo("denied-ask");
      assertThat(record.at("/unmapped/gw/cause/ask").asText()).isEqualTo("elicitation");
      assertThat(record.at("/actor/authorizations/0/decision").asText()).isEqualTo("deny");
      assertThat(record.at("/actor/authorizations/0/policy/uid").asText()).isEqualTo("default");
    }
  }

  private static void refused(JsonNode body) {
    assertThat(body.get("id").intValue()).isEqualTo(7);
    assertThat(body.at("/error/code").intValue()).isEqualTo(1403);
    assertThat(body.at("/error/data/reason").textValue()).isEqualTo("denied-ask");
    assertThat(body.toString()).doesNotContain("requestState").doesNotContain("default");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/modern/permitted", "/modern/all", "/modern/observed"})
  void aResultThatAsksForSomethingPermittedReachesTheClient(String path) throws Exception {
    assertThat(modern(path, "input").body()).isEqualTo(INPUT_REQUIRED);
    assertThat(data(modern(path, "input-stream").body())).containsExactly(NEWS, INPUT_REQUIRED);
  }

  private static List<JsonNode> records(String route, String method, int count) {
    List<JsonNode> found = new ArrayList<>();
    await()
        .ignoreExceptions()
        .until(
            () -> {
              found.clear();
              for (JsonNode record : gateway.audit()) {
                if (record.at("/unmapped/gw/route").asText().equals(route)
                    && record.at("/api/operation").asText().equals(method)) {
                  found.add(record);
                }
              }
              return found.size() >= count;
            });
    assertThat(found).hasSize(count);
    return found;
  }

  // Clients.

  private String initialize(String path) throws Exception {
    HttpResponse<String> response =
        client.send(
            request(path)
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":"
                            + "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                            + "\"clientInfo\":{\"name\":\"c\",\"version\":\"1\"}}}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return response.headers().firstValue("mcp-session-id").orElseThrow();
  }

  private HttpResponse<String> legacy(String path, String session, String tool) throws Exception {
    return client.send(
        request(path)
            .header("mcp-session-id", session)
            .header("mcp-protocol-version", "2025-11-25")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\""
                        + tool
                        + "\"}}"))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path, String session) throws Exception {
    return client.send(
        HttpRequest.newBuilder(gateway.url(path))
            .header("accept", "text/event-stream")
            .header("mcp-session-id", session)
            .header("mcp-protocol-version", "2025-11-25")
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> modern(String path, String tool) throws Exception {
    return new Calls(client).tool(gateway.url(path), tool);
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(gateway.url(path))
        .header("content-type", "application/json")
        .header("accept", "application/json, text/event-stream");
  }

  private static List<String> data(String stream) {
    return stream
        .lines()
        .filter(line -> line.startsWith("data: {"))
        .map(line -> line.substring("data: ".length()))
        .toList();
  }
}
