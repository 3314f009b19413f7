package io.mcpgateway.keycloak;

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

/** A gateway with one route, behind which everything is answered. Its URL is known beforehand. */
final class Route implements AutoCloseable {
  private static final String POLICY =
      """
      roles:
        user: { tools: [search] }
        admin: { includes: [user], tools: [refund] }
      """;

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
   * @param directory for its files
   * @param audience the URL that tokens are for, if it is not this one
   */
  static Route start(Path directory, Http http, URI url, String issuer, String audience)
      throws Exception {
    return new Route(Files.createDirectories(directory), http, url, issuer, audience);
  }

  private Route(Path directory, Http http, URI url, String issuer, String audience)
      throws Exception {
    this.http = http;
    this.url = url;
    Files.writeString(directory.resolve("policy.yaml"), POLICY);
    Path file =
        Files.writeString(
            directory.resolve("gateway.yaml"),
            """
            listeners: [{ name: local, address: "%s", plaintext: true }]
            admin: { address: "127.0.0.1:0" }
            issuers:
              - { name: keycloak, issuer: "%s", roles-claim: realm_access.roles, audience: "%s" }
            upstreams: [{ name: up, url: "%s", protocol: modern }]
            routes:
              - { path: /mcp, upstream: up, authenticate: [keycloak], policy: policy.yaml, scopes: [mcp] }
            drain: 1s
            """
                .formatted(url.getAuthority(), issuer, audience, upstream.url()));
    this.gateway = Gateway.start(file, _ -> null);
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

  /** How often the upstream was called. */
  long calls() {
    return upstream.requests().stream().filter(each -> each.text().contains("tools/call")).count();
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
