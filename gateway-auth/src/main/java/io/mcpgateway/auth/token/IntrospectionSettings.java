package io.mcpgateway.auth.token;

import io.mcpgateway.auth.server.ClientAuthentication;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the issuer itself is asked about tokens (RFC 7662).
 *
 * @param url its introspection endpoint, or null for the one that its metadata names
 * @param client as whom the gateway asks
 * @param jwt whether it is asked about JWTs, too, after they have been verified here
 * @param cache how long an answer counts at most; a token's expiry always ends it
 */
public record IntrospectionSettings(
    @Nullable URI url, ClientAuthentication client, boolean jwt, Duration cache) {
  public static final Duration MAX_CACHE = Duration.ofSeconds(60);
  public static final Duration DEFAULT_CACHE = Duration.ofSeconds(30);

  public IntrospectionSettings {
    IssuerSettings.require(
        cache.isPositive() && cache.compareTo(MAX_CACHE) <= 0,
        "cache",
        cache.toString(),
        "up to 60s");
  }
}
