package io.mcpgateway.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.testkit.ScriptedUpstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway that runs says of its policies, and the tools behind it. */
class PolicyPagesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;
  private final HttpClient client = HttpClient.newHttpClient();
  private ScriptedUpstream upstream;
  private Gateway gateway;
  private Path file;

  @BeforeEach
  void start() throws Exception {
    upstream =
        ScriptedUpstream.start(
            (request, connection) ->
                connection.respond(200, "application/json", tools(id(request.text()))));
    Files.writeString(
        directory.resolve("policy.yaml"),
        """
        roles:
          sales:
            tools: [search, search]
        rules:
          - { name: small, tools: [search], deny-when: "args.amount > 100" }
        masks:
          - { name: cards, detect: [card], action: keep-last-4, arguments: observe }
        """);
    Files.writeString(
        directory.resolve("platform.yaml"), "roles: { anyone: { tools: [search, refund] } }\n");
    file =
        Files.writeString(
            directory.resolve("gateway.yaml"),
            """
            listeners: [{ name: local, address: "127.0.0.1:0", plaintext: true, public-url: "https://mcp.example.com" }]
            admin: { address: "127.0.0.1:0" }
            upstreams: [{ name: up, url: "%s", protocol: modern }]
            platform-policy: platform.yaml
            routes:
              - { path: /mcp, upstream: up, anonymous: true, policy: policy.yaml }
              - { path: /open, upstream: up, anonymous: true, permit-all: true }
            drain: 1s
            """
                .formatted(upstream.url()));
    gateway = Gateway.start(file, _ -> null);
  }

  private static String id(String message) {
    try {
      return JSON.readTree(message).path("id").toString();
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  @AfterEach
  void stop() {
    gateway.close();
    upstream.close();
    client.close();
  }

  @Test
  void thePoliciesInForceAreShownWithTheirLinesAndFindings() throws Exception {
    HttpResponse<String> answer = send("GET", "/policy", null);
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode routes = JSON.readTree(answer.body()).path("routes");
    JsonNode policy = routes.path(0).path("policy");
    assertThat(policy.path("file").asText()).isEqualTo("policy.yaml");
    assertThat(policy.path("rules").path(0).toString())
        .isEqualTo(
            "{\"name\":\"small\",\"mode\":\"enforce\",\"effect\":\"deny-when\","
                + "\"file\":\"policy.yaml\",\"line\":5}");
    assertThat(policy.path("roles").path(0).path("name").asText()).isEqualTo("sales");
    assertThat(policy.path("onUnmaskable").asText()).isEqualTo("block");
    assertThat(policy.path("masks").toString())
        .isEqualTo(
            "[{\"name\":\"cards\",\"action\":\"keep-last-4\",\"results\":\"mask\","
                + "\"arguments\":\"observe\"}]");
    assertThat(policy.path("findings").toString())
        .contains("\"duplicate-permit\",\"file\":\"policy.yaml\",\"line\":3");
    assertThat(routes.path(0).path("platformPolicy").path("file").asText())
        .isEqualTo("platform.yaml");
    assertThat(routes.path(1).path("policy").path("permitAll").asBoolean()).isTrue();
  }

  @Test
  void aCallIsExplainedByThePolicyInForce() throws Exception {
    HttpResponse<String> denied =
        send(
            "POST",
            "/policy/explain",
            "{\"route\":\"/mcp\",\"principal\":{\"subject\":\"a\\tlice\",\"roles\":[\"sales\"]},"
                + "\n\t\"call\":{\"tool\":\"search\",\"args\":{\"amount\":101}}}");
    assertThat(denied.statusCode()).as(denied.body()).isEqualTo(200);
    JsonNode json = JSON.readTree(denied.body());
    assertThat(json.path("decision").asText()).isEqualTo("deny");
    assertThat(json.path("rule").asText()).isEqualTo("rule:small");
    assertThat(json.path("steps").toString()).contains("\"file\":\"policy.yaml\",\"line\":5");
    assertThat(json.path("remedies")).isNotEmpty();
    assertThat(
            JSON.readTree(
                    send(
                            "POST",
                            "/policy/explain",
                            "{\"route\":\"/mcp\",\"principal\":{\"roles\":[\"sales\"]},"
                                + "\"call\":{\"tool\":\"search\",\"args\":{\"amount\":1e2}}}")
                        .body())
                .path("decision")
                .asText())
        .isEqualTo("permit");
  }

  @Test
  void aBodyThatCannotBeUsedIsRefusedWithAllThatIsWrong() throws Exception {
    HttpResponse<String> wrong =
        send(
            "POST",
            "/policy/explain",
            "{\"route\":\"/pcm\",\"principle\":{},\"call\":{\"tol\":\"search\"}}");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body())
        .contains("route: \"/pcm\"", "principle: unknown key", "call.tol: unknown key");
    assertThat(send("POST", "/policy/explain", "{\"route\":\"/mcp\",\"route\":1}").statusCode())
        .isEqualTo(400);
    assertThat(send("POST", "/policy/explain", "[]").statusCode()).isEqualTo(400);
    assertThat(
            send("POST", "/policy/check", "{\"a\":\"" + "x".repeat(1 << 20) + "\"}").statusCode())
        .isEqualTo(413);
  }

  @Test
  void anotherPolicyIsCheckedAndComparedAndNothingChanges() throws Exception {
    JsonNode wrong = check("roles: { sales: { tool: [x] } }\nnone: 1\n");
    assertThat(wrong.path("problems")).hasSize(2);
    assertThat(wrong.path("problems").path(0).path("line").asInt()).isEqualTo(1);
    assertThat(wrong.has("changes")).isFalse();

    JsonNode other = check("roles: { sales: { tools: [refund] } }\n");
    assertThat(other.path("problems")).isEmpty();
    assertThat(other.path("findings").toString()).contains("claimed-role");
    assertThat(other.path("changes").path("decided").toString())
        .contains(
            "\"principal\":\"sales\",\"subject\":\"tool refund\",\"effect\":true",
            "\"was\":\"by arguments, else rule:small\",\"is\":\"deny default\"");
    assertThat(check(Files.readString(directory.resolve("policy.yaml"))).path("changes").toString())
        .contains("\"written\":[],\"decided\":[]");
    assertThat(send("GET", "/policy", null).body()).contains("small");
  }

  @Test
  void aPolicyIsComparedWithTheToolsThatThereAre() throws Exception {
    CommandLineRun check =
        CommandLineRun.of("policy", "check", "--config", file.toString(), "--live", "--strict");
    assertThat(check.code()).as(check.err()).isEqualTo(1);
    assertThat(check.out()).contains("nobody may call the tool wipe [unpermitted-tool]");

    Files.writeString(
        directory.resolve("callers.yaml"), "s: { roles: [sales] }\nn: { anonymous: true }\n");
    CommandLineRun matrix =
        CommandLineRun.of(
            "policy",
            "explain",
            "--config",
            file.toString(),
            "--route",
            "/mcp",
            "--matrix",
            "--live",
            "--principals",
            directory.resolve("callers.yaml").toString());
    assertThat(matrix.out().lines())
        .as(matrix.err())
        .containsExactly("   search        wipe", "s  by arguments  deny", "n  deny          deny");
  }

  private JsonNode check(String policy) throws Exception {
    HttpResponse<String> answer =
        send(
            "POST",
            "/policy/check",
            JSON.createObjectNode().put("route", "/mcp").put("policy", policy).toString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private HttpResponse<String> send(String method, String path, @Nullable String body)
      throws Exception {
    URI admin = gateway.adminAddress();
    HttpRequest.BodyPublisher publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body, UTF_8);
    return client.send(
        HttpRequest.newBuilder(admin.resolve(path))
            .header("Content-Type", "application/json")
            .method(method, publisher)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String tools(String id) {
    return """
        {"jsonrpc":"2.0","id":%s,"result":{"resultType":"complete","tools":[
        {"name":"search","inputSchema":{"type":"object"},
        "annotations":{"destructiveHint":true,"readOnlyHint":false}},
        {"name":"wipe","inputSchema":{"type":"object"}}]}}"""
        .formatted(id);
  }
}
