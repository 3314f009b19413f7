package io.mcpgateway.auth.credential;

import io.mcpgateway.auth.token.TokenHash;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Principal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The token that a caller was authenticated with. Never printed.
 *
 * @param principal whom it stands for
 */
record CallerToken(String text, TokenHash hash, Principal.Authenticated principal) {
  private static final List<String> SCHEMES = List.of("Bearer ", "DPoP ");

  /** How the issuer of a principal begins whose proof is an API key, not a token. */
  private static final String API_KEY = "api-key:";

  /** Null if the caller was not authenticated, or by something else than a token. */
  static @Nullable CallerToken of(Exchange exchange) {
    if (!(exchange.principal() instanceof Principal.Authenticated principal)
        || principal.issuer().startsWith(API_KEY)) {
      return null;
    }
    List<String> values = exchange.client().headers().all("authorization");
    String value = values.size() == 1 ? values.getFirst() : "";
    for (String scheme : SCHEMES) {
      if (value.regionMatches(true, 0, scheme, 0, scheme.length())) {
        String token = value.substring(scheme.length());
        byte[] bytes = token.getBytes(StandardCharsets.ISO_8859_1);
        return new CallerToken(token, TokenHash.of(bytes, 0, bytes.length), principal);
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return "CallerToken[redacted]";
  }
}
