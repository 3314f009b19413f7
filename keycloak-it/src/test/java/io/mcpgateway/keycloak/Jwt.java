package io.mcpgateway.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;

/** What is written in a token; nothing is verified. */
final class Jwt {
  private Jwt() {}

  static JsonNode header(String token) {
    return part(token, 0);
  }

  static JsonNode claims(String token) {
    return part(token, 1);
  }

  static String subject(String token) {
    return claims(token).path("sub").asText();
  }

  private static JsonNode part(String token, int index) {
    try {
      return Http.JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[index]));
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }
}
