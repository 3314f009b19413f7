package io.mcpgateway.testkit.oauth;

import io.mcpgateway.testkit.TestKey;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A signed JWT, read but not yet believed. */
record Jws(
    Map<String, Object> header, Map<String, Object> claims, byte[] signed, byte[] signature) {

  /** Anything that is no JWT is an {@link IllegalArgumentException}. */
  static Jws read(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("parts: " + parts.length + " (expected: 3)");
    }
    return new Jws(
        Json.object(text(parts[0])),
        Json.object(text(parts[1])),
        (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII),
        Base64.getUrlDecoder().decode(parts[2]));
  }

  private static String text(String base64) {
    return new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  boolean isSignedBy(PublicKey key) {
    return TestKey.verify(header("alg"), key, signed, signature);
  }

  /** A member of the header, empty if there is none. */
  String header(String name) {
    return header.getOrDefault(name, "").toString();
  }

  /** A claim as text, empty if there is none. */
  String claim(String name) {
    return claims.getOrDefault(name, "").toString();
  }

  /** A claim that is a time in seconds, 0 if there is none. */
  long seconds(String name) {
    return claims.get(name) instanceof Number number ? number.longValue() : 0;
  }

  boolean isFor(String audience) {
    return switch (claims.get("aud")) {
      case String one -> one.equals(audience);
      case List<?> many -> many.contains(audience);
      case null, default -> false;
    };
  }
}
