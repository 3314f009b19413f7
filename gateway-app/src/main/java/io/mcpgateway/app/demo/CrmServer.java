package io.mcpgateway.app.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The MCP server of the demo, in both eras: 2026-07-28 without state, and 2025-11-25 with sessions.
 * It trusts whoever calls and shows everything it has: what the gateway is for.
 */
final class CrmServer implements AutoCloseable {
  private static final String MODERN = "2026-07-28";
  private static final String LEGACY = "2025-11-25";
  private static final int REPORT_PARTS = 4;

  private final CrmCatalog catalog = new CrmCatalog();
  private final Set<String> sessions = ConcurrentHashMap.newKeySet();
  private final Duration partTime;
  private final DemoServer server;

  private CrmServer(Duration partTime) throws IOException {
    this.partTime = partTime;
    this.server = DemoServer.start(this::handle);
  }

  /**
   * @param partTime how long each part of the slow report takes
   */
  static CrmServer start(Duration partTime) throws IOException {
    return new CrmServer(partTime);
  }

  String url() {
    return server.url() + "/mcp";
  }

  @Override
  public void close() {
    server.close();
  }

  private void handle(HttpExchange http) throws IOException {
    try (http) {
      switch (http.getRequestMethod()) {
        case "POST" -> post(http, CrmCatalog.JSON.readTree(http.getRequestBody()));
        case "DELETE" -> {
          sessions.remove(String.valueOf(http.getRequestHeaders().getFirst("Mcp-Session-Id")));
          http.sendResponseHeaders(204, -1);
        }
        default -> http.sendResponseHeaders(405, -1);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void post(HttpExchange http, JsonNode message) throws IOException, InterruptedException {
    boolean modern =
        message.at("/params/_meta/io.modelcontextprotocol~1protocolVersion").isTextual();
    String session = http.getRequestHeaders().getFirst("Mcp-Session-Id");
    String method = message.path("method").asText();
    if (!modern
        && !method.equals("initialize")
        && (session == null || !sessions.contains(session))) {
      answer(http, 404, error(message, -32001, "Session not found"));
    } else if (!message.has("id") || !message.has("method")) {
      http.sendResponseHeaders(202, -1);
    } else if (method.equals("tools/call")
        && message.at("/params/name").asText().equals("export_report")) {
      report(http, message, modern);
    } else {
      reply(http, message, modern);
    }
  }

  private void reply(HttpExchange http, JsonNode message, boolean modern) throws IOException {
    ObjectNode result =
        modern
            ? modernResult(message.path("method").asText(), message.path("params"))
            : legacyResult(http, message.path("method").asText(), message.path("params"));
    if (result == null) {
      answer(http, modern ? 404 : 200, error(message, -32601, "Method not found"));
    } else if (result.has("code")) {
      answer(http, 200, envelope(message).set("error", result));
    } else {
      answer(http, 200, envelope(message).set("result", result));
    }
  }

  private @Nullable ObjectNode modernResult(String method, JsonNode params) {
    ObjectNode result =
        method.equals("server/discover") ? discovered() : commonResult(method, params);
    if (result != null && !result.has("code")) {
      result.put("resultType", "complete");
      if (!method.equals("tools/call") && !method.equals("prompts/get")) {
        result.put("ttlMs", 60_000).put("cacheScope", "public");
      }
    }
    return result;
  }

  private ObjectNode discovered() {
    ObjectNode result = described();
    result.putArray("supportedVersions").add(MODERN);
    return result;
  }

  private @Nullable ObjectNode legacyResult(HttpExchange http, String method, JsonNode params) {
    return switch (method) {
      case "initialize" -> {
        String session = UUID.randomUUID().toString();
        sessions.add(session);
        http.getResponseHeaders().set("Mcp-Session-Id", session);
        yield described().put("protocolVersion", LEGACY);
      }
      case "ping" -> CrmCatalog.JSON.createObjectNode();
      default -> commonResult(method, params);
    };
  }

  private static ObjectNode described() {
    ObjectNode result = CrmCatalog.JSON.createObjectNode();
    result.putObject("capabilities").putObject("tools");
    result.withObject("/capabilities").putObject("resources");
    result.withObject("/capabilities").putObject("prompts");
    result.putObject("serverInfo").put("name", "demo-crm").put("version", "1.0.0");
    return result;
  }

  private @Nullable ObjectNode commonResult(String method, JsonNode params) {
    ObjectNode result = CrmCatalog.JSON.createObjectNode();
    return switch (method) {
      case "tools/list" -> result.set("tools", catalog.tools());
      case "resources/list" -> result.set("resources", catalog.resources());
      case "prompts/list" -> result.set("prompts", catalog.prompts());
      case "tools/call" -> called(params.path("name").asText(), params.path("arguments"));
      case "resources/read" -> account(params.path("uri").asText());
      case "prompts/get" -> prompt(params.at("/arguments/customer").asText());
      default -> null;
    };
  }

  private ObjectNode called(String tool, JsonNode arguments) {
    ObjectNode structured = CrmCatalog.JSON.createObjectNode();
    switch (tool) {
      case "search_customers" ->
          structured.set("customers", catalog.search(arguments.path("query").asText()));
      case "get_customer" -> {
        JsonNode customer = catalog.customer(arguments.path("id").asText());
        if (customer == null) {
          return failure("No such customer");
        }
        structured.set("customer", customer);
      }
      case "refund" ->
          structured
              .put("refunded", arguments.path("amount").asDouble())
              .put("customer", arguments.path("id").asText());
      default -> {
        return CrmCatalog.JSON
            .createObjectNode()
            .put("code", -32602)
            .put("message", "Unknown tool");
      }
    }
    // As the specification asks: the same content as text, for clients that know no structure.
    ObjectNode result = text(structured.toString());
    result.set("structuredContent", structured);
    return result;
  }

  private ObjectNode account(String uri) {
    String prefix = "crm://accounts/";
    JsonNode customer =
        uri.startsWith(prefix) ? catalog.customer(uri.substring(prefix.length())) : null;
    ObjectNode result = CrmCatalog.JSON.createObjectNode();
    if (customer == null) {
      return result.put("code", -32602).put("message", "Resource not found");
    }
    result
        .putArray("contents")
        .addObject()
        .put("uri", uri)
        .put("mimeType", "application/json")
        .put("text", customer.toString());
    return result;
  }

  private static ObjectNode prompt(String customer) {
    ObjectNode result = CrmCatalog.JSON.createObjectNode();
    result
        .putArray("messages")
        .addObject()
        .put("role", "user")
        .putObject("content")
        .put("type", "text")
        .put("text", "Write a short, friendly mail to " + customer + " after today's call.");
    return result;
  }

  /** The slow tool: a stream of progress, if the client asked for it, and then the result. */
  private void report(HttpExchange http, JsonNode message, boolean modern)
      throws IOException, InterruptedException {
    JsonNode token = message.at("/params/_meta/progressToken");
    http.getResponseHeaders().set("Content-Type", "text/event-stream");
    http.sendResponseHeaders(200, 0);
    OutputStream out = http.getResponseBody();
    for (int part = 1; part <= REPORT_PARTS; part++) {
      Thread.sleep(partTime);
      if (!token.isMissingNode()) {
        ObjectNode progress = CrmCatalog.JSON.createObjectNode().put("jsonrpc", "2.0");
        progress
            .put("method", "notifications/progress")
            .putObject("params")
            .put("progress", part)
            .put("total", REPORT_PARTS)
            .put("message", "part " + part + " of " + REPORT_PARTS)
            .set("progressToken", token);
        send(out, progress);
      }
    }
    ObjectNode result = text("The report is ready: 3 customers, 1330.40 open");
    if (modern) {
      result.put("resultType", "complete");
    }
    send(out, envelope(message).set("result", result));
  }

  private static void send(OutputStream out, JsonNode message) throws IOException {
    out.write(("event: message\ndata: " + message + "\n\n").getBytes(UTF_8));
    out.flush();
  }

  private static ObjectNode text(String text) {
    ObjectNode result = CrmCatalog.JSON.createObjectNode();
    result.putArray("content").addObject().put("type", "text").put("text", text);
    return result;
  }

  private static ObjectNode failure(String text) {
    return text(text).put("isError", true);
  }

  private static ObjectNode envelope(JsonNode message) {
    ObjectNode envelope = CrmCatalog.JSON.createObjectNode().put("jsonrpc", "2.0");
    return envelope.set("id", message.path("id"));
  }

  private static JsonNode error(JsonNode message, int code, String text) {
    ObjectNode error = CrmCatalog.JSON.createObjectNode().put("code", code).put("message", text);
    ObjectNode envelope = CrmCatalog.JSON.createObjectNode().put("jsonrpc", "2.0");
    if (message.has("id")) {
      envelope.set("id", message.path("id"));
    }
    return envelope.set("error", error);
  }

  private static void answer(HttpExchange http, int status, JsonNode body) throws IOException {
    byte[] bytes = body.toString().getBytes(UTF_8);
    http.getResponseHeaders().set("Content-Type", "application/json");
    http.sendResponseHeaders(status, bytes.length);
    http.getResponseBody().write(bytes);
  }
}
