package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.testkit.ScriptedUpstream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a changed policy does to exchanges and streams under way, against a whole gateway. */
class ReloadTest {
  private static final String ALICE = "key-of-alice-who-does-support";
  private static final String BOB = "key-of-bob-who-does-the-sales";
  private static final String POLICY =
      """
      roles:
        sales: { tools: [search] }
        support: { tools: [search, refund], resources: ["crm://accounts/**"] }
      """;
  private static final String LISTEN =
      "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"subscriptions/listen\",\"params\":{"
          + "\"notifications\":%s,"
          + Requests.META
          + "}}";
  private static final String ALL_LISTS =
      "{\"toolsListChanged\":true,\"promptsListChanged\":true,\"resourcesListChanged\":true}";

  @TempDir private Path directory;
  private HttpClient client;
  private ScriptedUpstream upstream;

  @BeforeEach
  void open() throws IOException {
    client = HttpClient.newHttpClient();
    upstream = ScriptedUpstream.start(ReloadTest::answer);
    Files.writeString(directory.resolve("policy.yaml"), POLICY);
  }

  @AfterEach
  void close() {
    client.shutdownNow();
    upstream.close();
  }

  private static void answer(
      ScriptedUpstream.Request request, ScriptedUpstream.Connection connection) throws IOException {
    String text = request.text();
    if (request.method().equals("GET") || text.contains("/listen") || text.contains("a stream")) {
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
    } else {
      connection.respond(
          200,
          "application/json",
          "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"resultType\":\"complete\",\"content\":[]}}");
    }
  }

  @Test
  void whoseListsAReloadChangedHearsOfItInBothErasAndNobodyElse() throws Exception {
    try (WholeGateway gateway = start()) {
      EventStream aliceLegacy = new EventStream(get(gateway, ALICE));
      EventStream aliceModern = new EventStream(listen(gateway, ALICE, ALL_LISTS));
      EventStream aliceDeaf =
          new EventStream(listen(gateway, ALICE, "{\"promptsListChanged\":true}"));
      EventStream bobLegacy = new EventStream(get(gateway, BOB));
      EventStream bobModern = new EventStream(listen(gateway, BOB, ALL_LISTS));

      replace("# a comment changes nothing\n" + POLICY);
      reloads(gateway, 1);
      replace(POLICY.replace("refund]", "refund, pay], prompts: [summary]"));
      reloads(gateway, 2);

      List<String> both =
          List.of("notifications/tools/list_changed", "notifications/prompts/list_changed");
      await().until(() -> aliceLegacy.changes().size() == 2 && aliceModern.changes().size() == 2);
      assertThat(aliceLegacy.changes()).isEqualTo(both);
      assertThat(aliceModern.changes()).isEqualTo(both);
      assertThat(aliceModern.text()).contains("\"io.modelcontextprotocol/subscriptionId\":7");

      // What bob hears first is what concerns him: nothing came before it.
      replace(POLICY.replace("{ tools: [search] }", "{ resources: [\"crm://leads/**\"] }"));
      await().until(() -> bobLegacy.changes().size() == 2 && bobModern.changes().size() == 2);
      List<String> bobs =
          List.of("notifications/tools/list_changed", "notifications/resources/list_changed");
      assertThat(bobLegacy.changes()).isEqualTo(bobs);
      assertThat(bobModern.changes()).isEqualTo(bobs);
      await().until(() -> aliceDeaf.changes().size() == 2);
      assertThat(aliceDeaf.changes()).containsOnly("notifications/prompts/list_changed");
      assertThat(aliceModern.changes()).hasSize(4);
    }
  }

