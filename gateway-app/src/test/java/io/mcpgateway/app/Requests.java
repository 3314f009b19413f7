package io.mcpgateway.app;

import java.nio.charset.StandardCharsets;

/** Requests as text, to be sent as they are or spoilt first. */
final class Requests {
  static final String META =
      "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
          + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"test\",\"version\":\"1\"},"
          + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

  private Requests() {}

  /** A good call of {@code tool} with request id 7. */
  static String call(String tool, String arguments) {
    return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\""
        + tool
        + "\",\"arguments\":"
        + arguments
        + ","
        + META
        + "}}";
  }

  /** The header fields that go with a good call. */
  static String fields(String tool) {
    return "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Name: "
        + tool
        + "\r\n";
  }

  /** What every POST has, and the end of its head is still missing. */
  static String head(int port, String path, String fields) {
    return "POST "
        + path
        + " HTTP/1.1\r\nHost: 127.0.0.1:"
        + port
        + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n"
        + fields;
  }

  static String post(int port, String path, String fields, String body) {
    return head(port, path, fields)
        + "Content-Length: "
        + body.getBytes(StandardCharsets.UTF_8).length
        + "\r\n\r\n"
        + body;
  }
}
