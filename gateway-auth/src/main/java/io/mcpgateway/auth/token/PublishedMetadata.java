package io.mcpgateway.auth.token;

import io.mcpgateway.core.exchange.Site;
import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies of issuers' metadata for clients of 2025-03-26, which look for it beside the MCP server.
 * Served only where {@code issuer} is what the URL of the document requires (RFC 8414 section 3.3):
 * anywhere else it would be a mix-up, and newer clients refuse it. Byte for byte what the issuer
 * published.
 */
public final class PublishedMetadata {
  private static final String WELL_KNOWN = "/.well-known/oauth-authorization-server";

  private PublishedMetadata() {}

  /** Whether the issuer's own origin is that of {@code url}. */
  public static boolean isAt(IssuerSettings settings, URI url) {
    return origin(URI.create(settings.issuer())).equals(origin(url));
  }

  /**
   * The documents of one listener, by path.
   *
   * @param publicUrl what clients dial, or null if that is not known
   */
  public static Map<String, Site.Document> documents(
      Collection<TrustedIssuer> issuers, @Nullable URI publicUrl) {
    Map<String, Site.Document> documents = new HashMap<>();
    for (TrustedIssuer issuer : issuers) {
      IssuerSettings settings = issuer.settings();
      if (settings.metadata().publish() && publicUrl != null && isAt(settings, publicUrl)) {
        documents.put(path(settings), new Site.Document("application/json", issuer::metadata));
      }
    }
    return documents;
  }

  /** RFC 8414 section 3.1: the path of the issuer, without a slash at its end, comes behind. */
  private static String path(IssuerSettings settings) {
    String path = URI.create(settings.issuer()).getRawPath();
    return WELL_KNOWN + (path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
  }

  private static String origin(URI url) {
    String scheme = url.getScheme().toLowerCase(Locale.ROOT);
    int implied = scheme.equals("https") ? 443 : 80;
    int port = url.getPort() < 0 ? implied : url.getPort();
    return scheme + "://" + url.getHost().toLowerCase(Locale.ROOT) + ":" + port;
  }
}
