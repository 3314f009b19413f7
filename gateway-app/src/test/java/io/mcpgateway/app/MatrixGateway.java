package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.testkit.ScriptedUpstream;
import io.mcpgateway.testkit.TestCertificates;
import io.mcpgateway.testkit.TestClock;
import io.mcpgateway.testkit.TestIssuer;
import io.mcpgateway.testkit.TestKey;
import io.mcpgateway.testkit.TestToken;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A whole gateway with two issuers, three routes, an upstream that remembers every byte, a canary
 * that nobody must ever call, and a clock that stands still.
 *
 * <p>{@code /crm/mcp} trusts both issuers, {@code /billing/mcp} the partner alone, {@code /old/mcp}
 * is {@code /crm/mcp} with an upstream of the legacy era.
 */
final class MatrixGateway implements AutoCloseable {
  static final String ROUTE = "/crm/mcp";
  static final String OTHER = "/billing/mcp";
  static final String LEGACY = "/old/mcp";
  static final String CALL = Requests.call("search", "{}");

  final TestClock clock = new TestClock();
  final TestIssuer corp = TestIssuer.start("", clock);
  final TestIssuer partner = TestIssuer.start("/realms/partner", clock);
  final TestKey rsa = corp.key();
  final TestKey otherEc = corp.addKey("ES256");
  final TestKey ec = corp.addKey("ES256");
  final TestKey ed = corp.addKey("EdDSA");
  final ScriptedUpstream upstream = ScriptedUpstream.start(MatrixGateway::answer);
  final ScriptedUpstream canary =
      ScriptedUpstream.start(
          (request, connection) -> connection.respond(200, "application/json", "{\"keys\":[]}"));
  final TestCertificates authority = TestCertificates.create();
  final WholeGateway whole;

  private final Path directory;

  MatrixGateway(Path directory) throws Exception {
    this.directory = directory;
    TestCertificates.Issued certificate = authority.server("localhost");
    Files.write(directory.resolve("tls.crt"), certificate.certificate());
    Files.write(directory.resolve("tls.key"), certificate.key());
    Files.writeString(
        directory.resolve("policy.yaml"),
        """
        roles:
          sales: { tools: [search, stream, refund] }
        scopes:
          - { tools: [refund], require: [crm:write, crm:pay] }
        scope-hierarchy: { crm:admin: [crm:write, crm:pay] }
        """);
    Path file =
        Files.writeString(
            directory.resolve("gateway.yaml"),
            """
            listeners:
              - { name: local, address: "127.0.0.1:0", plaintext: true }
              - { name: tls, address: "127.0.0.1:0", tls: { certificate: tls.crt, key: tls.key } }
            admin: { address: "127.0.0.1:0" }
            drain: 1s
            issuers:
              - { name: corp, issuer: "%s" }
              - { name: partner, issuer: "%s" }
            upstreams:
              - { name: up, url: "%s", protocol: modern }
              - { name: old, url: "%s", protocol: legacy }
            routes:
              - { path: /crm/mcp, upstream: up, authenticate: [corp, partner], policy: policy.yaml, scopes: [mcp:use] }
              - { path: /billing/mcp, upstream: up, authenticate: [partner], policy: policy.yaml, scopes: [mcp:use] }
              - { path: /old/mcp, upstream: old, authenticate: [corp, partner], policy: policy.yaml, scopes: [mcp:use] }
            """
                .formatted(corp.issuer(), partner.issuer(), upstream.url(), upstream.url()));
    whole = WholeGateway.of(directory, Gateway.start(file, _ -> null, clock));
  }

