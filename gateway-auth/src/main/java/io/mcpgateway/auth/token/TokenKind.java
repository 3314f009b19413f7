package io.mcpgateway.auth.token;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells access tokens from the other tokens that the same keys sign: ID tokens, refresh and logout
 * tokens, proofs (RFC 8725 section 2.8). The {@code typ} header says it if the issuer follows RFC
 * 9068; with the many that say just JWT the claims have to.
 */
final class TokenKind {
  static final String ACCESS_TOKEN = "at+jwt";

  /** In place of a type: the header has none. */
  static final String ABSENT = "absent";

  private static final String MEDIA_TYPE = "application/";

  /** The {@code typ} claims of access tokens: Keycloak says Bearer or DPoP. */
  private static final Set<String> ACCESS_TYPES =
      Set.of("bearer", "dpop", "jwt", ACCESS_TOKEN, "access", "access_token");

  /** The {@code token_use} claims of access tokens: Cognito says access. */
  private static final Set<String> ACCESS_USES = Set.of("access", "access_token");

  /**
   * What only other tokens have: those of a login (OpenID Connect Core sections 2 and 3.3.2.11),
   * and the events of a logout or another security event (RFC 8417).
   */
  private static final List<String> FOREIGN =
      List.of("nonce", "at_hash", "c_hash", "s_hash", "events");

  private TokenKind() {}

  /** A type as it is compared: RFC 7515 section 4.1.9 lets {@code application/} be left out. */
  static String normalized(@Nullable String type) {
    if (type == null) {
      return ABSENT;
    }
    String lower = type.toLowerCase(Locale.ROOT);
    boolean shortened = lower.startsWith(MEDIA_TYPE) && lower.indexOf('/', MEDIA_TYPE.length()) < 0;
    return shortened ? lower.substring(MEDIA_TYPE.length()) : lower;
  }

  /** Throws unless this is an access token, as far as it can be told. */
  static void require(@Nullable String type, JsonNode claims, TokenRules rules)
      throws InvalidTokenException {
    String normalized = normalized(type);
    // A header that says "absent" is not the absence of one.
    if (!rules.types().contains(normalized) || (type != null && normalized.equals(ABSENT))) {
      throw new InvalidTokenException("typ: not among the issuer's token-types");
    }
    boolean typed = isAccess(claims, "typ", ACCESS_TYPES);
    boolean used = isAccess(claims, "token_use", ACCESS_USES);
    if (typed || used || normalized.equals(ACCESS_TOKEN)) {
      // Some issuers copy the nonce of the login into access tokens, too.
      return;
    }
    for (String name : FOREIGN) {
      if (claims.has(name)) {
        throw new InvalidTokenException(name + ": an ID token or a security event");
      }
    }
  }

  /** Whether the claim says that this is an access token; throws if it says something else. */
  private static boolean isAccess(JsonNode claims, String name, Set<String> access)
      throws InvalidTokenException {
    String said = ClaimValues.optionalText(claims, name);
    if (said != null && !access.contains(said.toLowerCase(Locale.ROOT))) {
      throw new InvalidTokenException(name + ": not that of an access token");
    }
    return said != null;
  }
}
