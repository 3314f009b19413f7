package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.testkit.ScriptedUpstream;
import io.mcpgateway.testkit.TestIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a client sees whose token lacks a scope, over real sockets: {@code /http} says it with a
 * 403, {@code /rpc} in a body.
 */
class ScopesTest {
  private static final String METADATA = "/.well-known/oauth-protected-resource";
  private static final String UPSTREAM_SESSION = "upstream-session-1";

  @TempDir static Path directory;
  private static TestIssuer issuer;
  private static ScriptedUpstream upstream;
  private static WholeGateway gateway;

  @BeforeAll
  static void open() throws Exception {
    issuer = TestIssuer.start();
    upstream = ScriptedUpstream.start(ScopesTest::answer);
    Files.writeString(
        directory.resolve("policy.yaml"),
        """
        roles:
          sales: { tools: [search, refund] }
        scopes:
          - { tools: [refund], require: [crm:write, crm:pay] }
        scope-hierarchy: { crm:admin: [crm:write, crm:pay, mcp:use] }
        """);
    gateway =
        WholeGateway.start(
            directory,
            "",
            """
            issuers: [{ name: corp, issuer: "%s" }]
            upstreams: [{ name: up, url: "%s", protocol: legacy }]
            routes:
              - { path: /http, upstream: up, authenticate: [corp], policy: policy.yaml, scopes: [mcp:use] }
              - { path: /rpc, upstream: up, authenticate: [corp], policy: policy.yaml, scope-challenge: jsonrpc }
            """
                .formatted(issuer.issuer(), upstream.url()));
  }

  private static void answer(
      ScriptedUpstream.Request request, ScriptedUpstream.Connection connection) throws IOException {
    if (request.method().equals("GET")) {
      connection.beginEvents();
      connection.chunk(": hello\n\n");
      connection.endChunks();
      return;
    }
    if (request.method().equals("DELETE")) {
      connection.send("HTTP/1.1 204 X\r\n\r\n");
      return;
    }
    JsonNode message = WholeGateway.JSON.readTree(request.body());
    String result =
        switch (message.path("method").asText()) {
          case "initialize" ->
              "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                  + "\"serverInfo\":{\"name\":\"up\",\"version\":\"1\"}}";
          case "tools/list" -> "{\"tools\":[{\"name\":\"search\"},{\"name\":\"refund\"}]}";
          default -> "{\"content\":[]}";
        };
    if (!message.has("id")) {
      connection.send("HTTP/1.1 202 X\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":" + message.get("id") + ",\"result\":" + result + "}";
    connection.send(
        "HTTP/1.1 200 X\r\nContent-Type: application/json\r\nMcp-Session-Id: "
            + UPSTREAM_SESSION
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  @AfterAll
  static void close() {
    gateway.close();
    upstream.close();
    issuer.close();
  }

  @Test
  void aCallThatNeedsTwoScopesIsChallengedOnceWithBothAndThoseOfTheRoute() throws Exception {
    String exchange;
    try (Session session = new Session("/http", "mcp:use")) {
      long forwarded = calls();
      double refused = gateway.refusals("/http", "insufficient-scope");
      RawHttp.Answer answer = session.call("refund", "mcp:use crm:write");

      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.field("www-authenticate"))
          .isEqualTo(
              "Bearer error=\"insufficient_scope\", scope=\"crm:pay crm:write mcp:use\","
                  + " resource_metadata=\""
                  + gateway.url(METADATA + "/http")
                  + "\"");
      JsonNode error = WholeGateway.JSON.readTree(answer.body()).path("error");
      exchange = error.path("data").path("exchangeId").asText();
      assertThat(error.path("code").asInt()).isEqualTo(1403);
      assertThat(error.path("data").path("scope").asText()).isEqualTo("crm:pay crm:write mcp:use");
      assertThat(WholeGateway.JSON.readTree(answer.body()).path("id").asInt()).isEqualTo(7);
      assertThat(calls()).as("nothing went upstream").isEqualTo(forwarded);
      assertThat(gateway.refusals("/http", "insufficient-scope")).isEqualTo(refused + 1);

      // Having stepped up, in the same session.
      assertThat(session.call("refund", "mcp:use crm:write crm:pay").status()).isEqualTo(200);
      assertThat(session.call("refund", "crm:admin").status()).isEqualTo(200);
    }
    JsonNode record = recordOf(exchange);
    assertThat(record.at("/unmapped/gw/outcome").asText()).isEqualTo("insufficient-scope");
    assertThat(record.at("/unmapped/gw/cause/scopes").toString())
        .isEqualTo("[\"crm:pay\",\"crm:write\",\"mcp:use\"]");
    assertThat(record.at("/actor/user/uid").asText()).isEqualTo("alice");
  }

  @Test
  void whateverTheRouteIsAskedItAsksForItsScopes() throws Exception {
    String challenge =
        "Bearer error=\"insufficient_scope\", scope=\"mcp:use\", resource_metadata=\""
            + gateway.url(METADATA + "/http")
            + "\"";
    try (Session session = new Session("/http", "mcp:use")) {
      long sent = upstream.requests().size();
      for (RawHttp.Answer answer :
          List.of(
              session.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}", ""),
              session.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}", "other"),
              session.call("search", "MCP:use"),
              session.send(
                  "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/roots/list_changed\"}", null),
              session.bare("GET", null),
              session.bare("DELETE", ""))) {
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.field("www-authenticate")).isEqualTo(challenge);
      }
      assertThat(upstream.requests()).hasSize((int) sent);
      assertThat(session.bare("GET", "mcp:use").status()).isEqualTo(200);
      assertThat(session.call("search", "mcp:use").status()).isEqualTo(200);
      assertThat(session.bare("DELETE", "mcp:use").status()).isEqualTo(204);
    }
  }

