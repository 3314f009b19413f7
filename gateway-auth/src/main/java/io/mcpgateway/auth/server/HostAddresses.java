package io.mcpgateway.auth.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves a host once for each connection, and passes its addresses on only if every one of them
 * may be connected to: a name with one bad address is somebody's try. Blocks.
 */
final class HostAddresses implements DnsResolver {
  private final Resolver resolver;
  private final Reach reach;

  /** What a name stands for at this moment. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  HostAddresses(Resolver resolver, Reach reach) {
    this.resolver = resolver;
    this.reach = reach;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = lookUp(host);
    if (addresses.length == 0) {
      throw new UnknownHostException(host + " has no address");
    }
    for (InetAddress address : addresses) {
      if (!AddressRules.within(address, reach)) {
        throw new UnknownHostException(
            host
                + " is at "
                + address.getHostAddress()
                + " (expected: "
                + switch (reach) {
                  case LOOPBACK -> "a loopback address";
                  case NETWORK -> "neither a loopback, link-local nor cloud metadata address";
                  case PUBLIC -> "a public address, or the host among trusted-hosts";
                }
                + ")");
      }
    }
    return addresses;
  }

  private InetAddress[] lookUp(String host) throws UnknownHostException {
    String bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    if (bare.indexOf(':') >= 0 || isDottedQuad(bare)) {
      try {
        return new InetAddress[] {InetAddress.ofLiteral(bare)};
      } catch (IllegalArgumentException malformed) {
        throw new UnknownHostException(host + " is not an address");
      }
    }
    if (endsInANumber(bare)) {
      // Resolvers read 2130706433, 0x7f.1 and 0177.0.0.1 in ways of their own.
      throw new UnknownHostException(host + " is not a host name");
    }
    try {
      return resolver.addresses(bare);
    } catch (UnknownHostException unknown) {
      throw new UnknownHostException(host + " cannot be resolved");
    }
  }

  /** Four decimal numbers without leading zeros: the one spelling that all read alike. */
  static boolean isDottedQuad(String host) {
    String[] parts = host.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (String part : parts) {
      boolean number =
          !part.isEmpty() && part.length() <= 3 && part.chars().allMatch(c -> c >= '0' && c <= '9');
      if (!number || (part.length() > 1 && part.charAt(0) == '0') || Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return true;
  }

  private static boolean endsInANumber(String host) {
    String trimmed = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    String last = trimmed.substring(trimmed.lastIndexOf('.') + 1);
    return last.isEmpty() || (last.charAt(0) >= '0' && last.charAt(0) <= '9');
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
