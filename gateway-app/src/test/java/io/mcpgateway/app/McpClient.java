package io.mcpgateway.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client of one era: says what that era says, and reads JSON and events alike. */
final class McpClient {
  private static final String META =
      "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
          + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"test\",\"version\":\"1\"},"
          + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI endpoint;
  private final boolean modern;
  private @Nullable String session;
  private @Nullable String bearer;

  McpClient(URI endpoint, boolean modern) {
    this.endpoint = endpoint;
    this.modern = modern;
  }

  McpClient with(String token) {
    this.bearer = token;
    return this;
  }

  /** The response of a call; {@code arguments} with ' for ". */
  JsonNode call(String tool, String arguments) throws IOException, InterruptedException {
    return send(
        "tools/call",
        "\"name\":\"" + tool + "\",\"arguments\":" + arguments.replace('\'', '"'),
        tool);
  }

  /** The names of all tools of all pages. */
  List<String> tools() throws IOException, InterruptedException {
    List<String> names = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode result =
          send("tools/list", cursor.isEmpty() ? "" : "\"cursor\":\"" + cursor + "\"", null)
              .path("result");
      result.path("tools").forEach(tool -> names.add(tool.path("name").asText()));
      cursor = result.path("nextCursor").asText();
    } while (!cursor.isEmpty());
    return names;
  }

  private JsonNode send(String method, String params, @Nullable String name)
      throws IOException, InterruptedException {
    if (!modern && session == null) {
      HttpResponse<String> started =
          post(
              "initialize",
              "\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                  + "\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}",
              null);
      session = started.headers().firstValue("mcp-session-id").orElseThrow();
    }
    return WholeGateway.JSON.readTree(post(method, params, name).body());
  }

  private HttpResponse<String> post(String method, String params, @Nullable String name)
      throws IOException, InterruptedException {
    String members = !modern ? params : params.isEmpty() ? META : params + "," + META;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .header("content-type", "application/json")
            .header("accept", "application/json, text/event-stream")
            .header("mcp-protocol-version", modern ? "2026-07-28" : "2025-11-25")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\""
                        + method
                        + "\",\"params\":{"
                        + members
                        + "}}"));
    if (modern) {
      request.header("mcp-method", method);
      if (name != null) {
        request.header("mcp-name", name);
      }
    } else if (session != null) {
      request.header("mcp-session-id", session);
    }
    if (bearer != null) {
      request.header("authorization", "Bearer " + bearer);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
