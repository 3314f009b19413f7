package io.mcpgateway.auth.credential;

import io.mcpgateway.auth.server.ClientAuthentication;
import io.mcpgateway.auth.server.ServerAccess;
import io.mcpgateway.auth.token.Locations;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Who issues tokens for an upstream, and how the gateway authenticates there.
 *
 * @param issuer its issuer identifier, character for character; null if only {@code tokenUrl} is
 *     known
 * @param tokenUrl its token endpoint; null if the issuer's metadata shall say (RFC 8414)
 * @param client which client the gateway is there
 * @param access how its server is reached
 */
public record AuthorizationServer(
    @Nullable String issuer,
    @Nullable URI tokenUrl,
    ClientAuthentication client,
    ServerAccess access) {

  public AuthorizationServer {
    if (issuer == null && tokenUrl == null) {
      throw new IllegalArgumentException("token-url: missing (expected: token-url or issuer)");
    }
    if (issuer != null && !Locations.isIssuer(issuer)) {
      throw new IllegalArgumentException(
          "issuer: " + issuer + " (expected: an https URL without query, or http on loopback)");
    }
    if (tokenUrl != null && !Locations.isFetchable(tokenUrl)) {
      throw new IllegalArgumentException(
          "token-url: " + tokenUrl + " (expected: an https URL, or http on loopback)");
    }
  }
}
