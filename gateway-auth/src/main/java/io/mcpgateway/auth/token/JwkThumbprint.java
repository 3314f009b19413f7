package io.mcpgateway.auth.token;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The SHA-256 thumbprint of a public JWK (RFC 7638): the same for the same key, however written.
 */
final class JwkThumbprint {
  /** By the key's type: what identifies it, in the order in which it is hashed. */
  private static final Map<String, List<String>> MEMBERS =
      Map.of(
          "EC", List.of("crv", "kty", "x", "y"),
          "OKP", List.of("crv", "kty", "x"),
          "RSA", List.of("e", "kty", "n"));

  /** What only a private or symmetric key has (RFC 7518 section 6). */
  private static final Set<String> SECRET = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

  private JwkThumbprint() {}

  /**
   * @throws InvalidTokenException if it is no public key
   */
  static String of(JsonNode jwk) throws InvalidTokenException {
    for (String name : SECRET) {
      if (jwk.has(name)) {
        throw new InvalidTokenException("jwk: not a public key");
      }
    }
    List<String> members = MEMBERS.get(jwk.path("kty").asText());
    if (members == null) {
      throw new InvalidTokenException("jwk: not a key of a known kind");
    }
    StringBuilder json = new StringBuilder("{");
    for (String name : members) {
      json.append(json.length() == 1 ? "\"" : ",\"").append(name).append("\":\"");
      json.append(plain(jwk.path(name), name)).append('"');
    }
    byte[] text = json.append('}').toString().getBytes(StandardCharsets.US_ASCII);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(text, 0, text.length));
  }

  /** Base64url and names of curves: nothing that JSON could write in two ways. */
  private static String plain(JsonNode value, String name) throws InvalidTokenException {
    String text = value.isTextual() ? value.textValue() : "";
    if (text.isEmpty() || !isBase64Url(text)) {
      throw new InvalidTokenException("jwk: " + name + " is not what it must be");
    }
    return text;
  }

  /** Whether nothing else is in it than the alphabet of RFC 4648 section 5. */
  static boolean isBase64Url(String text) {
    return text.chars()
        .allMatch(
            c ->
                (c >= 'A' && c <= 'Z')
                    || (c >= 'a' && c <= 'z')
                    || (c >= '0' && c <= '9')
                    || c == '-'
                    || c == '_');
  }
}
