package io.mcpgateway.app.config;

import io.mcpgateway.app.log.LogSettings;
import io.mcpgateway.core.config.YamlMap;
import org.jspecify.annotations.Nullable;

/** Reads how the log is written. */
final class LogConfig {
  private LogConfig() {}

  /** Null where the configuration says nothing: lines are text, of the level of the process. */
  static @Nullable LogSettings read(@Nullable YamlMap map) {
    if (map == null) {
      return null;
    }
    LogSettings settings =
        new LogSettings(
            map.oneOf("format", LogSettings.Format.class, LogSettings.Format.TEXT),
            map.oneOf("level", LogSettings.Level.class, LogSettings.Level.INFO));
    map.finish();
    return settings;
  }
}
