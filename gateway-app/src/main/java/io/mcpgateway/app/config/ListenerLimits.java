package io.mcpgateway.app.config;

import io.mcpgateway.core.config.YamlMap;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one listener puts up with.
 *
 * @param maxConnections open at the same time
 * @param maxHeaderBytes of one request's header fields together
 * @param maxTargetBytes of the request line
 * @param headerTimeout from the first byte of a request to the end of its header
 * @param bodyTimeout from there to the end of its body
 * @param idleTimeout of a connection without a request
 */
public record ListenerLimits(
    int maxConnections,
    int maxHeaderBytes,
    int maxTargetBytes,
    Duration headerTimeout,
    Duration bodyTimeout,
    Duration idleTimeout) {

  private static final ListenerLimits DEFAULT =
      new ListenerLimits(
          20_000,
          16 << 10,
          4 << 10,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMinutes(5));

  static ListenerLimits read(@Nullable YamlMap map) {
    if (map == null) {
      return DEFAULT;
    }
    ListenerLimits limits =
        new ListenerLimits(
            map.integer("max-connections", 1, 1_000_000, DEFAULT.maxConnections),
            map.size("max-header-size", DEFAULT.maxHeaderBytes),
            map.size("max-target-size", DEFAULT.maxTargetBytes),
            map.duration("header-timeout", DEFAULT.headerTimeout),
            map.duration("body-timeout", DEFAULT.bodyTimeout),
            map.duration("idle-timeout", DEFAULT.idleTimeout));
    map.finish();
    return limits;
  }
}
