package io.mcpgateway.auth.token;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The whole SHA-256 of a token, so that caches neither hold tokens nor confuse two of them. */
public record TokenHash(long a, long b, long c, long d) {
  private static final ThreadLocal<MessageDigest> DIGEST =
      ThreadLocal.withInitial(TokenHash::sha256);

  static TokenHash of(BearerToken token) {
    return of(token.bytes(), token.start(), token.length());
  }

  public static TokenHash of(byte[] bytes, int start, int length) {
    MessageDigest digest = DIGEST.get();
    digest.update(bytes, start, length);
    ByteBuffer hash = ByteBuffer.wrap(digest.digest());
    return new TokenHash(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("the JDK lacks SHA-256", missing);
    }
  }

  @Override
  public int hashCode() {
    // Any 32 bits of a SHA-256 are as good as all of them.
    return (int) a;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenHash that
        && a == that.a
        && b == that.b
        && c == that.c
        && d == that.d;
  }

  @Override
  public String toString() {
    return "TokenHash[redacted]";
  }
}
