package io.mcpgateway.auth.credential;

import io.mcpgateway.auth.signing.SigningKey;
import java.time.Duration;
import java.util.Locale;

/**
 * How an upstream is told who calls.
 *
 * @param header the field that says it, in lower case
 * @param audience how the upstream is called in it
 * @param life how long it may be believed, at most {@link #MAX_LIFE}
 */
public record IdentitySettings(String header, String audience, Duration life) {
  public static final String DEFAULT_HEADER = "x-mcp-identity";
  public static final Duration DEFAULT_LIFE = Duration.ofSeconds(60);
  public static final Duration MAX_LIFE = Duration.ofMinutes(5);

  public IdentitySettings {
    header = header.toLowerCase(Locale.ROOT);
    try {
      HeaderFields.requireName(header);
    } catch (IllegalArgumentException reserved) {
      throw new IllegalArgumentException(
          "header: " + header + " (expected: a header name the gateway does not set)", reserved);
    }
    if (audience.isBlank()) {
      throw new IllegalArgumentException("audience: empty (expected: a name for the upstream)");
    }
    if (life.compareTo(MAX_LIFE) > 0) {
      throw new IllegalArgumentException("life: " + life + " (expected: at most 5m)");
    }
  }

  /**
   * What signs.
   *
   * @param issuer how the gateway calls itself
   */
  public record Signer(SigningKey key, String issuer) {}
}
