package io.mcpgateway.core.transport;

/**
 * A certificate and its private key, as PEM.
 *
 * @param certificateChain the listener's certificate first, then its issuers
 * @param privateKey PKCS#8, not encrypted ({@code BEGIN PRIVATE KEY})
 */
public record TlsMaterial(byte[] certificateChain, byte[] privateKey) {
  public TlsMaterial {
    certificateChain = certificateChain.clone();
    privateKey = privateKey.clone();
  }

  @Override
  public String toString() {
    return "TlsMaterial[redacted]";
  }
}