  @Test
  void aStreamThatTheNewPolicyDoesNotGrantEndsLikeARevokedOne() throws Exception {
    try (WholeGateway gateway = start()) {
      HttpResponse<InputStream> call = modern(gateway, ALICE, call("refund", "a stream"));
      HttpResponse<InputStream> other = modern(gateway, ALICE, call("search", "a stream"));
      HttpResponse<InputStream> listen =
          listen(gateway, ALICE, "{\"resourceSubscriptions\":[\"crm://accounts/1\"]}");
      EventStream lists = new EventStream(listen(gateway, ALICE, ALL_LISTS));
      int records = gateway.audit().size();
      int ended = upstream.endedConnections();

      replace(POLICY.replace("[search, refund], resources: [\"crm://accounts/**\"]", "[search]"));

      assertThat(rest(call)).contains("\"id\":7", "Unknown tool").doesNotContain("reason");
      assertThat(rest(listen)).contains("\"id\":7", "\"error\"");
      await().until(() -> upstream.endedConnections() == ended + 2);
      await().until(() -> lists.changes().size() == 2);
      List<JsonNode> denied =
          gateway.newRecords(records, 3).stream()
              .filter(record -> record.at("/unmapped/gw/kind").asText().equals("exchange"))
              .toList();
      assertThat(denied)
          .hasSize(2)
          .allSatisfy(
              record -> {
                assertThat(record.at("/unmapped/gw/outcome").asText()).isEqualTo("denied");
                assertThat(record.at("/actor/authorizations/0/decision").asText())
                    .isEqualTo("deny");
              });
      assertThat(gateway.metric("mcpgateway_streams_withdrawn_total")).isEqualTo(2);
      other.body().close();
    }
  }

  @Test
  void theStreamOfACallerWhomTheRouteDoesNotKnowAnyMoreEnds() throws Exception {
    try (WholeGateway gateway = start()) {
      HttpResponse<InputStream> alice = get(gateway, ALICE);
      EventStream bob = new EventStream(get(gateway, BOB));
      Path file = directory.resolve("gateway.yaml");
      String config = Files.readString(file);
      replace("gateway.yaml", config.replace(sha256(ALICE), sha256("another key of alice, new")));
      // With the id of the key, so that the caller is another one only if the key is.
      replace("gateway.yaml", config.replaceAll("- \\{ id: alice[^\n]*\n", ""));

      assertThat(rest(alice)).doesNotContain("error");
      replace(POLICY.replace("{ tools: [search] }", "{ tools: [search, note] }"));
      await().until(() -> bob.changes().size() == 1);
      assertThat(gateway.metric("mcpgateway_streams_withdrawn_total")).isEqualTo(1);
    }
  }

  @Test
  void aReloadUnderLoadLosesNoRequest() throws Exception {
    try (WholeGateway gateway = start();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      AtomicBoolean done = new AtomicBoolean();
      List<Future<Integer>> callers = new ArrayList<>();
      Set<String> versions = new TreeSet<>();
      int records = gateway.audit().size();
      for (int i = 0; i < 4; i++) {
        callers.add(
            threads.submit(
                () -> {
                  int calls = 0;
                  while (!done.get()) {
                    assertThat(rest(modern(gateway, BOB, call("search", "x"))))
                        .contains("\"resultType\":\"complete\"");
                    calls++;
                  }
                  return calls;
                }));
      }
      for (int i = 1; i <= 5; i++) {
        String text = POLICY + "# " + i + '\n';
        versions.add(sha256(text).substring(0, 12));
        replace(text);
        reloads(gateway, i);
      }
      done.set(true);
      int calls = 0;
      for (Future<Integer> each : callers) {
        calls += each.get();
      }
      versions.add(sha256(POLICY).substring(0, 12));

      List<JsonNode> exchanges =
          gateway.newRecords(records, calls + 5).stream()
              .filter(record -> record.at("/unmapped/gw/kind").asText().equals("exchange"))
              .toList();
      assertThat(exchanges)
          .hasSize(calls)
          .allSatisfy(
              record -> {
                assertThat(record.at("/unmapped/gw/outcome").asText()).isEqualTo("answered");
                assertThat(record.at("/unmapped/gw/policyVersion").asText()).isIn(versions);
              });
      assertThat(
              exchanges.stream()
                  .map(record -> record.at("/unmapped/gw/policyVersion").asText())
                  .collect(Collectors.toSet()))
          .hasSizeGreaterThan(1);
    }
  }

