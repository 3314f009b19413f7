package io.mcpgateway.testkit.oauth;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What an endpoint answers. */
record Answer(int status, Map<String, String> headers, String body) {
  private static final int NO_BODY = -1;

  static Answer json(int status, Object value) {
    return new Answer(
        status,
        Map.of("content-type", "application/json", "cache-control", "no-store"),
        Json.write(value));
  }

  static Answer empty(int status) {
    return new Answer(status, Map.of(), "");
  }

  static Answer redirect(String target) {
    return new Answer(302, Map.of("location", target, "cache-control", "no-store"), "");
  }

  Answer header(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new Answer(status, more, body);
  }

  Answer padded(int bytes) {
    return new Answer(status, headers, body + " ".repeat(bytes - body.length()));
  }

  void send(HttpExchange exchange) throws IOException {
    headers.forEach(exchange.getResponseHeaders()::set);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? NO_BODY : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
