package io.mcpgateway.auth.credential;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token that came straight from its issuer says of itself, if it is a JWT that can be read.
 * Its signature is for the upstream to check; this look is against servers that are set up wrongly.
 */
final class JwtGlance {
  private JwtGlance() {}

  /** The claims, or null if the token is opaque. */
  static @Nullable JsonNode claims(String token) {
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    if (first < 0 || second < 0 || token.indexOf('.', second + 1) >= 0) {
      return null;
    }
    try {
      return TokenAnswers.object(
          Base64.getUrlDecoder()
              .decode(token.substring(first + 1, second).getBytes(StandardCharsets.ISO_8859_1)));
    } catch (IllegalArgumentException noBase64) {
      return null;
    }
  }

  /** Whether {@code aud} has one of {@code expected}. */
  static boolean isFor(JsonNode claims, Set<String> expected) {
    JsonNode audience = claims.path("aud");
    if (audience.isTextual()) {
      return expected.contains(audience.textValue());
    }
    for (JsonNode each : audience) {
      if (each.isTextual() && expected.contains(each.textValue())) {
        return true;
      }
    }
    return false;
  }
}
