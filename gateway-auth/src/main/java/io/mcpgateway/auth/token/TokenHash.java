package io.mcpgateway.auth.token;

import java.nio.ByteBuffer;

/** A whole SHA-256, so that caches neither hold tokens nor confuse two of them. */
record TokenHash(long a, long b, long c, long d) {
  static TokenHash of(BearerToken token) {
    return of(token.bytes(), token.start(), token.length());
  }

  static TokenHash of(byte[] bytes, int start, int length) {
    ByteBuffer hash = ByteBuffer.wrap(Sha256.of(bytes, start, length));
    return new TokenHash(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
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
