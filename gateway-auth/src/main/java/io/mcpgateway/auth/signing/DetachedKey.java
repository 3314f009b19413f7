package io.mcpgateway.auth.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** An Ed25519 key whose signatures stand beside what they sign. Thread-safe. */
public final class DetachedKey {
  /** Bytes of a signature. */
  public static final int SIGNATURE_BYTES = 64;

  private static final String ALGORITHM = "Ed25519";
  private static final String PUBLIC = "PUBLIC KEY";
  private static final String PRIVATE = "PRIVATE KEY";

  private final PrivateKey privateKey;
  private final PublicKey publicKey;

  private DetachedKey(KeyPair pair) {
    this.privateKey = pair.getPrivate();
    this.publicKey = pair.getPublic();
  }

  /**
   * @param text PEM (PKCS#8, not encrypted) or JWK
   * @throws IllegalArgumentException if it is no private Ed25519 key; says what was expected, and
   *     never what the text is
   */
  public static DetachedKey parse(String text) {
    KeyText.Read read = KeyText.read(text);
    if (!KeyText.suits(read.pair().getPublic(), "EdDSA")) {
      throw new IllegalArgumentException("key: of another kind (expected: a private Ed25519 key)");
    }
    return new DetachedKey(read.pair());
  }

  /** A new one. */
  public static DetachedKey generate() {
    try {
      return new DetachedKey(KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair());
    } catch (GeneralSecurityException missing) {
      throw lacking(missing);
    }
  }

  public byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(privateKey);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException impossible) {
      throw lacking(impossible);
    }
  }

  public PublicKey publicKey() {
    return publicKey;
  }

  /** The private key as PEM (RFC 7468). */
  public String privatePem() {
    return pem(PRIVATE, privateKey.getEncoded());
  }

  /** The public key as PEM (RFC 7468). */
  public String publicPem() {
    return pem(PUBLIC, publicKey.getEncoded());
  }

  /**
   * @throws IllegalArgumentException if the text is no public Ed25519 key in PEM
   */
  public static PublicKey parsePublic(String pem) {
    String begin = "-----BEGIN " + PUBLIC + "-----";
    int from = pem.indexOf(begin);
    int to = pem.indexOf("-----END " + PUBLIC + "-----");
    try {
      if (from >= 0 && to > from) {
        byte[] der = Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
        return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(der));
      }
    } catch (GeneralSecurityException | IllegalArgumentException another) {
      // Said below.
    }
    throw new IllegalArgumentException("not a public Ed25519 key in PEM");
  }

  /** Whether {@code signature} is one of {@code message} by {@code key}. */
  public static boolean verifies(PublicKey key, byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException malformed) {
      return false;
    }
  }

  private static String pem(String what, byte[] der) {
    String body = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der);
    return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
  }

  private static IllegalStateException lacking(GeneralSecurityException cause) {
    return new IllegalStateException("the JDK lacks " + ALGORITHM, cause);
  }

  @Override
  public String toString() {
    return "DetachedKey[" + ALGORITHM + "]";
  }
}
