package io.mcpgateway.core.exchange;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * A configured secret, from which keys are derived by HKDF-SHA256 (RFC 5869), one for each purpose.
 * Who has one of these keys learns nothing of another. Thread-safe; never printed.
 */
public final class RootKey {
  private static final int MIN_BYTES = 32;

  private final SecretKey root;

  /**
   * @param secret at least 32 bytes
   */
  public RootKey(byte[] secret) {
    if (secret.length < MIN_BYTES) {
      throw new IllegalArgumentException(
          "secret: " + secret.length + " bytes (expected: >= " + MIN_BYTES + ")");
    }
    try {
      this.root =
          hkdf().deriveKey("HKDF-PRK", HKDFParameterSpec.ofExtract().addIKM(secret).extractOnly());
    } catch (GeneralSecurityException missing) {
      throw lacking(missing);
    }
  }

  /**
   * @param purpose what the bytes are for; the same for the same purpose
   */
  public byte[] derive(String purpose, int length) {
    return derive(purpose.getBytes(StandardCharsets.UTF_8), length);
  }

  /** The same for a purpose that is no text. */
  public byte[] derive(byte[] purpose, int length) {
    try {
      return hkdf().deriveData(HKDFParameterSpec.expandOnly(root, purpose, length));
    } catch (GeneralSecurityException missing) {
      throw lacking(missing);
    }
  }

  // One for each use: the JDK does not say that they may be shared.
  private static KDF hkdf() throws GeneralSecurityException {
    return KDF.getInstance("HKDF-SHA256");
  }

  private static IllegalStateException lacking(GeneralSecurityException missing) {
    return new IllegalStateException("the JDK lacks HKDF-SHA256", missing);
  }
}
