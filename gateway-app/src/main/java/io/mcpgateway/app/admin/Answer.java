package io.mcpgateway.app.admin;

import java.util.Map;

/**
 * What the admin listener answers.
 *
 * @param headers besides {@code Content-Type} and those that every answer has
 */
public record Answer(int status, String contentType, String text, Map<String, String> headers) {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String JSON = "application/json";

  public Answer {
    headers = Map.copyOf(headers);
  }

  /** Lines for people. */
  static Answer text(int status, String lines) {
    return new Answer(status, TEXT, lines + "\n", Map.of());
  }

  static Answer json(int status, String json) {
    return new Answer(status, JSON, json + "\n", Map.of());
  }

  static Answer of(String contentType, String text) {
    return new Answer(200, contentType, text, Map.of());
  }

  Answer with(String header, String value) {
    Map<String, String> more = new java.util.HashMap<>(headers);
    more.put(header, value);
    return new Answer(status, contentType, text, more);
  }
}
