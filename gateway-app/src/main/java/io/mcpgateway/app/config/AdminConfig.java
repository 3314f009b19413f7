package io.mcpgateway.app.config;

import io.mcpgateway.core.config.YamlMap;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Where health, metrics and the configuration in force can be read. Loopback by default. */
public record AdminConfig(InetSocketAddress address) {
  private static final String DEFAULT = "127.0.0.1:9090";

  static AdminConfig read(@Nullable YamlMap map) {
    if (map == null) {
      return new AdminConfig(new InetSocketAddress("127.0.0.1", 9090));
    }
    AdminConfig admin = new AdminConfig(Address.read(map, "address", DEFAULT));
    map.finish();
    return admin;
  }
}
