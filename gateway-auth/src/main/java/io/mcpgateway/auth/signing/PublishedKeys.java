package io.mcpgateway.auth.signing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;

/** The key set that tells everybody which signatures are the gateway's (RFC 7517). */
public final class PublishedKeys {
  /** Where listeners serve it. */
  public static final String PATH = "/.well-known/mcp-gateway/jwks.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  private PublishedKeys() {}

  /** Public parts alone. */
  public static String json(List<SigningKey> keys) {
    try {
      return JSON.writeValueAsString(
          Map.of("keys", keys.stream().map(SigningKey::publicJwk).toList()));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("keys that are not JSON", impossible);
    }
  }
}
