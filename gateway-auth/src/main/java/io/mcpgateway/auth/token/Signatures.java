package io.mcpgateway.auth.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which signatures a public key can check, by the name of the algorithm. */
final class Signatures {
  /** Says whether a signature is the key's. Thread-safe; costs up to a millisecond. */
  @FunctionalInterface
  interface Check {
    boolean holds(byte[] signed, byte[] signature);
  }

  private static final int MIN_RSA_BITS = 2048;

  /** Checking costs grow with the square: an issuer must not be able to slow down the others. */
  private static final int MAX_RSA_BITS = 8192;

  private static final List<JWSAlgorithm> RSA =
      List.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512);

  private static final Map<Curve, JWSAlgorithm> ECDSA =
      Map.of(
          Curve.P_256, JWSAlgorithm.ES256,
          Curve.P_384, JWSAlgorithm.ES384,
          Curve.P_521, JWSAlgorithm.ES512);

  /** What precedes the 32 bytes of an Ed25519 key in its X.509 form (RFC 8410 section 4). */
  private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final String ED25519 = "Ed25519";
  private static final int ED25519_BYTES = 64;

  private Signatures() {}

  /** Empty for a key that is of another kind or too weak to be used. */
  static Map<String, Check> of(JWK key) throws JOSEException, GeneralSecurityException {
    return of(key, NativeSignatures::provider);
  }

  /**
   * @param provider asked at the first check, on the thread that makes it
   */
  static Map<String, Check> of(JWK key, Supplier<@Nullable Provider> provider)
      throws JOSEException, GeneralSecurityException {
    return switch (key) {
      case RSAKey rsa -> rsa(rsa.toRSAPublicKey(), provider);
      case ECKey ec when ECDSA.containsKey(ec.getCurve()) -> {
        JWSAlgorithm algorithm = ECDSA.get(ec.getCurve());
        ECDSAVerifier verifier = new ECDSAVerifier(ec.toECPublicKey());
        yield Map.of(
            algorithm.getName(),
            new AtFirstUse(
                provider,
                known -> {
                  ECDSAVerifier own = new ECDSAVerifier(ec.toECPublicKey());
                  own.getJCAContext().setProvider(known);
                  return check(algorithm, own);
                },
                check(algorithm, verifier)));
      }
      case OctetKeyPair pair when Curve.Ed25519.equals(pair.getCurve()) -> {
        byte[] point = pair.getX().decode();
        Check check =
            new AtFirstUse(provider, known -> ed25519(point, known), ed25519(point, null));
        // RFC 9864 has a name for each curve.
        yield Map.of("EdDSA", check, "Ed25519", check);
      }
      default -> Map.of();
    };
  }

  private static Map<String, Check> rsa(RSAPublicKey key, Supplier<@Nullable Provider> provider) {
    int bits = key.getModulus().bitLength();
    if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS || RocaFingerprint.matches(key.getModulus())) {
      return Map.of();
    }
    Map<String, Check> checks = new LinkedHashMap<>();
    for (JWSAlgorithm algorithm : RSA) {
      Check ordinary = check(algorithm, new RSASSAVerifier(key));
      checks.put(
          algorithm.getName(),
          // Conscrypt knows PSS by other names than Nimbus asks for.
          algorithm.getName().startsWith("PS")
              ? ordinary
              : new AtFirstUse(
                  provider,
                  known -> {
                    RSASSAVerifier own = new RSASSAVerifier(key);
                    own.getJCAContext().setProvider(known);
                    return check(algorithm, own);
                  },
                  ordinary));
    }
    return checks;
  }

  private static Check check(JWSAlgorithm algorithm, JWSVerifier verifier) {
    // The token's own header has been judged already; the verifier needs to know the algorithm.
    JWSHeader header = new JWSHeader(algorithm);
    return (signed, signature) -> {
      try {
        return verifier.verify(header, signed, Base64URL.encode(signature));
      } catch (JOSEException malformed) {
        return false;
      }
    };
  }

  private static Check ed25519(byte[] point, @Nullable Provider provider)
      throws GeneralSecurityException {
    byte[] encoded = new byte[ED25519_PREFIX.length + point.length];
    System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
    System.arraycopy(point, 0, encoded, ED25519_PREFIX.length, point.length);
    KeyFactory factory =
        provider == null
            ? KeyFactory.getInstance(ED25519)
            : KeyFactory.getInstance(ED25519, provider);
    PublicKey key = factory.generatePublic(new X509EncodedKeySpec(encoded));
    return (signed, signature) -> {
      try {
        Signature check =
            provider == null
                ? Signature.getInstance(ED25519)
                : Signature.getInstance(ED25519, provider);
        check.initVerify(key);
        check.update(signed);
        return signature.length == ED25519_BYTES && check.verify(signature);
      } catch (GeneralSecurityException malformed) {
        return false;
      }
    };
  }

  /** A check by the native provider if there is one, which is found out when it is needed. */
  private static final class AtFirstUse implements Check {
    private final Supplier<@Nullable Provider> provider;
    private final Maker maker;
    private final Check ordinary;
    private volatile @Nullable Check chosen;

    @FunctionalInterface
    interface Maker {
      Check with(Provider provider) throws JOSEException, GeneralSecurityException;
    }

    AtFirstUse(Supplier<@Nullable Provider> provider, Maker maker, Check ordinary) {
      this.provider = provider;
      this.maker = maker;
      this.ordinary = ordinary;
    }

    @Override
    public boolean holds(byte[] signed, byte[] signature) {
      Check check = chosen;
      if (check == null) {
        check = choose();
        chosen = check;
      }
      return check.holds(signed, signature);
    }

    private Check choose() {
      Provider known = provider.get();
      try {
        return known == null ? ordinary : maker.with(known);
      } catch (JOSEException | GeneralSecurityException lacking) {
        return ordinary;
      }
    }
  }
}
