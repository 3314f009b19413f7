package io.mcpgateway.app.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The SHA-256 of a secret that others present: enough to recognise it, of no use to whoever reads
 * the memory of this process. Good for secrets that cannot be guessed, and for no others.
 */
public final class SecretHash {
  private final byte[] digest;

  private SecretHash(byte[] digest) {
    this.digest = digest;
  }

  public static SecretHash of(String secret) {
    try {
      return new SecretHash(
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("the JDK lacks SHA-256", missing);
    }
  }

  /** In the same time wherever the first difference is. */
  public boolean matches(SecretHash presented) {
    return MessageDigest.isEqual(digest, presented.digest);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretHash that && matches(that);
  }

  @Override
  public int hashCode() {
    return java.util.Arrays.hashCode(digest);
  }

  @Override
  public String toString() {
    return "SecretHash[redacted]";
  }
}
