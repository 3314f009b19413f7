package io.mcpgateway.core.upstream;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Everything the edge must know of one upstream. Over HTTPS the certificate and the host name are
 * always verified.
 *
 * @param name as the configuration calls it
 * @param url the MCP endpoint, {@code http} or {@code https}
 * @param connectTimeout for the connection and, apart from it, the TLS handshake
 * @param firstByteTimeout from the request until the response begins
 * @param idleTimeout between two pieces of a response
 * @param totalTimeout from the request to the end of its response; not for GET streams and
 *     subscriptions, which have no end
 * @param maxMessageBytes the largest JSON answer or event
 * @param maxConnections per event loop
 * @param pooledIdle how long an unused connection is kept
 * @param trustedCertificates certificates to trust, in PEM, instead of the system's, or null
 * @param perCaller whether the upstream knows who calls, by its credential or by an identity, so
 *     that it may show everybody other tools
 */
public record UpstreamSettings(
    String name,
    URI url,
    UpstreamProtocol protocol,
    Duration connectTimeout,
    Duration firstByteTimeout,
    Duration idleTimeout,
    Duration totalTimeout,
    int maxMessageBytes,
    int maxConnections,
    Duration pooledIdle,
    @Nullable String trustedCertificates,
    boolean perCaller) {

  /** An upstream that sees nobody but the gateway. */
  public UpstreamSettings(
      String name,
      URI url,
      UpstreamProtocol protocol,
      Duration connectTimeout,
      Duration firstByteTimeout,
      Duration idleTimeout,
      Duration totalTimeout,
      int maxMessageBytes,
      int maxConnections,
      Duration pooledIdle,
      @Nullable String trustedCertificates) {
    this(
        name,
        url,
        protocol,
        connectTimeout,
        firstByteTimeout,
        idleTimeout,
        totalTimeout,
        maxMessageBytes,
        maxConnections,
        pooledIdle,
        trustedCertificates,
        false);
  }

  public UpstreamSettings {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException("url: " + url + " (expected: http or https)");
    }
    if (url.getHost() == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "url: (expected: with a host, without user info and fragment)");
    }
    requirePositive("connect-timeout", connectTimeout);
    requirePositive("first-byte-timeout", firstByteTimeout);
    requirePositive("idle-timeout", idleTimeout);
    requirePositive("total-timeout", totalTimeout);
    requirePositive("pooled-idle", pooledIdle);
    if (maxMessageBytes < 1 || maxConnections < 1) {
      throw new IllegalArgumentException(
          "max-message-bytes: "
              + maxMessageBytes
              + ", max-connections: "
              + maxConnections
              + " (expected: >= 1)");
    }
  }

  /** With the defaults for everything but the address. */
  public static UpstreamSettings of(String name, URI url, UpstreamProtocol protocol) {
    return new UpstreamSettings(
        name,
        url,
        protocol,
        Duration.ofSeconds(5),
        Duration.ofSeconds(60),
        Duration.ofMinutes(5),
        Duration.ofMinutes(10),
        16 * 1024 * 1024,
        10_000,
        Duration.ofSeconds(50),
        null);
  }

  public boolean tls() {
    return url.getScheme().equalsIgnoreCase("https");
  }

  /** The port to connect to. */
  public int port() {
    return url.getPort() >= 0 ? url.getPort() : tls() ? 443 : 80;
  }

  /** The host without the brackets of an IPv6 address. */
  public String host() {
    String host = url.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** The value of {@code Host}. */
  public String authority() {
    return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
  }

  /** The request target: path and query. */
  public String target() {
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }

  private static void requirePositive(String key, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(key + ": " + value + " (expected: > 0s)");
    }
  }

  @Override
  public String toString() {
    return "UpstreamSettings[" + name + " " + url.getScheme() + "://" + authority() + "]";
  }
}
