package io.mcpgateway.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcpgateway.app.config.MaskingConfig;
import io.mcpgateway.policy.token.ValueTokens;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/**
 * Hashes and tokens of masked values, with the configuration that they were made from.
 *
 * @param values made with a key that nobody else has if none is configured; no policy uses it then
 */
record MaskTokens(MaskingConfig settings, ValueTokens values) {
  private static final int KEY_BYTES = 32;

  static MaskTokens of(MaskingConfig settings, InstantSource clock) {
    List<byte[]> secrets =
        settings.keys().isEmpty()
            ? List.of(madeUp())
            : settings.keys().stream().map(key -> key.getBytes(UTF_8)).toList();
    return new MaskTokens(settings, new ValueTokens(secrets, clock));
  }

  /** For trials: with a key that is made up, so that what they make means nothing elsewhere. */
  static ValueTokens ofThisRun(InstantSource clock) {
    return of(new MaskingConfig(List.of()), clock).values();
  }

  private static byte[] madeUp() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return key;
  }
}
