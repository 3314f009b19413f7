package io.mcpgateway.app.config;

import io.mcpgateway.auth.credential.IdentitySettings;
import io.mcpgateway.auth.signing.SigningKey;
import io.mcpgateway.core.config.YamlMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * With what the gateway signs who calls.
 *
 * @param keys the first signs, all are published; empty if nothing is signed
 * @param issuer how the gateway calls itself, or null for the listener's public URL
 */
public record IdentityConfig(List<SigningKey> keys, @Nullable String issuer) {
  static final IdentityConfig NONE = new IdentityConfig(List.of(), null);

  private static final Set<String> ALGORITHMS = Set.of("ES256", "EdDSA");

  public IdentityConfig {
    keys = List.copyOf(keys);
  }

  static IdentityConfig read(@Nullable YamlMap map) {
    if (map == null) {
      return NONE;
    }
    List<SigningKey> keys = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String text : map.secrets("keys")) {
      SigningKey key = new SigningKeyText(null, null).read(map, "keys", text);
      if (key == null) {
        continue;
      }
      if (!ALGORITHMS.contains(key.algorithm())) {
        map.problem("keys", "P-256 or Ed25519 keys");
      }
      if (!names.add(key.kid())) {
        map.problem("keys", "keys with different names");
      }
      keys.add(key);
    }
    if (!map.has("keys")) {
      map.problem("keys", "at least one private key");
    }
    String issuer = map.optionalString("issuer");
    map.finish();
    return new IdentityConfig(keys, issuer);
  }

  /** How one upstream is told, or null if it is not. */
  static @Nullable IdentitySettings readUpstream(
      @Nullable YamlMap map, CredentialConfig credential) {
    if (map == null) {
      return null;
    }
    String header = map.string("header", IdentitySettings.DEFAULT_HEADER);
    String audience = map.string("audience");
    Duration life = map.duration("life", IdentitySettings.DEFAULT_LIFE);
    map.finish();
    try {
      IdentitySettings settings = new IdentitySettings(header, audience, life);
      if (credential.headers().contains(settings.header())) {
        map.problem("header", "another header than the credential's");
      }
      return settings;
    } catch (IllegalArgumentException wrong) {
      Rejection rejection = Rejection.of(wrong);
      if (map.has("audience") || !rejection.key().equals("audience")) {
        map.problem(rejection.key(), rejection.expected());
      }
      return null;
    }
  }
}
