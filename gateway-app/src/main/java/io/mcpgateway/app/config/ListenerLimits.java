package io.mcpgateway.app.config;

import io.mcpgateway.core.config.YamlMap;
<<<<<<< HEAD
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
=======
import io.mcpgateway.core.transport.ListenerSettings.Limits;
import org.jspecify.annotations.Nullable;

/** Reads what a listener puts up with. */
final class ListenerLimits {
  private ListenerLimits() {}

  static Limits read(@Nullable YamlMap map) {
    Limits normal = Limits.defaults();
    if (map == null) {
      return normal;
    }
    Limits limits =
        new Limits(
            map.size("max-request-line", normal.initialLineBytes()),
            map.size("max-header-size", normal.headerBytes()),
            map.integer("max-connections", 1, 1_000_000, normal.connections()),
            map.integer("max-streams", 1, 10_000, normal.streams()),
            map.duration("handshake-timeout", normal.handshake()),
            map.duration("header-timeout", normal.header()),
            map.duration("body-timeout", normal.body()),
            map.duration("idle-timeout", normal.idle()),
            map.duration("write-stall-timeout", normal.writeStall()),
            map.duration("keep-alive", normal.keepAliveComment()));
>>>>>>> app
    map.finish();
    return limits;
  }
}
