package io.mcpgateway.policy.model;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The one form of a resource URI that policy looks at (RFC 3986, section 6.2.2). The URI itself is
 * forwarded as the client wrote it, so whatever two readers could read differently has no such form
 * and is denied.
 *
 * <p>Scheme and host become lower case, percent-encoded unreserved characters are decoded once,
 * characters outside ASCII are encoded, dot segments are resolved, default ports and the dot after
 * a host name go. What has no form: no scheme, control characters, spaces, backslashes, dot
 * segments that lead above the root or out of an empty segment, encoded slashes, backslashes,
 * controls or percent signs before hex digits, dot segments with parameters, compatibility
 * characters (such as a full-width full stop), authorities that are not a user, a host and a port,
 * empty segments in {@code file} URIs.
 */
public final class ResourceUri {
  private static final int MAX_LENGTH = 8192;
  private static final HexFormat UPPER_HEX = HexFormat.of().withUpperCase();

  private ResourceUri() {}

  /** The form that policy looks at, or null if there is none. */
  public static @Nullable String normalize(String uri) {
    int colon = schemeEnd(uri);
    if (colon < 0 || uri.length() > MAX_LENGTH || !hasPlainCharacters(uri)) {
      return null;
    }
    String decoded = equalizeEncoding(uri.substring(colon + 1));
    if (decoded == null) {
      return null;
    }
    String scheme = uri.substring(0, colon).toLowerCase(Locale.ROOT);
    int pathStart = 0;
    String authority = "";
    if (decoded.startsWith("//")) {
      pathStart = indexOfAny(decoded, 2, "/?#");
      String known = authority(scheme, decoded.substring(2, pathStart));
      if (known == null) {
        return null;
      }
      authority = "//" + known;
    } else if (scheme.equals("file") && decoded.startsWith("/")) {
      authority = "//";
    }
    int pathEnd = indexOfAny(decoded, pathStart, "?#");
    String path = resolveDots(decoded.substring(pathStart, pathEnd), scheme.equals("file"));
    if (path == null || (authority.isEmpty() && path.startsWith("//"))) {
      // What is left of the path would be read as a host.
      return null;
    }
    String form = scheme + ":" + authority + path + decoded.substring(pathEnd);
    return form.length() > MAX_LENGTH ? null : form;
  }

  private static int schemeEnd(String uri) {
    for (int i = 0; i < uri.length(); i++) {
      char c = uri.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (c == ':' && i > 0) {
        return i;
      }
      boolean inner = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
      if (!letter && (i == 0 || !inner)) {
        return -1;
      }
    }
    return -1;
  }

  private static boolean hasPlainCharacters(String uri) {
    boolean ascii = true;
    for (int i = 0; i < uri.length(); i++) {
      char c = uri.charAt(i);
      if (c <= ' ' || c == 0x7F || c == '\\') {
        return false;
      }
      ascii &= c < 0x80;
    }
    if (ascii) {
      return true;
    }
    // Equal only if no character has a compatibility form, which somebody behind us might take.
    return Normalizer.normalize(uri, Normalizer.Form.NFD)
            .equals(Normalizer.normalize(uri, Normalizer.Form.NFKD))
        && uri.codePoints().noneMatch(ResourceUri::isInvisible);
  }

