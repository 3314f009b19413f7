package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.app.config.RevocationsConfig;
import io.mcpgateway.app.revocation.RevocationKeeper;
import io.mcpgateway.app.revocation.TestRedis;
import io.mcpgateway.app.state.StateDirectory;
import io.mcpgateway.auth.revocation.Revocation;
import io.mcpgateway.auth.revocation.Terms;
import io.mcpgateway.core.exchange.LiveExchanges;
import io.mcpgateway.testkit.ScriptedUpstream;
import io.mcpgateway.testkit.TestIssuer;
import io.mcpgateway.testkit.TestToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What operators take back and what expires, against a whole gateway. The operator works on another
 * replica.
 */
class RevocationTest {
  private static final String STREAM = "a stream";
  private static final String QUIET = "an answer that takes its time";

  @TempDir private Path directory;
  private HttpClient client;
  private TestIssuer issuer;
  private ScriptedUpstream upstream;

  @BeforeEach
  void open() throws IOException {
    client = HttpClient.newHttpClient();
    issuer = TestIssuer.start();
    upstream = ScriptedUpstream.start(RevocationTest::answer);
  }

  @AfterEach
  void close() {
    client.shutdownNow();
    upstream.close();
    issuer.close();
  }

  private static void answer(
      ScriptedUpstream.Request request, ScriptedUpstream.Connection connection) throws IOException {
    String text = request.text();
    if (request.method().equals("GET") || text.contains(STREAM) || text.contains("/listen")) {
      connection.beginEvents();
      connection.chunk(
          "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\","
              + "\"params\":{\"level\":\"info\",\"data\":1}}\n\n");
    } else if (text.contains("\"initialize\"")) {
      String body =
          "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"protocolVersion\":\"2025-11-25\","
              + "\"capabilities\":{},\"serverInfo\":{\"name\":\"u\",\"version\":\"1\"}}}";
      connection.send(
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nMcp-Session-Id: u1\r\n"
              + "Content-Length: "
              + body.length()
              + "\r\n\r\n"
              + body);
    } else if (!text.contains(QUIET)) {
      String result =
          text.contains("tools/list")
              ? "{\"resultType\":\"complete\",\"cacheScope\":\"public\",\"ttlMs\":1,"
                  + "\"tools\":[{\"name\":\"refund\",\"inputSchema\":{}},"
                  + "{\"name\":\"search\",\"inputSchema\":{}}]}"
              : "{\"resultType\":\"complete\",\"content\":[]}";
      connection.respond(
          200, "application/json", "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":" + result + "}");
    }
  }

  @Test
  void everythingOfARevokedCallerEndsAndNothingOfOthers() throws Exception {
    try (TestRedis redis = TestRedis.start();
        RevocationKeeper operator = operator(redis);
        WholeGateway gateway = start(redis)) {
      String alice = sign("alice", Instant.now().plusSeconds(600));
      String bob = sign("bob", Instant.now().plusSeconds(600));
      String session = session(gateway, alice);
      HttpResponse<InputStream> call = modern(gateway, alice, call(STREAM));
      HttpResponse<InputStream> listen = modern(gateway, alice, listen());
      HttpResponse<InputStream> get = get(gateway, alice, session);
      HttpResponse<InputStream> bobs = modern(gateway, bob, call(STREAM));
      var waiting =
          client.sendAsync(
              request(gateway, "/modern", alice, call(QUIET)),
              HttpResponse.BodyHandlers.ofString());
      await().until(() -> upstream.requests().stream().anyMatch(r -> r.text().contains(QUIET)));
      int records = gateway.audit().size();
      int ended = upstream.endedConnections();

      Revocation revocation =
          operator.list().add(Terms.of(Map.of("subject", "alice")), null, "ops", "").revocation();

      assertThat(rest(call)).contains("\"id\":7", "\"error\"", "Authentication required");
      assertThat(rest(listen)).contains("\"id\":7", "\"error\"");
      assertThat(rest(get)).doesNotContain("error");
      assertThat(waiting.get().statusCode()).isEqualTo(401);
      for (JsonNode record : gateway.newRecords(records, 4)) {
        assertThat(record.at("/unmapped/gw/outcome").asText()).isEqualTo("revoked");
        assertThat(record.at("/unmapped/gw/cause/revocation").asText()).isEqualTo(revocation.id());
      }
      await().until(() -> upstream.endedConnections() == ended + 4);
      assertThat(gateway.metric("mcpgateway_revocations_cut_total")).isEqualTo(4);
      assertThat(gateway.metric("mcpgateway_revocations")).isEqualTo(1);
      assertThat(gateway.metric("mcpgateway_revocations_shared")).isEqualTo(1);

      int sent = upstream.requests().size();
      HttpResponse<InputStream> next = modern(gateway, alice, call("x"));
      assertThat(next.statusCode()).isEqualTo(401);
      assertThat(next.headers().firstValue("www-authenticate").orElseThrow())
          .contains("error=\"invalid_token\"", "resource_metadata=");
      assertThat(upstream.requests()).hasSize(sent);
      assertThat(modern(gateway, bob, call("x")).statusCode()).isEqualTo(200);

      operator.list().lift(revocation.id());
      await().until(() -> modern(gateway, alice, call("x")).statusCode() == 200);
      bobs.body().close();
    }
  }

