package io.mcpgateway.auth.token;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A signed JWT in compact form (RFC 7515, RFC 7519), read strictly and not yet believed.
 *
 * <p>One signed token has exactly one spelling here: base64url without padding, blanks or stray
 * trailing bits. So neither caches nor revocation can be dodged by respelling it.
 *
 * @param alg the signature algorithm it names; whether that may be used is the issuer's say
 * @param kid the key it names, or null
 * @param signed what the signature is over
 */
record CompactJwt(
    String alg, @Nullable String kid, JsonNode claims, byte[] signed, byte[] signature) {

  /**
   * Members that would let the token choose its own key or change what is signed. None of them is
   * ever needed for an access token.
   */
  private static final List<String> FORBIDDEN =
      List.of("crit", "b64", "zip", "enc", "jku", "jwk", "x5u", "x5c");

  /** RFC 9068 tokens, and the many issuers that say just JWT. */
  private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

  static CompactJwt parse(BearerToken token) throws InvalidTokenException {
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
        text(header, "alg"),
        header.has("kid") ? text(header, "kid") : null,
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
    if (header.has("typ") && !TYPES.contains(text(header, "typ").toLowerCase(Locale.ROOT))) {
      throw new InvalidTokenException("typ: neither JWT nor at+jwt");
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
