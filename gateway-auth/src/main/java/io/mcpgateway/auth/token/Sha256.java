package io.mcpgateway.auth.token;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 without a look at the providers for each use. */
final class Sha256 {
  private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(Sha256::digest);

  private Sha256() {}

  static byte[] of(byte[] bytes, int start, int length) {
    MessageDigest digest = DIGEST.get();
    digest.update(bytes, start, length);
    return digest.digest();
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("the JDK lacks SHA-256", missing);
    }
  }
}
