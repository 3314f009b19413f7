package io.mcpgateway.app.config;

import io.mcpgateway.core.config.YamlMap;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Legacy sessions.
 *
 * @param keys secrets that seal them, the newest first; empty if the gateway shall make up its own,
 *     which ends every session at a restart
 * @param life how long a session may be used
 */
public record SessionsConfig(List<String> keys, Duration life) {
  private static final int MIN_LENGTH = 32;
  private static final Duration DEFAULT_LIFE = Duration.ofHours(24);

  static SessionsConfig read(@Nullable YamlMap map) {
    if (map == null) {
      return new SessionsConfig(List.of(), DEFAULT_LIFE);
    }
    List<String> keys = map.secrets("keys");
    Duration life = map.duration("life", DEFAULT_LIFE);
    if (keys.stream().anyMatch(key -> key.length() < MIN_LENGTH)) {
      map.problem("keys", "secrets of at least " + MIN_LENGTH + " characters");
    }
    map.finish();
    return new SessionsConfig(List.copyOf(keys), life);
  }

  @Override
  public String toString() {
    return "SessionsConfig[keys=" + keys.size() + ", life=" + life + "]";
  }
}
