package io.mcpgateway.auth.server;

import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the operator says about reaching an authorization server.
 *
 * @param ca what to trust instead of the system's certificates, as PEM text, or null
 * @param trustedHosts whose private addresses may be connected to although the server itself named
 *     them; in lower case
 */
public record ServerAccess(@Nullable String ca, Set<String> trustedHosts) {
  /** The system's certificates, and no other private hosts than the issuer's own. */
  public static final ServerAccess DEFAULT = new ServerAccess(null, Set.of());

  public ServerAccess {
    Set<String> lower = new HashSet<>();
    for (String host : trustedHosts) {
      if (!isHost(host)) {
        throw new IllegalArgumentException(
            "trusted-hosts: " + host + " (expected: host names without port and path)");
      }
      lower.add(host.toLowerCase(Locale.ROOT));
    }
    trustedHosts = Set.copyOf(lower);
    if (ca != null) {
      ServerTls.requireCertificates(ca);
    }
  }

  /**
   * How far a URL may reach that the server of {@code issuer} named.
   *
   * @see Reach#discovered
   */
  public Reach discovered(URI location, String issuer) {
    return Reach.discovered(location, URI.create(issuer), trustedHosts);
  }

  private static boolean isHost(String text) {
    try {
      return text.equals(URI.create("https://" + text).getHost());
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  @Override
  public String toString() {
    return "ServerAccess[ca=" + (ca != null) + ", trustedHosts=" + trustedHosts + "]";
  }
}
