package io.mcpgateway.core.exchange;

import java.util.Map;

/**
 * How the gateway presents itself to the upstream. Never the client's token.
 *
 * @param headers header fields to add, names in lower case; the values are secrets
 * @param refused to be run when the upstream refuses it (401), so that it is not used again
 */
public record Credential(Map<String, String> headers, Runnable refused) {
  private static final Credential NONE = new Credential(Map.of());

  public Credential {
    headers = Map.copyOf(headers);
  }

  /** One that stays the same, whatever the upstream says of it. */
  public Credential(Map<String, String> headers) {
    this(headers, Credential::ignore);
  }

  public static Credential none() {
    return NONE;
  }

  private static void ignore() {}

  @Override
  public String toString() {
    return "Credential" + headers.keySet();
  }
}
