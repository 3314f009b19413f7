package io.mcpgateway.auth.signing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads private keys as operators have them: PEM with PKCS#8 (RFC 7468, RFC 5958), or JWK. */
final class KeyText {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";
  private static final int MIN_RSA_BITS = 2048;

  /**
   * A key pair and what its text says of it.
   *
   * @param kid its name, or null if the text has none
   * @param algorithm what it signs with, unless something else is configured
   */
  record Read(KeyPair pair, @Nullable String kid, String algorithm) {}

  private KeyText() {}

  static Read read(String text) {
    String trimmed = text.strip();
    try {
      return trimmed.startsWith("{") ? jwk(trimmed) : pem(trimmed);
    } catch (GeneralSecurityException
        | JOSEException
        | ParseException
        | RuntimeException unreadable) {
      // Neither its message nor its cause: they may quote the key.
      throw new IllegalArgumentException(
          "key: not readable (expected: a private RSA key of at least 2048 bits, P-256 or Ed25519"
              + " key, as a JWK or as PEM with an unencrypted PRIVATE KEY)");
    }
  }

  private static Read pem(String text) throws GeneralSecurityException {
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new GeneralSecurityException("no private key");
    }
    byte[] der = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
    PrivateKey key = null;
    for (String kind : List.of("RSA", "EC", "Ed25519")) {
      try {
        key = KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(der));
        break;
      } catch (GeneralSecurityException another) {
        // A key of another kind, then.
      }
    }
    KeyPair pair =
        switch (key) {
          case RSAPrivateCrtKey rsa ->
              new KeyPair(
                  KeyFactory.getInstance("RSA")
                      .generatePublic(
                          new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent())),
                  rsa);
          case ECPrivateKey ec -> new KeyPair(PublicPoints.of(ec), ec);
          case EdECPrivateKey ed -> new KeyPair(PublicPoints.of(ed), ed);
          case null, default -> throw new GeneralSecurityException("a key of another kind");
        };
    return new Read(pair, null, algorithm(pair.getPublic()));
  }

  private static Read jwk(String text)
      throws ParseException, JOSEException, GeneralSecurityException {
    JWK jwk = JWK.parse(text);
    KeyPair pair =
        switch (jwk) {
          case RSAKey rsa -> rsa.toKeyPair();
          case ECKey ec -> ec.toKeyPair();
          case OctetKeyPair ed -> ed25519(ed);
          default -> throw new GeneralSecurityException("a key of another kind");
        };
    if (pair.getPrivate() == null) {
      throw new GeneralSecurityException("a public key");
    }
    String algorithm = algorithm(pair.getPublic());
    return new Read(
        pair,
        jwk.getKeyID(),
        jwk.getAlgorithm() == null ? algorithm : jwk.getAlgorithm().getName());
  }

  private static KeyPair ed25519(OctetKeyPair jwk) throws GeneralSecurityException {
    if (!Curve.Ed25519.equals(jwk.getCurve()) || jwk.getD() == null) {
      throw new GeneralSecurityException("not a private key on Ed25519");
    }
    EdECPrivateKey key =
        (EdECPrivateKey)
            KeyFactory.getInstance("Ed25519")
                .generatePrivate(
                    new EdECPrivateKeySpec(NamedParameterSpec.ED25519, jwk.getD().decode()));
    PublicKey derived = PublicPoints.of(key);
    if (!Arrays.equals(PublicPoints.bytes(derived), jwk.getX().decode())) {
      throw new GeneralSecurityException("the public part of another key");
    }
    return new KeyPair(derived, key);
  }

  private static String algorithm(PublicKey key) throws GeneralSecurityException {
    for (String candidate : List.of("RS256", "ES256", "EdDSA")) {
      if (suits(key, candidate)) {
        return candidate;
      }
    }
    throw new GeneralSecurityException("a key of another kind");
  }

  static boolean suits(PublicKey key, String algorithm) {
    return switch (algorithm) {
      case "RS256", "PS256" ->
          key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= MIN_RSA_BITS;
      case "ES256" ->
          key instanceof ECPublicKey ec
              && Curve.P_256.equals(Curve.forECParameterSpec(ec.getParams()));
      case "EdDSA" ->
          key instanceof EdECPublicKey ed
              && ed.getParams().getName().toLowerCase(Locale.ROOT).equals("ed25519");
      default -> false;
    };
  }

  static JWK jwk(PublicKey key) {
    return switch (key) {
      case RSAPublicKey rsa -> new RSAKey.Builder(rsa).build();
      case ECPublicKey ec -> new ECKey.Builder(Curve.P_256, ec).build();
      default ->
          new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(PublicPoints.bytes(key)))
              .build();
    };
  }
}
