package io.mcpgateway.auth.server;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Which addresses a request may reach. Decided by where its URL comes from; the addresses
 * themselves are judged when the host's name has been resolved, and exactly those are connected to.
 */
public enum Reach {
  /** Loopback addresses alone; the only case in which plain http will do. */
  LOOPBACK,
  /** Public and private networks, without loopback and what no server should be at. */
  NETWORK,
  /** Public addresses alone. */
  PUBLIC;

  /** For a URL that the operator wrote down: loopback if it says so, else any network. */
  public static Reach configured(URI location) {
    return isLoopback(host(location)) ? LOOPBACK : NETWORK;
  }

  /**
   * For a URL that a server named: as far as the issuer itself if it is on the same host, or if the
   * operator trusts the host; else public addresses alone, so that metadata cannot point the
   * gateway at what is beside it.
   *
   * @param issuer the URL of the issuer whose metadata named it
   * @param trustedHosts in lower case
   */
  public static Reach discovered(URI location, URI issuer, Set<String> trustedHosts) {
    String host = host(location);
    return host.equals(host(issuer)) || trustedHosts.contains(host) ? configured(location) : PUBLIC;
  }

  /** Decided by the text alone: what a resolver says can change between two questions. */
  public static boolean isLoopback(URI location) {
    return isLoopback(host(location));
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.equals("[::1]")
        || (host.startsWith("127.") && HostAddresses.isDottedQuad(host));
  }

  private static String host(URI location) {
    String host = location.getHost();
    return host == null ? "" : host.toLowerCase(Locale.ROOT);
  }
}
