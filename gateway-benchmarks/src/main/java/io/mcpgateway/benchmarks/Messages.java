package io.mcpgateway.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The messages that every benchmark measures with. */
final class Messages {
  private Messages() {}

  /** A modern {@code tools/call} of about 370 bytes. */
  static byte[] call() {
    return """
        {"jsonrpc":"2.0","id":4711,"method":"tools/call","params":{"_meta":{\
        "io.modelcontextprotocol/protocolVersion":"2026-07-28",\
        "io.modelcontextprotocol/clientCapabilities":{"elicitation":{"form":{}}},\
        "io.modelcontextprotocol/clientInfo":{"name":"bench","version":"1.0.0"}},\
        "name":"get_customer","arguments":{"id":"c-1042","fields":["name","email","billing"],\
        "limit":10}}}"""
        .getBytes(UTF_8);
  }

  /** The answer to it, about 1.2 KiB, with a card and e-mail addresses in both copies. */
  static byte[] answerWithPersonalData() {
    return answer("4111 1111 1111 1111", "ada.lovelace@example.com");
  }

  /** The same length of answer with nothing to find. */
  static byte[] cleanAnswer() {
    return answer("AAAA BBBB CCCC DDDD", "ada.lovelace at example dot com");
  }

  private static byte[] answer(String card, String email) {
    String customer =
        """
        {"id":"c-1042","name":"Ada Lovelace","email":"%s","status":"active",\
        "notes":"Prefers to be called in the morning, asked twice for the new price list, \
        moved to the London office in spring and wants invoices in two copies.",\
        "billing":{"card":"%s","iban":"none","city":"London","currency":"GBP"},\
        "orders":[{"id":"o-1","total":120.50},{"id":"o-2","total":99.00}]}"""
            .formatted(email, card);
    return """
        {"jsonrpc":"2.0","id":4711,"result":{"resultType":"complete","content":[{"type":"text",\
        "text":%s}],"structuredContent":{"customer":%s},"isError":false}}"""
        .formatted(io.mcpgateway.core.protocol.Json.quote(customer), customer)
        .getBytes(UTF_8);
  }
}
