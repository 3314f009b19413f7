package io.mcpgateway.app.admin;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What the admin listener answers.
 *
 * @param headers besides {@code Content-Type} and those that every answer has
 */
@SuppressWarnings("ArrayRecordComponent") // Written once, to a socket.
public record Answer(int status, String contentType, byte[] body, Map<String, String> headers) {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String JSON = "application/json";

  public Answer {
    headers = Map.copyOf(headers);
  }

  /** Lines for people. */
  static Answer text(int status, String lines) {
    return new Answer(status, TEXT, utf8(lines + "\n"), Map.of());
  }

  static Answer json(int status, String json) {
    return new Answer(status, JSON, utf8(json + "\n"), Map.of());
  }

  static Answer of(String contentType, byte[] body) {
    return new Answer(200, contentType, body, Map.of());
  }

  Answer with(String header, String value) {
    Map<String, String> more = new java.util.HashMap<>(headers);
    more.put(header, value);
    return new Answer(status, contentType, body, more);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
