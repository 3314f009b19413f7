package io.mcpgateway.benchmarks.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * The bytes that travel: one tool call and its answer, always the same, and a request for an idle
 * stream.
 */
final class Messages {

  static final ObjectMapper JSON = JsonMapper.builder().build();
  static final String REVISION = "2026-07-28";
  static final String TOOL = "get_customer";

  /** What every answer contains. */
  static final String NAME = "Ada Lovelace";

  /** What a masked answer must not contain. */
  static final String EMAIL = "ada.lovelace@example.com";

  /** What a masked answer must not contain; the well-known test number of a card scheme. */
  static final String CARD = "4111111111111111";

  /** What an answer without its billing field must not contain. */
  static final String BILLING = "12 Analytical Row";

  static final byte[] CALL =
      padded(
          350,
          filler ->
              """
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"%s",\
            "arguments":{"customer_id":"cust-000042","note":"%s"},%s}}"""
                  .formatted(TOOL, filler, meta()));

  static final byte[] LISTEN =
      """
            {"jsonrpc":"2.0","id":7,"method":"subscriptions/listen","params":{\
            "notifications":{"toolsListChanged":true},%s}}"""
          .formatted(meta())
          .getBytes(StandardCharsets.UTF_8);

  static final byte[] ANSWER = padded(1185, Messages::answer);

  private Messages() {}

  /**
   * A whole HTTP request; every proxy gets the same bytes, only the path and the token's audience
   * differ.
   */
  static byte[] request(int port, String path, String method, String token, byte[] body) {
    String name = method.equals("tools/call") ? "Mcp-Name: " + TOOL + "\r\n" : "";
    String head =
        "POST "
            + path
            + " HTTP/1.1\r\n"
            + "Host: 127.0.0.1:"
            + port
            + "\r\n"
            + "Authorization: Bearer "
            + token
            + "\r\n"
            + "Accept: application/json, text/event-stream\r\n"
            + "Content-Type: application/json\r\n"
            + "MCP-Protocol-Version: "
            + REVISION
            + "\r\n"
            + "Mcp-Method: "
            + method
            + "\r\n"
            + name
            + "Content-Length: "
            + body.length
            + "\r\n\r\n";
    return joined(head.getBytes(StandardCharsets.US_ASCII), body);
  }

  /** A whole HTTP answer with a JSON body. */
  static byte[] response(int status, String fields, byte[] body) {
    String head =
        "HTTP/1.1 "
            + status
            + " Load\r\n"
            + fields
            + "Content-Type: application/json\r\n"
            + "Content-Length: "
            + body.length
            + "\r\n\r\n";
    return joined(head.getBytes(StandardCharsets.US_ASCII), body);
  }

  static byte[] joined(byte[] head, byte[] body) {
    byte[] all = new byte[head.length + body.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }

  private static String meta() {
    return """
                "_meta":{"io.modelcontextprotocol/protocolVersion":"%s",\
                "io.modelcontextprotocol/clientCapabilities":{}}"""
        .formatted(REVISION);
  }

  private static String answer(String filler) {
    ObjectNode customer = JSON.createObjectNode();
    customer.put("id", "cust-000042").put("name", NAME).put("email", EMAIL);
    customer.put("card", CARD).put("status", "active").put("orders", 17);
    customer
        .putObject("billing")
        .put("street", BILLING)
        .put("city", "London")
        .put("vat", "GB000000000");
    ObjectNode structured = JSON.createObjectNode();
    structured.set("customer", customer);

    ObjectNode message = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1);
    ObjectNode result = message.putObject("result").put("resultType", "complete");
    result.putArray("content").addObject().put("type", "text").put("text", structured.toString());
    result.set("structuredContent", structured.deepCopy().put("history", filler));
    return message.toString();
  }

  private static byte[] padded(int size, UnaryOperator<String> text) {
    String filler = "ordered again and paid on time. ".repeat(size / 16);
    int missing = size - text.apply("").getBytes(StandardCharsets.UTF_8).length;
    if (missing < 0) {
      throw new IllegalStateException(
          "a message of " + (size - missing) + " bytes (expected: <= " + size + ")");
    }
    return text.apply(filler.substring(0, missing)).getBytes(StandardCharsets.UTF_8);
  }
}
