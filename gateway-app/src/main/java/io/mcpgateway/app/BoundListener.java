package io.mcpgateway.app;

import io.mcpgateway.app.config.ListenerConfig;
import java.net.InetAddress;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A listener and the port it really has; from both follows what clients may call it.
 *
 * @param port the configured one, or the one that was free if 0 was configured
 */
record BoundListener(ListenerConfig config, int port) {
  String name() {
    return config.name();
  }

  /** The URL of its address, without a path. */
  URI url() {
    return URI.create(scheme() + "://" + literal(config.address().getAddress()) + ":" + port);
  }

  /** What clients dial for a route. */
  URI resource(String path) {
    URI publicUrl = config.publicUrl();
    if (publicUrl == null) {
      return URI.create(
          scheme() + "://" + authority(literal(config.address().getAddress())) + path);
    }
    return URI.create(publicUrl.getScheme() + "://" + publicUrl.getRawAuthority() + path);
  }

  /** The values of {@code Host} that mean this listener. */
  Set<String> authorities() {
    Set<String> authorities = new HashSet<>();
    URI publicUrl = config.publicUrl();
    if (publicUrl != null) {
      authorities.add(authority(publicUrl));
    }
    InetAddress address = config.address().getAddress();
    if (address.isLoopbackAddress()) {
      authorities.add(authority("localhost"));
      authorities.add(authority("127.0.0.1"));
      authorities.add(authority("[::1]"));
    }
    if (!address.isAnyLocalAddress()) {
      authorities.add(authority(literal(address)));
    }
    for (String host : config.hosts()) {
      authorities.add(host.toLowerCase(Locale.ROOT));
    }
    return authorities;
  }

  /** What browsers send as {@code Origin} from a page of this listener itself. */
  Set<String> origins() {
    Set<String> origins = new HashSet<>();
    for (String authority : authorities()) {
      origins.add(scheme() + "://" + authority);
    }
    return origins;
  }

  private String scheme() {
    return config.tls() == null ? "http" : "https";
  }

  private String authority(String host) {
    return authority(scheme(), host, port);
  }

  private static String authority(URI url) {
    return authority(url.getScheme(), url.getHost().toLowerCase(Locale.ROOT), url.getPort());
  }

  /** Clients leave out the port that their scheme implies. */
  private static String authority(@Nullable String scheme, String host, int port) {
    boolean implied = port < 0 || port == ("https".equals(scheme) ? 443 : 80);
    return implied ? host : host + ":" + port;
  }

  private static String literal(InetAddress address) {
    String text = address.getHostAddress();
    return text.indexOf(':') >= 0 ? "[" + text + "]" : text;
  }
}
