package io.mcpgateway.auth.token;

import java.nio.charset.StandardCharsets;

/**
 * A token as the client presented it: nothing is known of it yet.
 *
 * @param bytes its characters, possibly after others that do not belong to it
 * @param start where the token begins in {@code bytes}; it ends where they end
 */
public record BearerToken(byte[] bytes, int start) {
  /** The longest token that is looked at, in characters. */
  public static final int MAX_LENGTH = 8 * 1024;

  /** The token that stands in {@code header} from {@code start} on. */
  public static BearerToken in(String header, int start) {
    // What Latin-1 cannot hold becomes '?', which no token may contain.
    return new BearerToken(header.getBytes(StandardCharsets.ISO_8859_1), start);
  }

  /** The token itself, for its issuer and nobody else. */
  String text() {
    return new String(bytes, start, length(), StandardCharsets.ISO_8859_1);
  }

  /** Whether it has the three parts of a signed JWT; anything else only its issuer can read. */
  boolean isJwt() {
    int dots = 0;
    for (int i = start; i < bytes.length; i++) {
      dots += bytes[i] == '.' ? 1 : 0;
    }
    return dots == 2;
  }

  /** Whether it consists of what a bearer token may consist of (RFC 6750 section 2.1). */
  boolean isWellFormed() {
    int end = bytes.length;
    while (end > start && bytes[end - 1] == '=') {
      end--;
    }
    for (int i = start; i < end; i++) {
      char c = (char) bytes[i];
      boolean allowed =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._~+/".indexOf(c) >= 0;
      if (!allowed) {
        return false;
      }
    }
    return end > start;
  }

  int length() {
    return bytes.length - start;
  }

  /** Whether it does not even look like a JWT. */
  boolean isOpaque() {
    for (int i = start; i < bytes.length; i++) {
      if (bytes[i] == '.') {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return "BearerToken[redacted]";
  }
}
