package io.mcpgateway.auth.signing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A private key that signs JWTs (RFC 7515, RFC 7518, RFC 8037). Immutable and thread-safe; {@link
 * #sign} takes up to a millisecond or two.
 */
public final class SigningKey {
  /** What a key may sign with. */
  public static final Set<String> ALGORITHMS = Set.of("RS256", "PS256", "ES256", "EdDSA");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private final String kid;
  private final String algorithm;
  private final PrivateKey key;
  private final Map<String, Object> publicJwk;

  private SigningKey(String kid, String algorithm, PrivateKey key, Map<String, Object> publicJwk) {
    this.kid = kid;
    this.algorithm = algorithm;
    this.key = key;
    this.publicJwk = publicJwk;
  }

  /**
   * @param text a private key: PEM with PKCS#8 that is not encrypted, or a JWK
   * @param kid how receivers know the key; null for the JWK's own, or else its thumbprint (RFC
   *     7638)
   * @param algorithm one of {@link #ALGORITHMS}; null for what the JWK says, or else what suits the
   *     key, which is RS256 for an RSA key
   * @throws IllegalArgumentException if that is no such key; never says what the text is
   */
  public static SigningKey parse(String text, @Nullable String kid, @Nullable String algorithm) {
    KeyText.Read read = KeyText.read(text);
    String use = algorithm == null ? read.algorithm() : algorithm;
    if (!KeyText.suits(read.pair().getPublic(), use)) {
      throw new IllegalArgumentException(
          "key: not one for " + use + " (expected: a key of the algorithm's kind)");
    }
    JWK jwk = KeyText.jwk(read.pair().getPublic());
    String name = kid == null ? read.kid() : kid;
    if (name == null) {
      name = thumbprint(jwk);
    }
    Map<String, Object> published = new LinkedHashMap<>(jwk.toJSONObject());
    published.put("kid", name);
    published.put("alg", use);
    published.put("use", "sig");
    SigningKey signing = new SigningKey(name, use, read.pair().getPrivate(), Map.copyOf(published));
    signing.requirePair(read.pair().getPublic());
    return signing;
  }

  public String kid() {
    return kid;
  }

  public String algorithm() {
    return algorithm;
  }

  /** What a published key set says of this key (RFC 7517). */
  public Map<String, Object> publicJwk() {
    return publicJwk;
  }

  /**
   * A JWT in compact form.
   *
   * @param type the header's {@code typ}
   * @param claims strings, numbers, booleans, and lists and maps of them
   */
  public String sign(String type, Map<String, ?> claims) {
    Map<String, String> header = new LinkedHashMap<>();
    header.put("typ", type);
    header.put("alg", algorithm);
    header.put("kid", kid);
    String signed = part(header) + "." + part(claims);
    try {
      Signature signature = signature();
      signature.initSign(key);
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + BASE64URL.encodeToString(signature.sign());
    } catch (GeneralSecurityException unusable) {
      throw new IllegalStateException("key " + kid + " cannot sign", unusable);
    }
  }

  private static String part(Map<String, ?> members) {
    try {
      return BASE64URL.encodeToString(JSON.writeValueAsBytes(members));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("claims that are not JSON", impossible);
    }
  }

  private Signature signature() throws GeneralSecurityException {
    return switch (algorithm) {
      case "RS256" -> Signature.getInstance("SHA256withRSA");
      case "PS256" -> {
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(
            new PSSParameterSpec(
                "SHA-256",
                "MGF1",
                MGF1ParameterSpec.SHA256,
                32,
                PSSParameterSpec.TRAILER_FIELD_BC));
        yield pss;
      }
      case "ES256" -> Signature.getInstance("SHA256withECDSAinP1363Format");
      default -> Signature.getInstance("Ed25519");
    };
  }

  /** What is published must be what checks the signatures: found out now, not by receivers. */
  private void requirePair(PublicKey published) {
    byte[] probe = {1, 2, 3};
    try {
      Signature signature = signature();
      signature.initSign(key);
      signature.update(probe);
      byte[] signed = signature.sign();
      Signature check = signature();
      check.initVerify(published);
      check.update(probe);
      if (check.verify(signed)) {
        return;
      }
    } catch (GeneralSecurityException unusable) {
      // Reported below, like a public part that is another key's.
    }
    throw new IllegalArgumentException(
        "key: its two parts do not belong together (expected: one key pair)");
  }

  private static String thumbprint(JWK jwk) {
    try {
      return jwk.computeThumbprint().toString();
    } catch (JOSEException impossible) {
      throw new IllegalStateException("the JDK lacks SHA-256", impossible);
    }
  }

  /** The same key under the same name for the same algorithm. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SigningKey that && publicJwk.equals(that.publicJwk);
  }

  @Override
  public int hashCode() {
    return publicJwk.hashCode();
  }

  @Override
  public String toString() {
    return "SigningKey[" + algorithm + " " + kid + "]";
  }
}
