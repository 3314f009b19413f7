package io.mcpgateway.app.config;

import io.mcpgateway.core.config.YamlMap;
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
    map.finish();
    return limits;
  }
}