  @Test
  void aPolicyWithMistakesIsNotUsedAndThatIsRecorded() throws Exception {
    try (WholeGateway gateway = start()) {
      EventStream lists = new EventStream(get(gateway, ALICE));
      String before = gateway.newRecords(0, 1).getFirst().at("/unmapped/gw/configVersion").asText();
      int records = gateway.audit().size();

      replace(POLICY + "rulez: []\nrolez: {}\n");
      JsonNode refused = gateway.newRecords(records, 1).getFirst();
      assertThat(refused.at("/unmapped/gw/kind").asText()).isEqualTo("event");
      assertThat(refused.at("/unmapped/gw/event").asText()).isEqualTo("config-refused");
      assertThat(refused.at("/unmapped/gw/by").asText()).isEqualTo("file");
      assertThat(refused.at("/unmapped/gw/details/configVersion").asText()).isEqualTo(before);
      assertThat(refused.at("/unmapped/gw/details/problem").asText()).isEqualTo("mistakes: 2");
      assertThat(refused.path("unmapped").path("gw").has("peer")).isFalse();
      await()
          .until(
              () ->
                  gateway.metric("mcpgateway_config_reloads_total{result=\"refused\"}") == 1
                      && rest(modern(gateway, ALICE, call("refund", "x"))).contains("complete"));

      replace(POLICY.replace("refund]", "refund, pay]"));
      await().until(() -> lists.changes().size() == 1);
      JsonNode done = gateway.audit().getLast();
      assertThat(done.at("/unmapped/gw/event").asText()).isEqualTo("config-reloaded");
      assertThat(done.at("/unmapped/gw/details/result").asText()).isEqualTo("done");
      assertThat(done.at("/unmapped/gw/details/configVersion").asText()).isNotEqualTo(before);
    }
  }

  private WholeGateway start() throws Exception {
    return WholeGateway.start(
        directory,
        "",
        """
        api-keys:
          - name: staff
            header: x-api-key
            keys:
              - { id: alice, sha256: %s, principal: alice, roles: [support] }
              - { id: bob, sha256: %s, principal: bob, roles: [sales] }
        upstreams:
          - { name: new, url: "%3$s", protocol: modern }
          - { name: old, url: "%3$s", protocol: legacy }
        routes:
          - { path: /modern, upstream: new, authenticate: [staff], policy: policy.yaml }
          - { path: /legacy, upstream: old, authenticate: [staff], policy: policy.yaml }
        """
            .formatted(sha256(ALICE), sha256(BOB), upstream.url()));
  }

  private void replace(String policy) throws IOException {
    replace("policy.yaml", policy);
  }

  /** In one go, as editors and Kubernetes do. */
  private void replace(String name, String text) throws IOException {
    Path next = Files.writeString(directory.resolve(name + ".next"), text);
    Files.move(next, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void reloads(WholeGateway gateway, int times) {
    await()
        .until(() -> gateway.metric("mcpgateway_config_reloads_total{result=\"done\"}") >= times);
  }

  private static String call(String tool, String how) {
    return Requests.call(tool, "{\"how\":\"" + how + "\"}");
  }

  private HttpResponse<InputStream> listen(WholeGateway gateway, String key, String notifications)
      throws Exception {
    return modern(gateway, key, LISTEN.formatted(notifications));
  }

  private HttpResponse<InputStream> get(WholeGateway gateway, String key) throws Exception {
    String initialize =
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
            + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}";
    String session =
        client
            .send(
                request(gateway, "/legacy", key)
                    .POST(HttpRequest.BodyPublishers.ofString(initialize))
                    .build(),
                HttpResponse.BodyHandlers.discarding())
            .headers()
            .firstValue("mcp-session-id")
            .orElseThrow();
    return client.send(
        HttpRequest.newBuilder(gateway.url("/legacy"))
            .header("accept", "text/event-stream")
            .header("mcp-protocol-version", "2025-11-25")
            .header("mcp-session-id", session)
            .header("x-api-key", key)
            .build(),
        HttpResponse.BodyHandlers.ofInputStream());
  }

  private HttpResponse<InputStream> modern(WholeGateway gateway, String key, String body)
      throws Exception {
    JsonNode message = WholeGateway.JSON.readTree(body);
    HttpRequest.Builder request =
        request(gateway, "/modern", key)
            .header("mcp-protocol-version", "2026-07-28")
            .header("mcp-method", message.path("method").asText())
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (message.path("params").has("name")) {
      request.header("mcp-name", message.path("params").path("name").asText());
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  private static HttpRequest.Builder request(WholeGateway gateway, String path, String key) {
    return HttpRequest.newBuilder(URI.create(gateway.url(path).toString()))
        .header("content-type", "application/json")
        .header("accept", "application/json, text/event-stream")
        .header("x-api-key", key);
  }

  private static String rest(HttpResponse<InputStream> response) throws IOException {
    try (InputStream body = response.body()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String sha256(String text) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }
}
