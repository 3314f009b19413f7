package io.mcpgateway.auth.token;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The URL that a DPoP proof is for: without query and fragment, and normalized by syntax and scheme
 * (RFC 9449 section 4.3, RFC 3986 section 6.2). Immutable.
 *
 * @param normalized the same for all spellings of one URL
 */
public record TargetUri(String normalized) {
  private static final String UNRESERVED = "-._~";

  /**
   * @param resource absolute, with a host
   */
  public static TargetUri of(URI resource) {
    String normalized = normalize(resource);
    if (normalized == null) {
      throw new IllegalArgumentException(
          "resource: " + resource + " (expected: an absolute URL without user)");
    }
    return new TargetUri(normalized);
  }

  /** Whether {@code htu} means this URL. */
  boolean isMeantBy(String htu) {
    if (htu.equals(normalized)) {
      return true;
    }
    try {
      return normalized.equals(normalize(new URI(htu)));
    } catch (URISyntaxException malformed) {
      return false;
    }
  }

  private static @Nullable String normalize(URI uri) {
    String scheme = uri.getScheme();
    String host = uri.getHost();
    if (scheme == null || host == null || uri.getRawUserInfo() != null) {
      return null;
    }
    String lower = scheme.toLowerCase(Locale.ROOT);
    int port = uri.getPort();
    boolean implied =
        port < 0 || (port == 443 && lower.equals("https")) || (port == 80 && lower.equals("http"));
    String path = unescaped(URI.create(uri.getRawPath()).normalize().getRawPath());
    return lower
        + "://"
        + host.toLowerCase(Locale.ROOT)
        + (implied ? "" : ":" + port)
        + (path.isEmpty() ? "/" : path);
  }

  /** Escapes that need not be are undone, the others in capitals (RFC 3986 section 6.2.2). */
  private static String unescaped(String path) {
    if (path.indexOf('%') < 0) {
      return path;
    }
    StringBuilder plain = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      char character = path.charAt(i);
      if (character != '%') {
        plain.append(character);
        continue;
      }
      // java.net.URI has seen to it that two hexadecimal digits follow.
      int value = Integer.parseInt(path.substring(i + 1, i + 3), 16);
      if (isUnreserved(value)) {
        plain.append((char) value);
      } else {
        plain.append(path.substring(i, i + 3).toUpperCase(Locale.ROOT));
      }
      i += 2;
    }
    return plain.toString();
  }

  private static boolean isUnreserved(int value) {
    return (value >= 'A' && value <= 'Z')
        || (value >= 'a' && value <= 'z')
        || (value >= '0' && value <= '9')
        || UNRESERVED.indexOf(value) >= 0;
  }
}
