package io.mcpgateway.auth.token;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A signed JWT in compact form (RFC 7515, RFC 7519), read strictly and not yet believed.
 *
 * <p>One signed token has exactly one spelling here: base64url without padding, blanks or stray
 * trailing bits. So neither caches nor revocation can be dodged by respelling it.
 *
 * @param header all of it
 * @param alg the signature algorithm it names; whether that may be used is the issuer's say
 * @param kid the key it names, or null
 * @param type its {@code typ}, or null; what it must be depends on what the token is for
 * @param signed what the signature is over
 */
record CompactJwt(
    JsonNode header,
    String alg,
    @Nullable String kid,
    @Nullable String type,
    JsonNode claims,
    byte[] signed,
    byte[] signature) {

  static final String JWK = "jwk";

  /**
   * Members that would let the token choose where its key comes from or change what is signed. None
   * of them is ever needed.
   */
  private static final List<String> FORBIDDEN =
      List.of("crit", "b64", "zip", "enc", "jku", "x5u", "x5c");

  /** A token whose key is known from elsewhere. */
  static CompactJwt parse(BearerToken token) throws InvalidTokenException {
    CompactJwt jwt = read(token);
    if (jwt.header.has(JWK)) {
      throw new InvalidTokenException("header: jwk is not allowed");
    }
    return jwt;
  }

  /** A token that brings its key in its header, and proves nothing but that somebody has it. */
  static CompactJwt withOwnKey(BearerToken token) throws InvalidTokenException {
    CompactJwt jwt = read(token);
    if (!jwt.header.path(JWK).isObject()) {
      throw new InvalidTokenException("header: jwk is not an object");
    }
    return jwt;
  }

  private static CompactJwt read(BearerToken token) throws InvalidTokenException {
    if (token.length() > BearerToken.MAX_LENGTH) {
      throw new InvalidTokenException("token: too long");
    }
    byte[] bytes = token.bytes();
    int start = token.start();
    int firstDot = dot(bytes, start);
    int secondDot = dot(bytes, firstDot + 1);
    JsonNode header = object(bytes, start, firstDot, "header");
    requirePlain(header);
    JsonNode claims = object(bytes, firstDot + 1, secondDot, "claims");
    return new CompactJwt(
        header,
        text(header, "alg"),
        header.has("kid") ? text(header, "kid") : null,
        header.has("typ") ? text(header, "typ") : null,
        claims,
        Arrays.copyOfRange(bytes, start, secondDot),
        decode(bytes, secondDot + 1, bytes.length, "signature"));
  }

  private static void requirePlain(JsonNode header) throws InvalidTokenException {
    for (String name : FORBIDDEN) {
      if (header.has(name)) {
        throw new InvalidTokenException("header: " + name + " is not allowed");
      }
    }
  }

  private static String text(JsonNode header, String name) throws InvalidTokenException {
    JsonNode value = header.get(name);
    if (value == null || !value.isTextual() || value.textValue().isEmpty()) {
      throw new InvalidTokenException("header: " + name + " is not a string");
    }
    return value.textValue();
  }

  private static int dot(byte[] bytes, int from) throws InvalidTokenException {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == '.') {
        return i;
      }
    }
    throw new InvalidTokenException("token: not three parts");
  }

  private static JsonNode object(byte[] bytes, int start, int end, String part)
      throws InvalidTokenException {
    byte[] json = decode(bytes, start, end, part);
    try {
      return StrictJson.object(json);
    } catch (IOException malformed) {
      throw new InvalidTokenException(part + ": not strict JSON");
    }
  }

  private static byte[] decode(byte[] bytes, int start, int end, String part)
      throws InvalidTokenException {
    int unused = 0;
    for (int i = start; i < end; i++) {
      unused = sextet(bytes[i]);
      if (unused < 0) {
        throw new InvalidTokenException(part + ": not base64url");
      }
    }
    // The last character of a part may carry 4 or 2 bits that belong to no byte: they must be 0.
    int surplus =
        switch ((end - start) % 4) {
          case 0 -> 0;
          case 2 -> unused & 0b1111;
          case 3 -> unused & 0b11;
          default -> -1;
        };
    if (end == start || surplus != 0) {
      throw new InvalidTokenException(part + ": not canonical base64url");
    }
    return Base64.getUrlDecoder().decode(Arrays.copyOfRange(bytes, start, end));
  }

  private static int sextet(byte character) {
    if (character >= 'A' && character <= 'Z') {
      return character - 'A';
    }
    if (character >= 'a' && character <= 'z') {
      return character - 'a' + 26;
    }
    if (character >= '0' && character <= '9') {
      return character - '0' + 52;
    }
    return character == '-' ? 62 : character == '_' ? 63 : -1;
  }
}
