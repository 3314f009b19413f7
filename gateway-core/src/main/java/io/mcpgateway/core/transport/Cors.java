package io.mcpgateway.core.transport;

import io.mcpgateway.core.exchange.Route;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which browser pages may call a route (WHATWG Fetch; MCP: an {@code Origin} that is not allowed is
 * refused, against DNS rebinding).
 */
final class Cors {
  private static final String EXPOSED =
      "Mcp-Session-Id, WWW-Authenticate, DPoP-Nonce, MCP-Protocol-Version, Retry-After";
  // The wildcard does not cover Authorization; it is there for Mcp-Param-*.
  private static final String ALLOWED =
      "Authorization, DPoP, Content-Type, Accept, Mcp-Session-Id, MCP-Protocol-Version, Mcp-Method,"
          + " Mcp-Name, Last-Event-ID, *";
  private static final String MAX_AGE_SECONDS = "7200";

  private Cors() {}

  /** Whether a request with these {@code Origin} fields may go on; none is fine. */
  static boolean allows(Route route, List<String> origins) {
    if (origins.isEmpty()) {
      return true;
    }
    if (origins.size() > 1) {
      return false;
    }
    String origin = origins.getFirst();
    return route.origins().contains(origin) || isOwn(route.resource(), origin);
  }

  private static boolean isOwn(URI resource, String origin) {
    String scheme = resource.getScheme();
    String host = resource.getHost();
    if (scheme == null || host == null) {
      return false;
    }
    boolean defaultPort =
        resource.getPort() < 0
            || resource.getPort() == (scheme.equalsIgnoreCase("https") ? 443 : 80);
    String own = scheme + "://" + host + (defaultPort ? "" : ":" + resource.getPort());
    return own.toLowerCase(Locale.ROOT).equals(origin);
  }

  /** What a page needs to see the answer. */
  static void allow(HttpHeaders headers, @Nullable String origin) {
    if (origin != null) {
      headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
      headers.set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
      headers.set(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN);
    }
  }

  /** What a page asks before it calls. */
  static void preflight(HttpHeaders headers, String methods) {
    headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, methods);
    headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED);
    headers.set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
  }
}
