package io.mcpgateway.app.config;

import io.mcpgateway.core.config.YamlMap;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Reads addresses to listen on: an IP literal or {@code localhost}, and a port. */
final class Address {
  private static final String EXPECTED =
      "an IP address and a port, such as 127.0.0.1:8080, [::1]:8080 or 0.0.0.0:8443";

  private Address() {}

  static InetSocketAddress read(YamlMap map, String key, String fallback) {
    InetSocketAddress address = parse(map.string(key, fallback));
    if (address == null) {
      map.problem(key, EXPECTED);
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
    return address;
  }

  /** A required address; a missing one is noted once. */
  static InetSocketAddress read(YamlMap map, String key) {
    String text = map.string(key);
    InetSocketAddress address = parse(text);
    if (address == null) {
      if (!text.isEmpty()) {
        map.problem(key, EXPECTED);
      }
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
    return address;
  }

  private static @Nullable InetSocketAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      return null;
    }
    String host = text.substring(0, colon);
    if (host.indexOf(':') >= 0 && !(host.startsWith("[") && host.endsWith("]"))) {
      return null;
    }
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      InetAddress address =
          host.equals("localhost")
              ? InetAddress.getLoopbackAddress()
              : InetAddress.ofLiteral(
                  host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
      return port >= 0 && port <= 65535 ? new InetSocketAddress(address, port) : null;
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }
}
