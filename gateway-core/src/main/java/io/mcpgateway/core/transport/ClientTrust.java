package io.mcpgateway.core.transport;

/**
 * Whose certificates clients may show (RFC 8705 section 3).
 *
 * @param authorities certificates of the authorities, as PEM
 * @param required whether a client without one is turned away in the handshake
 */
public record ClientTrust(byte[] authorities, boolean required) {
  public ClientTrust {
    authorities = authorities.clone();
  }
}