  @Test
  void aClosedToolIsUnknownAndNotListedAndOpenStreamsLearnIt() throws Exception {
    try (TestRedis redis = TestRedis.start();
        RevocationKeeper operator = operator(redis);
        WholeGateway gateway = start(redis)) {
      String alice = sign("alice", Instant.now().plusSeconds(600));
      String list = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\",\"params\":{%s}}";
      assertThat(rest(modern(gateway, alice, list.formatted(Requests.META))))
          .contains("refund", "\"cacheScope\":\"public\"");
      HttpResponse<InputStream> get = get(gateway, alice, session(gateway, alice));

      operator.list().add(Terms.of(Map.of("tool", "refund", "upstream", "new")), null, "ops", "");

      await()
          .until(
              () ->
                  !rest(modern(gateway, alice, list.formatted(Requests.META))).contains("refund"));
      assertThat(rest(modern(gateway, alice, list.formatted(Requests.META))))
          .contains("search", "\"cacheScope\":\"private\"");
      String refused = rest(modern(gateway, alice, Requests.call("refund", "{}")));
      assertThat(refused).contains("Unknown tool").doesNotContain("reason", "revo");
      assertThat(rest(modern(gateway, alice, Requests.call("search", "{}")))).contains("result");

      operator.list().add(Terms.of(Map.of("tool", "search")), null, "ops", "");
      try (BufferedReader events =
          new BufferedReader(new InputStreamReader(get.body(), StandardCharsets.UTF_8))) {
        assertThat(
                events.lines().anyMatch(line -> line.contains("notifications/tools/list_changed")))
            .isTrue();
      }
    }
  }

  @Test
  void aStreamEndsWithTheTokenItWasOpenedWith() throws Exception {
    try (WholeGateway gateway = WholeGateway.start(directory, "", config())) {
      String lasting = sign("alice", Instant.now().plusSeconds(600));
      String session = session(gateway, lasting);
      String ending = sign("alice", Instant.now().plusSeconds(5));
      HttpResponse<InputStream> get = get(gateway, ending, session);
      HttpResponse<InputStream> call = modern(gateway, ending, call(STREAM));
      HttpResponse<InputStream> other = modern(gateway, lasting, call(STREAM));
      int records = gateway.audit().size();

      assertThat(rest(call)).contains("\"id\":7", "Authentication required");
      assertThat(rest(get)).doesNotContain("error");
      for (JsonNode record : gateway.newRecords(records, 2)) {
        assertThat(record.at("/unmapped/gw/outcome").asText()).isEqualTo("unauthenticated");
        assertThat(record.at("/api/response/error_message").asText())
            .isEqualTo("exp: ended while a stream was open");
      }
      assertThat(gateway.metric("mcpgateway_streams_expired_total")).isEqualTo(2);
      other.body().close();
    }
  }

  @Test
  void whatWasRevokedIsRevokedAfterARestart() throws Exception {
    try (RevocationKeeper before =
        RevocationKeeper.open(
            new StateDirectory(directory.resolve("state")),
            new RevocationsConfig(null),
            InstantSource.system(),
            new LiveExchanges(InstantSource.system()),
            _ -> {})) {
      before.list().add(Terms.of(Map.of("subject", "alice")), null, "ops", "");
    }
    try (WholeGateway gateway = WholeGateway.start(directory, "", config())) {
      String alice = sign("alice", Instant.now().plusSeconds(600));
      assertThat(modern(gateway, alice, call("x")).statusCode()).isEqualTo(401);
      assertThat(upstream.requests()).isEmpty();
    }
  }

