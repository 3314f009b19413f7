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
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  private Signatures() {}

  /** Empty for a key that is of another kind or too weak to be used. */
  static Map<String, Check> of(JWK key) throws JOSEException, GeneralSecurityException {
    return switch (key) {
      case RSAKey rsa -> rsa(rsa.toRSAPublicKey());
      case ECKey ec when ECDSA.containsKey(ec.getCurve()) -> {
        JWSAlgorithm algorithm = ECDSA.get(ec.getCurve());
        yield Map.of(algorithm.getName(), check(algorithm, new ECDSAVerifier(ec.toECPublicKey())));
      }
      case OctetKeyPair pair when Curve.Ed25519.equals(pair.getCurve()) -> {
        Check check = ed25519(pair.getX().decode());
        // RFC 9864 has a name for each curve.
        yield Map.of("EdDSA", check, "Ed25519", check);
      }
      default -> Map.of();
    };
  }

  private static Map<String, Check> rsa(RSAPublicKey key) {
    int bits = key.getModulus().bitLength();
    if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS || RocaFingerprint.matches(key.getModulus())) {
      return Map.of();
    }
    Map<String, Check> checks = new LinkedHashMap<>();
    JWSVerifier verifier = new RSASSAVerifier(key);
    for (JWSAlgorithm algorithm : RSA) {
      checks.put(algorithm.getName(), check(algorithm, verifier));
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

  private static Check ed25519(byte[] point) throws GeneralSecurityException {
    byte[] encoded = new byte[ED25519_PREFIX.length + point.length];
    System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
    System.arraycopy(point, 0, encoded, ED25519_PREFIX.length, point.length);
    PublicKey key =
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    return (signed, signature) -> {
      try {
        Signature check = Signature.getInstance("Ed25519");
        check.initVerify(key);
        check.update(signed);
        return check.verify(signature);
      } catch (GeneralSecurityException malformed) {
        return false;
      }
    };
  }
}
