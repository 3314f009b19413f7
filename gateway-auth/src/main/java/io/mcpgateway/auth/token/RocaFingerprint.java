package io.mcpgateway.auth.token;

import java.math.BigInteger;
import java.util.BitSet;

/**
 * Recognises RSA keys of the library behind ROCA (CVE-2017-15361), whose factors can be found: such
 * a modulus is a power of 65537 modulo every small prime. A good key passes for one with a chance
 * of about 2⁻¹⁵⁰.
 */
final class RocaFingerprint {
  private static final int GENERATOR = 65537;
  private static final int LARGEST_PRIME = 167;

  private RocaFingerprint() {}

  static boolean matches(BigInteger modulus) {
    for (int prime = 3; prime <= LARGEST_PRIME; prime += 2) {
      if (isPrime(prime) && !powers(prime).get(remainder(modulus, prime))) {
        return false;
      }
    }
    return true;
  }

  private static int remainder(BigInteger modulus, int prime) {
    return modulus.mod(BigInteger.valueOf(prime)).intValue();
  }

  /** Every value that a power of the generator takes modulo {@code prime}. */
  private static BitSet powers(int prime) {
    BitSet powers = new BitSet(prime);
    for (int power = 1; !powers.get(power); power = power * (GENERATOR % prime) % prime) {
      powers.set(power);
    }
    return powers;
  }

  private static boolean isPrime(int odd) {
    for (int divisor = 3; divisor * divisor <= odd; divisor += 2) {
      if (odd % divisor == 0) {
        return false;
      }
    }
    return true;
  }
}