  @Test
  void aListThatCannotBeReadKeepsTheGatewayFromStarting() throws Exception {
    Files.createDirectory(directory.resolve("state"));
    Files.writeString(directory.resolve("state").resolve("revocations.json"), "{\"vers");

    assertThatThrownBy(() -> WholeGateway.start(directory, "", config()))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("revocations.json is no list of revocations");
  }

  @Test
  void aGatewayThatNeverSawTheListServesNobodyUntilItDoes() throws Exception {
    try (TestRedis redis = TestRedis.start()) {
      redis.stop();
      try (WholeGateway gateway = start(redis)) {
        String alice = sign("alice", Instant.now().plusSeconds(600));
        assertThat(modern(gateway, alice, call("x")).statusCode()).isEqualTo(503);
        assertThat(gateway.ready()).contains("revocations of other replicas");
        redis.startAgain();
        await().until(() -> modern(gateway, alice, call("x")).statusCode() == 200);
        assertThat(gateway.ready()).startsWith("ready");
      }
    }
  }

  private WholeGateway start(TestRedis redis) throws Exception {
    return WholeGateway.start(
        directory, "", config() + "revocations: { redis: { url: \"" + redis.url() + "\" } }\n");
  }

  private RevocationKeeper operator(TestRedis redis) throws IOException {
    return RevocationKeeper.open(
        new StateDirectory(directory.resolve("operator")),
        new RevocationsConfig(
            new RevocationsConfig.Redis(
                URI.create(redis.url()), "", "", null, "mcp-gateway:revocations:")),
        InstantSource.system(),
        new LiveExchanges(InstantSource.system()),
        _ -> {});
  }

  private String config() {
    return """
    issuers: [{ name: corp, issuer: "%s", audience: "https://gw.test" }]
    upstreams:
      - { name: new, url: "%s", protocol: modern }
      - { name: old, url: "%s", protocol: legacy }
    routes:
      - { path: /modern, upstream: new, authenticate: [corp], permit-all: true }
      - { path: /legacy, upstream: old, authenticate: [corp], permit-all: true }
    """
        .formatted(issuer.issuer(), upstream.url(), upstream.url());
  }

  private String sign(String subject, Instant expires) {
    TestToken token = issuer.token("https://gw.test");
    return token.claim("sub", subject).claim("exp", expires.getEpochSecond()).sign();
  }

  private static String call(String argument) {
    return Requests.call("search", "{\"q\":\"" + argument + "\"}");
  }

  private static String listen() {
    return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"subscriptions/listen\",\"params\":{"
        + "\"notifications\":{\"toolsListChanged\":true},"
        + Requests.META
        + "}}";
  }

  private HttpResponse<InputStream> modern(WholeGateway gateway, String token, String body)
      throws Exception {
    return client.send(
        request(gateway, "/modern", token, body), HttpResponse.BodyHandlers.ofInputStream());
  }

  private static HttpRequest request(WholeGateway gateway, String path, String token, String body)
      throws IOException {
    JsonNode message = WholeGateway.JSON.readTree(body);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateway.url(path))
            .version(HttpClient.Version.HTTP_1_1)
            .header("authorization", "Bearer " + token)
            .header("content-type", "application/json")
            .header("accept", "application/json, text/event-stream")
            .header("mcp-protocol-version", "2026-07-28")
            .header("mcp-method", message.path("method").asText())
            .POST(HttpRequest.BodyPublishers.ofString(body));
    String name = message.path("params").path("name").asText();
    return name.isEmpty() ? request.build() : request.header("mcp-name", name).build();
  }

  private String session(WholeGateway gateway, String token) throws Exception {
    HttpRequest initialize =
        HttpRequest.newBuilder(gateway.url("/legacy"))
            .header("authorization", "Bearer " + token)
            .header("content-type", "application/json")
            .header("accept", "application/json, text/event-stream")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"initialize\",\"params\":"
                        + "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                        + "\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}"))
            .build();
    return client
        .send(initialize, HttpResponse.BodyHandlers.ofString())
        .headers()
        .firstValue("mcp-session-id")
        .orElseThrow();
  }

  private HttpResponse<InputStream> get(WholeGateway gateway, String token, String session)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.url("/legacy"))
            .header("authorization", "Bearer " + token)
            .header("accept", "text/event-stream")
            .header("mcp-session-id", session)
            .header("mcp-protocol-version", "2025-11-25")
            .GET()
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
  }

  private static String rest(HttpResponse<InputStream> response) throws IOException {
    try (InputStream body = response.body()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
