package io.mcpgateway.app;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Calls a gateway as a client of 2026-07-28 does. */
final class Calls {
  private final HttpClient client;
  private final HttpClient.Version version;

  Calls(HttpClient client) {
    this(client, HttpClient.Version.HTTP_1_1);
  }

  Calls(HttpClient client, HttpClient.Version version) {
    this.client = client;
    this.version = version;
  }

  HttpResponse<String> tool(URI endpoint, String tool, String... headers)
      throws IOException, InterruptedException {
    return client.send(request(endpoint, "7", tool, headers), HttpResponse.BodyHandlers.ofString());
  }

  /**
   * A call of a tool, which is not sent yet.
   *
   * @param id JSON
   */
  HttpRequest request(URI endpoint, String id, String tool, String... headers) {
    String body =
        """
        {"jsonrpc":"2.0","id":%s,"method":"tools/call","params":{"name":"%s","arguments":{"n":1},\
        "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
        "io.modelcontextprotocol/clientInfo":{"name":"test","version":"1"},\
        "io.modelcontextprotocol/clientCapabilities":{}}}}"""
            .formatted(id, tool);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .version(version)
            .header("content-type", "application/json")
            .header("accept", "application/json, text/event-stream")
            .header("mcp-protocol-version", "2026-07-28")
            .header("mcp-method", "tools/call")
            .header("mcp-name", tool)
            .POST(HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request.build();
  }

  HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}
