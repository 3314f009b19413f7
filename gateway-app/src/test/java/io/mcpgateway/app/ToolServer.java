package io.mcpgateway.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.testkit.ScriptedUpstream;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.function.Function;

/**
 * An upstream of either era whose tools a test sets, page by page; every call is answered with
 * "done".
 */
final class ToolServer implements AutoCloseable {
  private static final String SESSION = "upstream-session";

  private final ScriptedUpstream upstream;
  private volatile Function<ScriptedUpstream.Request, List<String>> pages = _ -> List.of("");

  ToolServer() {
    this.upstream = ScriptedUpstream.start(this::answer);
  }

  /** Each page is the entries of the list, with ' for ". */
  ToolServer lists(String... pages) {
    List<String> all = List.of(pages);
    this.pages = _ -> all;
    return this;
  }

  ToolServer listsBy(Function<ScriptedUpstream.Request, List<String>> pages) {
    this.pages = pages;
    return this;
  }

  URI url() {
    return upstream.url();
  }

  /** What was asked, as JSON-RPC methods. */
  List<String> methods() {
    return upstream.requests().stream()
        .map(request -> text(request).path("method").asText())
        .toList();
  }

  List<String> calls() {
    return upstream.requests().stream()
        .filter(request -> text(request).path("method").asText().equals("tools/call"))
        .map(ScriptedUpstream.Request::text)
        .toList();
  }

  private static JsonNode text(ScriptedUpstream.Request request) {
    try {
      return WholeGateway.JSON.readTree(request.text().isEmpty() ? "{}" : request.text());
    } catch (IOException noJson) {
      throw new IllegalStateException(noJson);
    }
  }

  private void answer(ScriptedUpstream.Request request, ScriptedUpstream.Connection out)
      throws IOException {
    JsonNode message = text(request);
    String id = message.path("id").toString();
    switch (message.path("method").asText()) {
      case "initialize" ->
          out.send(
              json(
                  "Mcp-Session-Id: " + SESSION + "\r\n",
                  result(
                      id,
                      "'protocolVersion':'2025-11-25','capabilities':{'tools':{}},"
                          + "'serverInfo':{'name':'s','version':'1'}")));
      case "tools/list" -> {
        List<String> all = pages.apply(request);
        int page = message.path("params").path("cursor").asInt(0);
        String next = page + 1 < all.size() ? ",'nextCursor':'" + (page + 1) + "'" : "";
        String result =
            "'resultType':'complete','ttlMs':0,'cacheScope':'private','tools':["
                + all.get(page)
                + "]"
                + next;
        out.respond(200, "application/json", result(id, result));
      }
      case "tools/call" ->
          out.respond(
              200,
              "application/json",
              result(id, "'resultType':'complete','content':[{'type':'text','text':'done'}]"));
      default -> out.respond(202, "", "");
    }
  }

  private static String result(String id, String members) {
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + id
        + ",\"result\":{"
        + members.replace('\'', '"')
        + "}}";
  }

  private static String json(String headers, String body) {
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        + headers
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  @Override
  public void close() {
    upstream.close();
  }
}