  private static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          true;
      default -> false;
    };
  }

  private static @Nullable String equalizeEncoding(String text) {
    StringBuilder decoded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        int codePoint = text.codePointAt(i);
        i += Character.charCount(codePoint) - 1;
        encode(codePoint, decoded);
        continue;
      }
      if (c != '%') {
        decoded.append(c);
        continue;
      }
      int value = hexPair(text, i + 1);
      if (value < ' ' || value == 0x7F || value == '/' || value == '\\') {
        return null;
      }
      if (isUnreserved(value)) {
        decoded.append((char) value);
      } else {
        decoded.append('%').append(text.substring(i + 1, i + 3).toUpperCase(Locale.ROOT));
      }
      i += 2;
    }
    return isEncodedTwice(decoded) ? null : decoded.toString();
  }

  /** Whether something is left that a second reader could decode once more. */
  private static boolean isEncodedTwice(StringBuilder decoded) {
    for (int at = decoded.indexOf("%25"); at >= 0; at = decoded.indexOf("%25", at + 1)) {
      if (hexPair(decoded, at + 3) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static void encode(int codePoint, StringBuilder encoded) {
    for (byte b : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
      encoded.append('%').append(UPPER_HEX.toHexDigits(b));
    }
  }

  /** The value of the two hex digits at {@code at}, or −1 if there are none. */
  private static int hexPair(CharSequence text, int at) {
    if (at + 2 > text.length()
        || !HexFormat.isHexDigit(text.charAt(at))
        || !HexFormat.isHexDigit(text.charAt(at + 1))) {
      return -1;
    }
    return HexFormat.fromHexDigits(text, at, at + 2);
  }

  private static boolean isUnreserved(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }

  /** Null if readers could disagree about where the host begins and ends. */
  private static @Nullable String authority(String scheme, String authority) {
    int at = authority.indexOf('@');
    String user = authority.substring(0, at + 1);
    String rest = authority.substring(at + 1).toLowerCase(Locale.ROOT);
    int hostEnd = rest.startsWith("[") ? rest.indexOf(']') + 1 : indexOfAny(rest, 0, ":");
    String host = rest.substring(0, hostEnd);
    String port = rest.substring(hostEnd);
    if (!isHost(host) || !isPort(port)) {
      return null;
    }
    if (host.endsWith(".")) {
      host = host.substring(0, host.length() - 1);
    }
    boolean usual =
        port.equals(":")
            || (scheme.equals("http") && port.equals(":80"))
            || (scheme.equals("https") && port.equals(":443"));
    if (scheme.equals("file") && host.equals("localhost")) {
      host = "";
    }
    return user + host + (usual ? "" : port);
  }

  /** No second user, brackets around an address only, at most one dot at the end. */
  private static boolean isHost(String host) {
    int inner = host.startsWith("[") ? 1 : 0;
    return host.indexOf('@') < 0
        && host.indexOf('[', inner) < 0
        && (inner == 1 ? host.endsWith("]") : host.indexOf(']') < 0)
        && !host.endsWith("..");
  }

  /** Nothing, or a colon and digits or, in a pattern, wildcards. */
  private static boolean isPort(String port) {
    return port.isEmpty()
        || (port.charAt(0) == ':'
            && port.chars().skip(1).allMatch(c -> (c >= '0' && c <= '9') || c == '*'));
  }

  private static @Nullable String resolveDots(String path, boolean refuseEmpty) {
    String rooted = path.startsWith("/") ? "/" : "";
    String[] segments = path.substring(rooted.length()).split("/", -1);
    Deque<String> kept = new ArrayDeque<>();
    for (int i = 0; i < segments.length; i++) {
      String segment = segments[i];
      boolean last = i == segments.length - 1;
      if (isDotsTo(segment)) {
        return null;
      }
      if (segment.isEmpty() && !last && refuseEmpty) {
        return null;
      }
      if (segment.equals("..")) {
        String parent = kept.pollLast();
        // Who takes two slashes for one ends up a directory higher; who decodes first finds the
        // end of the path before the dots.
        if (parent == null || parent.isEmpty() || hasEncodedEnd(path)) {
          return null;
        }
      } else if (!segment.equals(".")) {
        kept.addLast(segment);
      }
      if (last && (segment.equals(".") || segment.equals(".."))) {
        kept.addLast("");
      }
    }
    return rooted + String.join("/", kept);
  }

  /** Whether a reader who cuts parameters off, or decodes first, may be left with dots alone. */
  private static boolean isDotsTo(String segment) {
    String rest =
        segment.startsWith("..")
            ? segment.substring(2)
            : segment.substring(segment.startsWith(".") ? 1 : 0);
    return rest.length() < segment.length()
        && (rest.startsWith(";") || rest.startsWith("%23") || rest.startsWith("%3F"));
  }

  private static boolean hasEncodedEnd(String path) {
    return path.contains("%23") || path.contains("%3F");
  }

  private static int indexOfAny(String text, int from, String characters) {
    for (int i = from; i < text.length(); i++) {
      if (characters.indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return text.length();
  }
}
