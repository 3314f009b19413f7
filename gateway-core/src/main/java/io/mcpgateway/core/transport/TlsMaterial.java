package io.mcpgateway.core.transport;

import org.jspecify.annotations.Nullable;

/**
 * A certificate and its private key, as PEM, and whose certificates clients may show.
 *
 * @param certificateChain the listener's certificate first, then its issuers
 * @param privateKey PKCS#8, not encrypted ({@code BEGIN PRIVATE KEY})
 * @param clients null if clients are not asked for certificates
 */
public record TlsMaterial(
    byte[] certificateChain, byte[] privateKey, @Nullable ClientTrust clients) {
  public TlsMaterial {
    certificateChain = certificateChain.clone();
    privateKey = privateKey.clone();
  }

  /** Without certificates of clients. */
  public TlsMaterial(byte[] certificateChain, byte[] privateKey) {
    this(certificateChain, privateKey, null);
  }

  @Override
  public String toString() {
    return "TlsMaterial[redacted]";
  }
}
