package io.mcpgateway.auth.token;

import io.mcpgateway.auth.server.Reach;
import io.mcpgateway.auth.server.ServerClient;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where an issuer's metadata and keys may be, and where they must not be. */
public final class Locations {
  private Locations() {}

  /** Whether {@code text} can be an issuer: RFC 8414 section 2, plus http on loopback. */
  public static boolean isIssuer(String text) {
    URI uri = parse(text);
    return uri != null
        && uri.getRawQuery() == null
        && (isSecure(uri) || isOnLoopback(uri))
        // What is compared with tokens and is part of a principal's key must be visible text.
        && text.chars().allMatch(character -> character > ' ' && character < 0x7F);
  }

  /** Whether the keys or metadata of {@code issuer} may be fetched from {@code location}. */
  public static boolean mayFetch(URI location, String issuer) {
    URI uri = parse(location.toString());
    URI owner = parse(issuer);
    return uri != null
        && owner != null
        && (isSecure(uri) || (isOnLoopback(uri) && isOnLoopback(owner)));
  }

  /** Whether the operator may name it: https, or http on loopback. */
  public static boolean isFetchable(URI location) {
    URI uri = parse(location.toString());
    return uri != null && (isSecure(uri) || isOnLoopback(uri));
  }

  /**
   * Where the metadata of {@code issuer} may be, in the order of the MCP authorization
   * specification: RFC 8414 section 3.1, then OpenID Connect with its two forms.
   */
  public static List<URI> metadata(String issuer) {
    URI uri = URI.create(issuer);
    String origin = uri.getScheme() + "://" + uri.getRawAuthority();
    String path = uri.getRawPath();
    String inner = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    List<URI> locations = new ArrayList<>();
    locations.add(URI.create(origin + "/.well-known/oauth-authorization-server" + inner));
    locations.add(URI.create(origin + "/.well-known/openid-configuration" + inner));
    if (!inner.isEmpty()) {
      locations.add(URI.create(origin + inner + "/.well-known/openid-configuration"));
    }
    return locations;
  }

  /** What is asked of one location after the other. */
  @FunctionalInterface
  public interface Inquiry<T> {
    /**
     * @param time how long it may take
     * @throws IOException if this location does not have it
     */
    T ask(URI location, Duration time) throws IOException, InterruptedException;
  }

  /**
   * The first good answer, all locations together within {@link ServerClient#TIME_LIMIT}. Blocks.
   *
   * @throws IOException if there is none; that of the first location, which names it, with those of
   *     the others suppressed
   */
  public static <T> T first(List<URI> locations, Inquiry<T> inquiry)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + ServerClient.TIME_LIMIT.toNanos();
    IOException first = null;
    for (URI location : locations) {
      try {
        return inquiry.ask(location, Duration.ofNanos(deadline - System.nanoTime()));
      } catch (IOException failed) {
        IOException named = new IOException(location + ": " + failed.getMessage(), failed);
        if (first == null) {
          first = named;
        } else {
          first.addSuppressed(named);
        }
      }
    }
    throw first == null ? new IOException("no metadata") : first;
  }

  public static @Nullable URI parse(String text) {
    try {
      URI uri = new URI(text);
      return uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null
          ? null
          : uri;
    } catch (URISyntaxException malformed) {
      return null;
    }
  }

  private static boolean isSecure(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  private static boolean isOnLoopback(URI uri) {
    return "http".equalsIgnoreCase(uri.getScheme()) && Reach.isLoopback(uri);
  }
}
