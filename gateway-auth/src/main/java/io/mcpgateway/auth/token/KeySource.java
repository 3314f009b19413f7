package io.mcpgateway.auth.token;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where an issuer's keys come from.
 *
 * @param jwksUri where they are, or null to discover that (RFC 8414, OpenID Connect Discovery)
 * @param outageWindow how long they are used after the last time they could be fetched
 */
public record KeySource(@Nullable URI jwksUri, Duration outageWindow) {
  public static final KeySource DISCOVERED = new KeySource(null, Duration.ofHours(4));

  public KeySource {
    IssuerSettings.require(
        outageWindow.isPositive(), "outage-window", outageWindow.toString(), "> 0s");
  }
}
