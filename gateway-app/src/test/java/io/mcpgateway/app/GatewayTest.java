package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.testkit.ScriptedUpstream;
import io.mcpgateway.testkit.TestCertificates;
import io.mcpgateway.testkit.TestIssuer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayTest {
  private static final String RESULT =
      "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"resultType\":\"complete\",\"content\":[]}}";

  private static final String POLICY =
      """
      roles:
        anyone: { tools: [search] }
        support: { tools: [refund] }
      """;

  @TempDir Path directory;
  private HttpClient client;
  private Calls calls;
  private ScriptedUpstream upstream;

  @BeforeEach
  void open() throws IOException {
    client = HttpClient.newHttpClient();
    calls = new Calls(client);
    upstream =
        ScriptedUpstream.start(
            (request, connection) ->
                connection.respond(
                    200,
                    "application/json",
                    request.text().contains("tools/list") ? toolsFor(request) : RESULT));
    Files.writeString(directory.resolve("policy.yaml"), POLICY);
  }

  @AfterEach
  void close() {
    upstream.close();
    client.close();
  }

  @Test
  void aCallThatPolicyPermitsReachesTheUpstreamAndIsRecorded() throws Exception {
    try (Gateway gateway = start(config(""))) {
      assertThat(gateway.readyLine())
          .startsWith("MCP Gateway ready: local http://127.0.0.1:")
          .contains("[/mcp]; admin http://127.0.0.1:");
      assertThat(call(gateway, "search").body()).isEqualTo(RESULT);
      assertThat(call(gateway, "refund").body()).contains("Unknown tool");
      assertThat(forwarded()).hasSize(1);
      await().until(() -> audit().size() == 2);
      assertThat(audit().getFirst()).contains("\"outcome\":\"answered\"", "\"policy\":{\"uid\":\"");
      assertThat(audit().getLast()).contains("\"outcome\":\"denied\"", "\"decision\":\"deny\"");
      assertThat(calls.get(gateway.adminAddress().resolve("/metrics")).body())
          .contains("tool=\"search\"", "tool=\"refund\"", "mcpgateway_upstream_connections");
      assertThat(calls.get(gateway.adminAddress().resolve("/readyz")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aRouteWithIssuersAsksForTokensAndNeverPassesThemOn() throws Exception {
    try (TestIssuer issuer = TestIssuer.start()) {
      String config =
          config("")
                  .replace("anonymous: true", "authenticate: [corp]")
                  .replace(
                      "protocol: modern }",
                      "protocol: modern, credential: { type: static, headers: { x-key: \"${env:KEY}\" } } }")
              + "issuers: [{ name: corp, issuer: \""
              + issuer.issuer()
              + "\" }]\n";
      try (Gateway gateway = start(config)) {
        HttpResponse<String> refused = call(gateway, "search");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("www-authenticate").orElseThrow())
            .contains("resource_metadata=");
        URI document =
            gateway.address("local").resolve("/.well-known/oauth-protected-resource/mcp");
        assertThat(calls.get(document).body()).contains(issuer.issuer());

        String endpoint = gateway.address("local").resolve("/mcp").toString();
        String token = issuer.token(endpoint).claim("roles", List.of("support")).sign();
        HttpResponse<String> answered =
            calls.tool(URI.create(endpoint), "refund", "authorization", "Bearer " + token);
        assertThat(answered.body()).isEqualTo(RESULT);
        assertThat(forwarded()).hasSize(1);
        assertThat(upstream.requests())
            .allSatisfy(
                request -> {
                  assertThat(request.head())
                      .doesNotContain(token)
                      .containsIgnoringCase("x-key: k3y");
                });
        assertThat(calls.get(gateway.adminAddress().resolve("/config")).body())
            .contains("${env:KEY}")
            .doesNotContain("k3y");
        await().until(() -> audit().size() == 2);
        assertThat(String.join("\n", audit())).doesNotContain(token).doesNotContain("k3y");
      }
    }
  }

  @Test
  void aChangedPolicyIsInForceWithoutARestartAndConnectionsStay() throws Exception {
    try (Gateway gateway = start(config(""))) {
      assertThat(call(gateway, "refund").body()).contains("Unknown tool");
      assertThat(call(gateway, "search").body()).isEqualTo(RESULT);

      int connections = upstream.connections();

      replace("policy.yaml", POLICY.replace("[search]", "[search, refund]"));
      await().until(() -> call(gateway, "refund").body().equals(RESULT));

      assertThat(upstream.connections()).isEqualTo(connections);
      assertThat(metrics(gateway)).contains("mcpgateway_config_reloads_total{result=\"done\"} 1.0");
    }
  }

  @Test
  void aChangeWithMistakesKeepsWhatIsInForce() throws Exception {
    try (Gateway gateway = start(config(""))) {
      String before = calls.get(gateway.adminAddress().resolve("/config")).body();

      replace("policy.yaml", "roles: [nobody]\n");
      await().until(() -> metrics(gateway).contains("reloads_total{result=\"refused\"} 1.0"));

      assertThat(call(gateway, "search").body()).isEqualTo(RESULT);
      assertThat(calls.get(gateway.adminAddress().resolve("/config")).body()).isEqualTo(before);

      replace("policy.yaml", POLICY.replace("[search]", "[search, refund]"));
      await().until(() -> call(gateway, "refund").body().equals(RESULT));
    }
  }

  @Test
  void whatOnlyARestartCanChangeStaysAndTheRestIsUsed() throws Exception {
    try (Gateway gateway = start(config(""))) {
      replace(
          "gateway.yaml",
          config("").replace("name: local", "name: other").replace("path: /mcp", "path: /two"));
      await().until(() -> metrics(gateway).contains("reloads_total{result=\"partial\"} 1.0"));

      URI two = gateway.address("local").resolve("/two");
      assertThat(calls.tool(two, "search").body()).isEqualTo(RESULT);
    }
  }

  @Test
  void aNewCertificateIsUsedAndABadOneIsNot() throws Exception {
    TestCertificates authority = TestCertificates.create();
    TestCertificates other = TestCertificates.create();
    Files.write(directory.resolve("tls.crt"), authority.server("localhost").certificate());
    Files.write(directory.resolve("tls.key"), authority.server("localhost").key());
    TestCertificates.Issued first = authority.server("localhost");
    Files.write(directory.resolve("tls.crt"), first.certificate());
    Files.write(directory.resolve("tls.key"), first.key());
    String config =
        config("")
            .replace(
                "\"127.0.0.1:0\", plaintext: true }]\nadmin",
                "\"127.0.0.1:0\", tls: { certificate: tls.crt, key: tls.key } }]\nadmin");
    try (Gateway gateway = start(config)) {
      URI endpoint = URI.create("https://localhost:" + gateway.address("local").getPort() + "/mcp");
      assertThat(overTls(authority, endpoint)).isEqualTo(RESULT);
      assertThat(metrics(gateway)).contains("mcpgateway_certificate_expiry_timestamp_seconds{");

      replace("tls.crt", "no certificate");
      await().until(() -> metrics(gateway).contains("reloads_total{result=\"partial\"} 1.0"));
      assertThat(overTls(authority, endpoint)).isEqualTo(RESULT);

      TestCertificates.Issued next = other.server("localhost");
      Files.write(directory.resolve("tls.key"), next.key());
      Files.write(directory.resolve("tls.crt"), next.certificate());
      await().ignoreExceptions().until(() -> overTls(other, endpoint).equals(RESULT));
    }
  }

  @Test
  void whileTheAuditTrailCannotBeWrittenNothingIsForwarded() throws Exception {
    Path audit = directory.resolve("audit");
    Path aside = directory.resolve("aside");
    try (Gateway gateway =
        start(config("audit: { segment: { size: 64KiB }, checkpoints: { every: 1 } }\n"))) {
      // The next segment cannot be made.
      Files.move(audit, aside);
      Files.createFile(audit);
      int calls = 0;
      while (call(gateway, "search").statusCode() == 200) {
        assertThat(calls++).as("calls that one segment has room for").isLessThan(1000);
      }
      int forwarded = forwarded().size();
      assertThat(call(gateway, "search").headers().firstValue("retry-after")).isPresent();
      assertThat(forwarded()).hasSize(forwarded);
      assertThat(this.calls.get(gateway.adminAddress().resolve("/readyz")).statusCode())
          .isEqualTo(503);

      Files.delete(audit);
      Files.move(aside, audit);
      await().until(() -> call(gateway, "search").statusCode() == 200);
      await().until(() -> audit().stream().anyMatch(line -> line.contains("unavailable")));
    }
  }

  @Test
  void anAddressInUseIsOneClearLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String config =
          config("")
              .replace(
                  "\"127.0.0.1:0\", plaintext: true }]\nadmin",
                  "\"127.0.0.1:" + taken.getLocalPort() + "\", plaintext: true }]\nadmin");

      assertThatThrownBy(() -> start(config))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("local")
          .hasMessageContaining(Integer.toString(taken.getLocalPort()))
          .hasMessageContaining("in use");
    }
    // Everything that was open by then is closed again: the audit file can be opened once more.
    start(config("")).close();
  }

  @Test
  void anUnreadableCertificateIsOneClearLine() {
    String config =
        config("")
            .replace(
                "\"127.0.0.1:0\", plaintext: true }]\nadmin",
                "\"127.0.0.1:0\", tls: { certificate: nowhere.crt, key: tls.key } }]\nadmin");

    assertThatThrownBy(() -> start(config))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("listener local")
        .hasMessageContaining("nowhere.crt");
  }

  /** The gateway asks which parameters have headers: none. */
  private static String toolsFor(ScriptedUpstream.Request request) throws IOException {
    JsonNode id = new ObjectMapper().readTree(request.body()).path("id");
    return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"resultType\":\"complete\",\"tools\":[]}}"
        .formatted(id);
  }

  private List<ScriptedUpstream.Request> forwarded() {
    return upstream.requests().stream()
        .filter(request -> request.text().contains("tools/call"))
        .toList();
  }

  private String overTls(TestCertificates trusted, URI endpoint) throws Exception {
    try (HttpClient secure = HttpClient.newBuilder().sslContext(trusted.trusting()).build()) {
      return new Calls(secure).tool(endpoint, "search").body();
    }
  }

  private HttpResponse<String> call(Gateway gateway, String tool) throws Exception {
    return calls.tool(gateway.address("local").resolve("/mcp"), tool);
  }

  private String metrics(Gateway gateway) throws Exception {
    return calls.get(gateway.adminAddress().resolve("/metrics")).body();
  }

  private List<String> audit() {
    return Trails.lines(directory.resolve("audit"));
  }

  private String config(String more) {
    return """
        listeners: [{ name: local, address: "127.0.0.1:0", plaintext: true }]
        admin: { address: "127.0.0.1:0" }
        upstreams: [{ name: up, url: "%s", protocol: modern }]
        routes: [{ path: /mcp, upstream: up, anonymous: true, policy: policy.yaml }]
        drain: 1s
        """
            .formatted(upstream.url().resolve("/mcp"))
        + more;
  }

  private Gateway start(String config) throws Exception {
    Path file = Files.writeString(directory.resolve("gateway.yaml"), config);
    return Gateway.start(file, Map.of("KEY", "k3y")::get);
  }

  private void replace(String name, String text) throws IOException {
    Path next = Files.writeString(directory.resolve(name + ".next"), text);
    Files.move(next, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }
}
