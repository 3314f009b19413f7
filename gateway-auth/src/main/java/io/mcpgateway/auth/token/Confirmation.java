package io.mcpgateway.auth.token;

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
}
