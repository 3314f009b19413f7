package io.mcpgateway.testkit;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.UUID;

/**
 * A key pair that signs tokens.
 *
 * @param kid unique
 * @param algorithm RS256, PS256, ES256 or EdDSA (Ed25519)
 */
public record TestKey(String kid, String algorithm, KeyPair pair) {
  /** An RSA key has 2048 bits. */
  public static TestKey generate(String algorithm) {
    return switch (algorithm) {
      case "RS256", "PS256" -> rsa(algorithm, 2048);
      case "ES256" -> new TestKey(UUID.randomUUID().toString(), algorithm, ec());
      case "EdDSA" -> new TestKey(UUID.randomUUID().toString(), algorithm, ed25519());
      default -> throw new IllegalArgumentException("algorithm: " + algorithm);
    };
  }

  public static TestKey rsa(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return new TestKey(UUID.randomUUID().toString(), algorithm, generator.generateKeyPair());
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static KeyPair ec() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static KeyPair ed25519() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  /** The same pair under another name. */
  public TestKey named(String otherKid) {
    return new TestKey(otherKid, algorithm, pair);
  }

  /** The same pair for another algorithm. */
  public TestKey with(String otherAlgorithm) {
    return new TestKey(kid, otherAlgorithm, pair);
  }

  /** What a key set says of this key. */
  public JWK publicJwk() {
    return switch (pair.getPublic()) {
      case RSAPublicKey rsa ->
          new RSAKey.Builder(rsa)
              .keyID(kid)
              .algorithm(new Algorithm(algorithm))
              .keyUse(KeyUse.SIGNATURE)
              .build();
      case ECPublicKey ec ->
          new ECKey.Builder(Curve.P_256, ec)
              .keyID(kid)
              .algorithm(new Algorithm(algorithm))
              .keyUse(KeyUse.SIGNATURE)
              .build();
      default ->
          new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(rawEd25519()))
              .keyID(kid)
              .algorithm(new Algorithm(algorithm))
              .keyUse(KeyUse.SIGNATURE)
              .build();
    };
  }

  /** The last 32 bytes of the X.509 form. */
  private byte[] rawEd25519() {
    byte[] encoded = pair.getPublic().getEncoded();
    return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
  }

  /** The signature as JWS wants it. */
  public byte[] sign(byte[] text) {
    try {
      Signature signature = signature(algorithm);
      signature.initSign(pair.getPrivate());
      signature.update(text);
      return signature.sign();
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /**
   * Whether a signature as JWS has it holds.
   *
   * @param algorithm as in {@link #algorithm()}; any other is an {@link IllegalArgumentException}
   */
  public static boolean verify(String algorithm, PublicKey key, byte[] text, byte[] signed) {
    try {
      Signature signature = signature(algorithm);
      signature.initVerify(key);
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException doesNotHold) {
      return false;
    }
  }

  private static Signature signature(String algorithm) throws GeneralSecurityException {
    return switch (algorithm) {
      case "RS256" -> Signature.getInstance("SHA256withRSA");
      case "PS256" -> {
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        yield pss;
      }
      case "ES256" -> Signature.getInstance("SHA256withECDSAinP1363Format");
      case "EdDSA" -> Signature.getInstance("Ed25519");
      default -> throw new IllegalArgumentException("algorithm: " + algorithm);
    };
  }

  @Override
  public String toString() {
    return "TestKey[" + algorithm + " " + kid + "]";
  }
}
