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
