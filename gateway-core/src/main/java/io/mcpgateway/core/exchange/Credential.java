package io.mcpgateway.core.exchange;

import java.util.Map;

/**
 * How the gateway presents itself to the upstream. Never the client's token.
 *
 * @param headers header fields to add, names in lower case; the values are secrets
 */
public record Credential(Map<String, String> headers) {
  private static final Credential NONE = new Credential(Map.of());

  public Credential {
    headers = Map.copyOf(headers);
  }

  public static Credential none() {
    return NONE;
  }

  @Override
  public String toString() {
    return "Credential" + headers.keySet();
  }
}