  @Test
  void insideOfJsonRpcTheRefusalIsAnAnswerAndTheSessionLivesOn() throws Exception {
    try (Session session = new Session("/rpc", null)) {
      long forwarded = calls();
      RawHttp.Answer answer = session.call("refund", null);

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.field("content-type")).isEqualTo("application/json");
      assertThat(answer.field("www-authenticate"))
          .startsWith("Bearer error=\"insufficient_scope\", scope=\"crm:pay crm:write\"");
      JsonNode body = WholeGateway.JSON.readTree(answer.body());
      assertThat(body.path("id").asInt()).isEqualTo(7);
      assertThat(body.path("error").path("code").asInt()).isEqualTo(1403);
      assertThat(body.path("error").path("data").path("reason").asText())
          .isEqualTo("insufficient-scope");
      assertThat(body.path("error").path("data").path("scope").asText())
          .isEqualTo("crm:pay crm:write");
      assertThat(calls()).isEqualTo(forwarded);
      assertThat(session.call("search", null).status()).isEqualTo(200);
      assertThat(session.call("refund", "crm:admin").body()).contains("\"result\"");
    }
  }

  @Test
  void aListShowsWhatAClientMayStepUpTo() throws Exception {
    try (Session session = new Session("/rpc", null)) {
      assertThat(
              session.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}", null).body())
          .contains("search", "refund");
    }
  }

  @Test
  void challengesAskForWhatTheRouteNeedsAndMetadataListsAllThereIs() throws Exception {
    try (RawHttp client = gateway.connect()) {
      client.send(Requests.post(gateway.port(), "/http", "", "{}"));
      assertThat(client.answer().status()).isEqualTo(400);
      client.send(
          Requests.post(
              gateway.port(), "/http", Requests.fields("search"), Requests.call("search", "{}")));
      assertThat(client.answer().field("www-authenticate"))
          .startsWith(
              "Bearer resource_metadata=\""
                  + gateway.url(METADATA + "/http")
                  + "\", scope=\"mcp:use\"");
    }
    assertThat(document("/http").path("scopes_supported").toString())
        .isEqualTo("[\"crm:pay\",\"crm:write\",\"mcp:use\"]");
    assertThat(document("/rpc").path("scopes_supported").toString())
        .isEqualTo("[\"crm:pay\",\"crm:write\"]");
  }

  @Test
  void theDocumentsOfTwoRoutesAreTwo() throws Exception {
    for (String path : List.of("/http", "/rpc")) {
      assertThat(document(path).path("resource").asText()).isEqualTo(gateway.url(path).toString());
      assertThat(document(path).path("authorization_servers").toString())
          .isEqualTo("[\"" + issuer.issuer() + "\"]");
    }
    // With two routes the bare form would name the resource of one to the clients of both.
    assertThat(ask("GET", METADATA).status()).isEqualTo(404);
    assertThat(ask("GET", METADATA + "/http/").status()).isEqualTo(404);
  }

  @Test
  void anyPageMayReadADocumentAndNothingElseMayBeDoneToIt() throws Exception {
    RawHttp.Answer read = ask("GET", METADATA + "/http", "Origin: https://any.example");
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.field("content-type")).isEqualTo("application/json");
    assertThat(read.field("access-control-allow-origin")).isEqualTo("*");
    assertThat(read.field("location")).isNull();

    RawHttp.Answer preflight =
        ask(
            "OPTIONS",
            METADATA + "/http",
            "Origin: https://any.example",
            "Access-Control-Request-Method: GET",
            "Access-Control-Request-Headers: mcp-protocol-version");
    assertThat(preflight.status()).isEqualTo(204);
    assertThat(preflight.field("access-control-allow-origin")).isEqualTo("*");
    assertThat(preflight.field("access-control-allow-methods")).isEqualTo("GET");
    assertThat(preflight.field("access-control-allow-headers")).contains("MCP-Protocol-Version");

    RawHttp.Answer written = ask("PUT", METADATA + "/http");
    assertThat(written.status()).isEqualTo(405);
    assertThat(written.field("allow")).isEqualTo("GET");
  }

  private static JsonNode recordOf(String exchange) {
    return await()
        .until(
            () ->
                gateway.audit().stream()
                    .filter(
                        record -> record.at("/unmapped/gw/exchangeId").asText().equals(exchange))
                    .findFirst()
                    .orElse(null),
            Objects::nonNull);
  }

  private static JsonNode document(String path) throws Exception {
    return WholeGateway.JSON.readTree(ask("GET", METADATA + path).body());
  }

  private static RawHttp.Answer ask(String method, String path, String... fields) throws Exception {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    head.append("Host: 127.0.0.1:").append(gateway.port()).append("\r\n");
    for (String field : fields) {
      head.append(field).append("\r\n");
    }
    try (RawHttp client = gateway.connect()) {
      client.send(head + "\r\n");
      return client.answer();
    }
  }

  private static long calls() {
    return upstream.requests().stream()
        .filter(request -> request.text().contains("tools/call"))
        .count();
  }

  /** A legacy session on one connection; each request brings a token with other scopes. */
  private static final class Session implements AutoCloseable {
    private final RawHttp client = gateway.connect();
    private final String path;
    private final String id;

    Session(String path, @Nullable String scope) throws Exception {
      this.path = path;
      client.send(
          Requests.post(
              gateway.port(),
              path,
              token(scope),
              "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":"
                  + "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                  + "\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}}"));
      RawHttp.Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(200);
      id = String.valueOf(answer.field("mcp-session-id"));
      assertThat(
              send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}", scope)
                  .status())
          .isEqualTo(202);
    }

    RawHttp.Answer call(String tool, @Nullable String scope) throws Exception {
      return send(
          "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\""
              + tool
              + "\",\"arguments\":{}}}",
          scope);
    }

    RawHttp.Answer send(String body, @Nullable String scope) throws Exception {
      client.send(Requests.post(gateway.port(), path, token(scope) + session(), body));
      return client.answer();
    }

    RawHttp.Answer bare(String method, @Nullable String scope) throws Exception {
      client.send(
          method
              + " "
              + path
              + " HTTP/1.1\r\nHost: 127.0.0.1:"
              + gateway.port()
              + "\r\nAccept: text/event-stream\r\n"
              + token(scope)
              + session()
              + "\r\n");
      return client.answer();
    }

    private String session() {
      return "Mcp-Session-Id: " + id + "\r\nMCP-Protocol-Version: 2025-11-25\r\n";
    }

    private String token(@Nullable String scope) {
      var token = issuer.token(gateway.url(path).toString()).claim("roles", List.of("sales"));
      return GuardedGateway.bearer((scope == null ? token : token.claim("scope", scope)).sign());
    }

    @Override
    public void close() throws IOException {
      client.close();
    }
  }
}
