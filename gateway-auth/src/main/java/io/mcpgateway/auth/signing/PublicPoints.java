package io.mcpgateway.auth.signing;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The public key that belongs to a private one. PKCS#8 may leave it out, and the JDK has no call
 * for it. Only used when a configuration is read; whoever uses the result checks a signature with
 * it first.
 */
final class PublicPoints {
  private static final int ED25519_BYTES = 32;

  private PublicPoints() {}

  /** The generator of the curve, times the private value (SEC 1, section 3.2.1). */
  static PublicKey of(ECPrivateKey key) throws GeneralSecurityException {
    ECParameterSpec curve = key.getParams();
    ECPoint sum = null;
    ECPoint power = curve.getGenerator();
    BigInteger factor = key.getS();
    for (int bit = 0; bit < factor.bitLength(); bit++) {
      if (factor.testBit(bit)) {
        sum = sum(sum, power, curve);
      }
      power = sum(power, power, curve);
    }
    if (sum == null) {
      throw new GeneralSecurityException("a private value of zero");
    }
    return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(sum, curve));
  }

  /** Null stands for the point at infinity, which only the first sum meets. */
  private static ECPoint sum(@Nullable ECPoint left, ECPoint right, ECParameterSpec curve) {
    if (left == null) {
      return right;
    }
    BigInteger p = ((ECFieldFp) curve.getCurve().getField()).getP();
    BigInteger x = left.getAffineX();
    BigInteger y = left.getAffineY();
    BigInteger slope =
        left.equals(right)
            ? x.pow(2)
                .multiply(BigInteger.valueOf(3))
                .add(curve.getCurve().getA())
                .multiply(y.shiftLeft(1).modInverse(p))
            : right.getAffineY().subtract(y).multiply(right.getAffineX().subtract(x).modInverse(p));
    BigInteger sumX = slope.pow(2).subtract(x).subtract(right.getAffineX()).mod(p);
    return new ECPoint(sumX, slope.multiply(x.subtract(sumX)).subtract(y).mod(p));
  }

  /** A generator whose randomness is the private key makes that key, and its public one. */
  static PublicKey of(EdECPrivateKey key) throws GeneralSecurityException {
    byte[] seed = key.getBytes().orElseThrow(() -> new GeneralSecurityException("no key bytes"));
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519", "SunEC");
    generator.initialize(NamedParameterSpec.ED25519, new Fixed(seed));
    return generator.generateKeyPair().getPublic();
  }

  /** The 32 bytes of an Ed25519 key: the last ones of its X.509 form (RFC 8410 section 4). */
  static byte[] bytes(PublicKey ed25519) {
    byte[] encoded = ed25519.getEncoded();
    return Arrays.copyOfRange(encoded, encoded.length - ED25519_BYTES, encoded.length);
  }

  /** Randomness that is none. */
  private static final class Fixed extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte[] bytes;

    Fixed(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public void nextBytes(byte[] target) {
      System.arraycopy(bytes, 0, target, 0, target.length);
    }
  }
}
