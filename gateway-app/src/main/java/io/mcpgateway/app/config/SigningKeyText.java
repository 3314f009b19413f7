package io.mcpgateway.app.config;

import io.mcpgateway.auth.signing.SigningKey;
import io.mcpgateway.core.config.YamlMap;
import org.jspecify.annotations.Nullable;

/**
 * How the private keys of a configuration become signing keys.
 *
 * @param kid the configured name, or null
 * @param algorithm the configured algorithm, or null
 */
record SigningKeyText(@Nullable String kid, @Nullable String algorithm) {
  /** Null if the text is no such key, which is noted; its text never is. */
  @Nullable SigningKey read(YamlMap map, String key, String text) {
    if (text.isBlank()) {
      // Noted where the secret was read.
      return null;
    }
    try {
      return SigningKey.parse(text, kid, algorithm);
    } catch (IllegalArgumentException wrong) {
      map.problem(key, Rejection.of(wrong).expected());
      return null;
    }
  }
}
