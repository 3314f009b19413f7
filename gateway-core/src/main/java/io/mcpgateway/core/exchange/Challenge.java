package io.mcpgateway.core.exchange;

import org.jspecify.annotations.Nullable;

/**
 * What a client without a good token is told to do.
 *
 * @param wwwAuthenticate the value of {@code WWW-Authenticate} (RFC 6750, RFC 9449, RFC 9728)
 * @param dpopNonce the value of {@code DPoP-Nonce} (RFC 9449 section 9), or null for none
 */
public record Challenge(String wwwAuthenticate, @Nullable String dpopNonce) {
  public Challenge(String wwwAuthenticate) {
    this(wwwAuthenticate, null);
  }
}
