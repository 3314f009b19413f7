package io.mcpgateway.core.exchange;

import java.time.Instant;

/**
 * The certificate whose private key the client of a connection has proved to hold, after the
 * listener has accepted it.
 *
 * @param thumbprint the SHA-256 of its DER form, as base64url without padding: the {@code x5t#S256}
 *     of RFC 8705
 * @param subject its distinguished name (RFC 2253)
 * @param notAfter when it ends; connections may live longer
 */
public record ClientCertificate(String thumbprint, String subject, Instant notAfter) {}
