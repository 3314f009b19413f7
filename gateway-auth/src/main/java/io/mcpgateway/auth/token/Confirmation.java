package io.mcpgateway.auth.token;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * To whom a token is bound, so that it is of no use to others: its {@code cnf} claim (RFC 7800).
 *
 * @param keyThumbprint {@code jkt}: the SHA-256 thumbprint of the DPoP key (RFC 9449 section 6.1),
 *     or null
 * @param certificateThumbprint {@code x5t#S256}: that of the TLS client certificate (RFC 8705
 *     section 3.1), or null
 */
public record Confirmation(@Nullable String keyThumbprint, @Nullable String certificateThumbprint) {
  /** A bearer token: whoever has it may use it. */
  public static final Confirmation NONE = new Confirmation(null, null);

  private static final String KEY = "jkt";
  private static final String CERTIFICATE = "x5t#S256";

  /** A SHA-256 as base64url without padding. */
  private static final int THUMBPRINT_LENGTH = 43;

  /**
   * What the claims say. A binding that is not known is refused, not overlooked: nobody would check
   * it.
   */
  static Confirmation of(JsonNode claims) throws InvalidTokenException {
    JsonNode cnf = claims.get("cnf");
    if (cnf == null) {
      return NONE;
    }
    if (!cnf.isObject() || cnf.isEmpty()) {
      throw new InvalidTokenException("cnf: not an object that confirms something");
    }
    for (Map.Entry<String, JsonNode> member : cnf.properties()) {
      if (!member.getKey().equals(KEY) && !member.getKey().equals(CERTIFICATE)) {
        throw new InvalidTokenException("cnf: a confirmation that cannot be checked");
      }
      String value = member.getValue().textValue();
      if (value == null || !isThumbprint(value)) {
        throw new InvalidTokenException("cnf: not a SHA-256 thumbprint");
      }
    }
    return new Confirmation(cnf.path(KEY).textValue(), cnf.path(CERTIFICATE).textValue());
  }

  private static boolean isThumbprint(String text) {
    return text.length() == THUMBPRINT_LENGTH && JwkThumbprint.isBase64Url(text);
  }
}
