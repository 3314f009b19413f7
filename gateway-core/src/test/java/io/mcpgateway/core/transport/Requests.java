package io.mcpgateway.core.transport;

/** Requests as they stand on the wire, for tests. */
final class Requests {
  static final String LEGACY_LIST = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\"}";

  private Requests() {}

  /** A POST to {@code /mcp}; {@code headers} are lines that each end in CRLF. */
  static String post(String host, String headers, String body) {
    return "POST /mcp HTTP/1.1\r\nHost: "
        + host
        + "\r\nContent-Type: application/json\r\n"
        + "Accept: application/json, text/event-stream\r\n"
        + headers
        + "Content-Length: "
        + body.getBytes(java.nio.charset.StandardCharsets.UTF_8).length
        + "\r\n\r\n"
        + body;
  }

  static String get(String host, String headers) {
    return "GET /mcp HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "\r\n";
  }

  /** A request as modern clients send it. */
  static String modern(String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\""
        + method
        + "\",\"params\":{"
        + params
        + (params.isEmpty() ? "" : ",")
        + "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
        + "\"io.modelcontextprotocol/clientCapabilities\":{},"
        + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"tester\",\"version\":\"1\"}}}}";
  }

  static String modernHeaders(String method) {
    return "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: " + method + "\r\n";
  }
}