  private static void answer(
      ScriptedUpstream.Request request, ScriptedUpstream.Connection connection) throws IOException {
    if (request.method().equals("GET")) {
      connection.beginEvents();
      connection.endChunks();
      return;
    }
    if (request.method().equals("DELETE")) {
      connection.send("HTTP/1.1 204 X\r\n\r\n");
      return;
    }
    JsonNode message = WholeGateway.JSON.readTree(request.body());
    if (!message.has("id")) {
      connection.send("HTTP/1.1 202 X\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    String result =
        switch (message.path("method").asText()) {
          case "initialize" ->
              "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                  + "\"serverInfo\":{\"name\":\"up\",\"version\":\"1\"}}";
          case "tools/list" -> "{\"resultType\":\"complete\",\"tools\":[]}";
          default -> "{\"resultType\":\"complete\",\"content\":[]}";
        };
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":" + message.get("id") + ",\"result\":" + result + "}";
    if (request.text().contains("\"stream\"")) {
      connection.beginEvents();
      connection.chunk("data: " + body + "\n\n");
      connection.endChunks();
      return;
    }
    connection.send(
        "HTTP/1.1 200 X\r\nContent-Type: application/json\r\nMcp-Session-Id: up-1\r\n"
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  // Requests.

  /** The URL that tokens for a route must name. */
  String resource(String path) {
    return whole.url(path).toString();
  }

  /** A token that may search on the first route. */
  TestToken token() {
    return token(resource(ROUTE));
  }

  TestToken token(String audience) {
    return corp.token(audience)
        .signedWith(rsa)
        .claim("roles", List.of("sales"))
        .claim("scope", "mcp:use");
  }

  static String bearer(TestToken token) {
    return GuardedGateway.bearer(token.sign());
  }

  /** A call on the first route with these fields. */
  String call(String fields) {
    return call(ROUTE, fields);
  }

  String call(String target, String fields) {
    return Requests.post(whole.port(), target, fields + Requests.fields("search"), CALL);
  }

  // What becomes of them.

  void check(MatrixRow row) throws Exception {
    int records = recordsSeen();
    long sent = upstream.requests().size();
    long calls = calls();
    String request = row.request().of(this);
    RawHttp.Answer answer;
    try (RawHttp client = whole.connect()) {
      client.send(request);
      answer = client.answer();
    }

    assertThat(answer.status()).as(row.name()).isEqualTo(row.status());
    challenged(row, answer);
    JsonNode record = nextRecord(records);
    assertThat(record.at("/api/response/error_message").asText())
        .as(row.name())
        .startsWith(row.problem());
    assertThat(record.toString()).doesNotContain("eyJ");
    assertThat(canary.connections()).as("the canary").isZero();
    if (row.status() == 200) {
      assertThat(calls()).isEqualTo(calls + 1);
      assertThat(upstream.requests())
          .allSatisfy(each -> assertThat(each.head() + each.text()).doesNotContain("eyJ"));
      return;
    }
    assertThat(upstream.requests()).as("what the upstream saw").hasSize((int) sent);
    JsonNode body = WholeGateway.JSON.readTree(answer.body());
    JsonNode data = body.at("/error/data");
    assertThat(data.path("exchangeId").asText())
        .isEqualTo(record.at("/unmapped/gw/exchangeId").asText());
    assertThat(record.at("/unmapped/gw/outcome").asText()).isEqualTo(data.path("reason").asText());
    if (row.status() == 401) {
      assertThat(body.at("/error/code").asInt()).isEqualTo(1401);
      assertThat(body.path("id").asInt()).isEqualTo(7);
      assertThat(data.path("reason").asText()).isEqualTo("unauthenticated");
      assertThat(body.at("/error/message").asText()).isEqualTo("Authentication required");
      assertThat(record.at("/actor/user/name").asText()).isIn("anonymous", "unknown");
      assertThat(row.problem()).as("why").isNotEmpty();
    }
  }

  private void challenged(MatrixRow row, RawHttp.Answer answer) {
    String challenge = String.valueOf(answer.field("www-authenticate"));
    if (row.says() == MatrixRow.Says.NOTHING) {
      assertThat(challenge).isEqualTo("null");
      return;
    }
    assertThat(challenge)
        .as(row.name())
        .startsWith("Bearer ")
        .contains("scope=\"mcp:use\"")
        .contains("resource_metadata=\"" + whole.url("/.well-known/oauth-protected-resource"));
    if (row.says() == MatrixRow.Says.INVALID) {
      assertThat(challenge).as(row.name()).contains("error=\"invalid_token\"");
    } else {
      assertThat(challenge).as(row.name()).doesNotContain("error");
    }
  }

  long calls() {
    return upstream.requests().stream()
        .filter(request -> request.text().contains("tools/call"))
        .count();
  }

  URI tls(String path) {
    return URI.create("https://localhost:" + whole.address("tls").getPort() + path);
  }

  int recordsSeen() {
    return lines().size();
  }

  /** What the audit says of the one exchange after the first {@code known}. */
  JsonNode nextRecord(int known) throws IOException {
    List<String> lines =
        await()
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(2))
            .until(this::lines, all -> all.size() > known);
    assertThat(lines).hasSize(known + 1);
    return WholeGateway.JSON.readTree(lines.getLast());
  }

  private List<String> lines() {
    return Trails.lines(directory.resolve("audit"));
  }

  @Override
  public void close() {
    whole.close();
    upstream.close();
    canary.close();
    corp.close();
    partner.close();
  }
}
