package io.mcpgateway.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.app.Gateway;
import io.mcpgateway.testkit.ScriptedUpstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A gateway with one route, behind which everything is answered. Its URL is known beforehand. */
final class Route implements AutoCloseable {
  private static final String POLICY =
      """
      roles:
        user: { tools: [search] }
        admin: { includes: [user], tools: [refund] }
      """;

  private static final String ADMIN_TOKEN = UUID.randomUUID().toString();

  private final Http http;
  private final URI url;
  private final ScriptedUpstream upstream = ScriptedUpstream.start(Route::answer);
  private final Gateway gateway;

  /** A URL on a port that is free. */
  static URI free() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://127.0.0.1:" + free.getLocalPort() + "/mcp");
    }
  }

  /**
   * What the configuration says besides what every route needs.
   *
   * @param audience the URL that tokens are for
   * @param ofIssuer more keys of the issuer, each after a comma
   * @param ofUpstream more keys of the upstream, the same
   */
  record Setup(String issuer, String audience, String ofIssuer, String ofUpstream) {}

  /**
   * @param directory for its files
   * @param audience the URL that tokens are for, if it is not this one
   */
  static Route start(Path directory, Http http, URI url, String issuer, String audience)
      throws Exception {
    return start(directory, http, url, new Setup(issuer, audience, "", ""));
  }

  static Route start(Path directory, Http http, URI url, Setup setup) throws Exception {
    return new Route(Files.createDirectories(directory), http, url, setup);
  }

  private Route(Path directory, Http http, URI url, Setup setup) throws Exception {
    this.http = http;
    this.url = url;
    Files.writeString(directory.resolve("policy.yaml"), POLICY);
    Path file =
        Files.writeString(
            directory.resolve("gateway.yaml"),
            """
            listeners: [{ name: local, address: "%s", plaintext: true }]
            admin:
              address: "127.0.0.1:0"
              tokens: [{ name: ops, token: ["${env:ADMIN_TOKEN}"], permit: operate }]
            issuers:
              - { name: keycloak, issuer: "%s", roles-claim: realm_access.roles, audience: "%s"%s }
            upstreams: [{ name: up, url: "%s", protocol: modern%s }]
            routes:
              - { path: /mcp, upstream: up, authenticate: [keycloak], policy: policy.yaml, scopes: [mcp] }
            drain: 1s
            """
                .formatted(
                    url.getAuthority(),
                    setup.issuer(),
                    setup.audience(),
                    setup.ofIssuer(),
                    upstream.url(),
                    setup.ofUpstream()));
    this.gateway = Gateway.start(file, name -> name.equals("ADMIN_TOKEN") ? ADMIN_TOKEN : null);
  }

  URI url() {
    return url;
  }

  /** Calls a tool as a client of 2026-07-28 does. */
  Http.Answer call(String tool, String token) throws IOException, InterruptedException {
    String body =
        """
        {"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"%s","arguments":{},\
        "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
        "io.modelcontextprotocol/clientInfo":{"name":"test","version":"1"},\
        "io.modelcontextprotocol/clientCapabilities":{}}}}"""
            .formatted(tool);
    return http.send(
        HttpRequest.newBuilder(url)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .header("MCP-Protocol-Version", "2026-07-28")
            .header("Mcp-Method", "tools/call")
            .header("Mcp-Name", tool)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Asks the admin listener for something, as an operator who may. */
  Http.Answer admin(String method, String path, Object body)
      throws IOException, InterruptedException {
    return http.json(method, gateway.adminAddress().resolve(path), ADMIN_TOKEN, body);
  }

  /** Sees a token refused, and nothing of the call at the upstream. */
  void keepsOut(String token) throws IOException, InterruptedException {
    long calls = calls();
    Http.Answer answer = call("search", token);

    assertThat(answer.status()).as(answer.body()).isEqualTo(401);
    assertThat(answer.challenge()).startsWith("Bearer ").contains("error=\"invalid_token\"");
    assertThat(calls()).isEqualTo(calls);
  }

  /** How often the upstream was called. */
  long calls() {
    return toolCalls().count();
  }

  /** The token that came with each call at the upstream. */
  List<String> bearers() {
    return toolCalls().map(Route::bearer).toList();
  }

  /** All that the upstream was ever sent. */
  List<String> sent() {
    return upstream.requests().stream().map(each -> each.head() + each.text()).toList();
  }

  private Stream<ScriptedUpstream.Request> toolCalls() {
    return upstream.requests().stream().filter(each -> each.text().contains("tools/call"));
  }

  private static String bearer(ScriptedUpstream.Request request) {
    List<String> values = request.headers("authorization");
    assertThat(values).singleElement().asString().startsWith("Bearer ");
    return values.getFirst().substring("Bearer ".length());
  }

  private static void answer(ScriptedUpstream.Request request, ScriptedUpstream.Connection out)
      throws IOException {
    JsonNode message = Http.JSON.readTree(request.body());
    String result =
        switch (message.path("method").asText()) {
          case "tools/list" ->
              "\"tools\":[{\"name\":\"search\",\"inputSchema\":{\"type\":\"object\"}}]";
          case "server/discover" ->
              "\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{\"tools\":{}},"
                  + "\"serverInfo\":{\"name\":\"up\",\"version\":\"1\"}";
          default -> "\"content\":[{\"type\":\"text\",\"text\":\"from upstream\"}]";
        };
    out.respond(
        200,
        "application/json",
        "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"resultType\":\"complete\",%s}}"
            .formatted(message.path("id"), result));
  }

  @Override
  public void close() {
    gateway.close();
    upstream.close();
  }
}
