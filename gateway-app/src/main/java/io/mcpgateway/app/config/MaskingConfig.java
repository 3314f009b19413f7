package io.mcpgateway.app.config;

import io.mcpgateway.core.config.YamlMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What hashes and tokens of masked values are made with.
 *
 * @param keys secrets, the newest first: it makes, all open; empty if no policy has hashes or
 *     tokens
 */
public record MaskingConfig(List<String> keys) {
  static final MaskingConfig NONE = new MaskingConfig(List.of());

  private static final int MIN_LENGTH = 32;

  public MaskingConfig {
    keys = List.copyOf(keys);
  }

  static MaskingConfig read(@Nullable YamlMap map) {
    if (map == null) {
      return NONE;
    }
    List<String> keys = map.secrets("keys");
    if (keys.stream().anyMatch(key -> key.length() < MIN_LENGTH)) {
      map.problem("keys", "secrets of at least " + MIN_LENGTH + " characters");
    }
    map.finish();
    return new MaskingConfig(keys);
  }

  @Override
  public String toString() {
    return "MaskingConfig[keys=" + keys.size() + "]";
  }
}
