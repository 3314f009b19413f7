package io.mcpgateway.auth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a signature must not be, by every algorithm and both providers. */
class SignaturesTest {
  private static final byte[] TEXT = "eyJ.eyJ".getBytes(StandardCharsets.US_ASCII);

  /** The order of the group of Ed25519 (RFC 8032 section 5.1). */
  private static final BigInteger ED25519_ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  /** A key and a good signature of {@link #TEXT}. */
  record Signed(String algorithm, JWK key, KeyPair pair, byte[] signature) {}

  static Stream<Arguments> signed() throws GeneralSecurityException {
    List<Arguments> all = new ArrayList<>();
    List<Signed> signed =
        List.of(
            ec("ES256", Curve.P_256, "secp256r1", "SHA256withECDSAinP1363Format"),
            ec("ES384", Curve.P_384, "secp384r1", "SHA384withECDSAinP1363Format"),
            ec("ES512", Curve.P_521, "secp521r1", "SHA512withECDSAinP1363Format"),
            rsa("RS256"),
            rsa("PS256"),
            ed25519());
    for (Signed each : signed) {
      all.add(argumentSet(each.algorithm() + " by the JDK", each, null));
      all.add(argumentSet(each.algorithm() + " by Conscrypt", each, conscrypt()));
    }
    return all.stream();
  }

  private static Provider conscrypt() {
    return Objects.requireNonNull(NativeSignatures.provider());
  }

  @Test
  void conscryptIsThereWhereTheTestsRun() throws Exception {
    assertThat(conscrypt().getName()).isEqualTo("Conscrypt");
    assertThat(conscrypt().getService("Signature", "SHA256withECDSA")).isNotNull();
    assertThat(conscrypt().getService("Signature", "SHA256withRSA")).isNotNull();
    assertThat(conscrypt().getService("Signature", "Ed25519")).isNotNull();
    assertThat(conscrypt().getService("KeyFactory", "Ed25519")).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("signed")
  void onlyTheSignatureItselfHolds(Signed signed, @Nullable Provider provider) throws Exception {
    Signatures.Check check =
        Objects.requireNonNull(Signatures.of(signed.key(), () -> provider).get(signed.algorithm()));

    assertThat(check.holds(TEXT, signed.signature())).isTrue();
    assertThat(check.holds(TEXT, signed.signature())).isTrue();
    assertThat(check.holds("eyJ.eyK".getBytes(StandardCharsets.US_ASCII), signed.signature()))
        .isFalse();
    degenerate(signed)
        .forEach((name, signature) -> assertThat(check.holds(TEXT, signature)).as(name).isFalse());
  }

  private static Map<String, byte[]> degenerate(Signed signed) throws GeneralSecurityException {
    byte[] good = signed.signature();
    int half = good.length / 2;
    Map<String, byte[]> wrong = new LinkedHashMap<>();
    wrong.put("empty", new byte[0]);
    wrong.put("one byte", new byte[1]);
    wrong.put("all zero", new byte[good.length]);
    byte[] ones = new byte[good.length];
    Arrays.fill(ones, (byte) 0xFF);
    wrong.put("all ones", ones);
    wrong.put("one byte less", Arrays.copyOf(good, good.length - 1));
    wrong.put("one byte more", Arrays.copyOf(good, good.length + 1));
    wrong.put("a zero before", joined(new byte[1], good));
    wrong.put("twice", joined(good, good));
    byte[] flipped = good.clone();
    flipped[half] ^= 1;
    wrong.put("one bit flipped", flipped);
    byte[] r = Arrays.copyOf(good, half);
    byte[] s = Arrays.copyOfRange(good, half, good.length);
    switch (signed.pair().getPublic()) {
      case ECPublicKey ec -> {
        byte[] order = fixed(ec.getParams().getOrder(), half);
        wrong.put("r is zero", joined(new byte[half], s));
        wrong.put("s is zero", joined(r, new byte[half]));
        wrong.put("r is the order", joined(order, s));
        wrong.put("s is the order", joined(r, order));
        wrong.put("both are the order", joined(order, order));
        byte[] one = fixed(BigInteger.ONE, half);
        wrong.put("both are one", joined(one, one));
        wrong.put("r and s the other way round", joined(s, r));
        wrong.put("in DER", der(signed));
      }
      case RSAPublicKey rsa ->
          wrong.put(
              "plus the modulus", new BigInteger(1, good).add(rsa.getModulus()).toByteArray());
      default ->
          wrong.put(
              "S plus the order of the group",
              joined(r, littleEndian(new BigInteger(1, reversed(s)).add(ED25519_ORDER), half)));
    }
    return wrong;
  }

  private static byte[] der(Signed signed) throws GeneralSecurityException {
    Signature signature =
        Signature.getInstance("SHA" + signed.algorithm().substring(2) + "withECDSA");
    signature.initSign(signed.pair().getPrivate());
    signature.update(TEXT);
    return signature.sign();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  private static byte[] fixed(BigInteger value, int length) {
    byte[] bytes = value.toByteArray();
    byte[] fixed = new byte[length];
    int count = Math.min(length, bytes.length);
    System.arraycopy(bytes, bytes.length - count, fixed, length - count, count);
    return fixed;
  }

  private static byte[] littleEndian(BigInteger value, int length) {
    return reversed(fixed(value, length));
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }

  private static Signed ec(String algorithm, Curve curve, String name, String format)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(name));
    KeyPair pair = generator.generateKeyPair();
    JWK key = new ECKey.Builder(curve, (ECPublicKey) pair.getPublic()).build();
    return new Signed(algorithm, key, pair, sign(Signature.getInstance(format), pair));
  }

  private static Signed rsa(String algorithm) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    Signature signature = Signature.getInstance("SHA256withRSA");
    if (algorithm.equals("PS256")) {
      signature = Signature.getInstance("RSASSA-PSS");
      signature.setParameter(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    }
    JWK key = new RSAKey.Builder((RSAPublicKey) pair.getPublic()).build();
    return new Signed(algorithm, key, pair, sign(signature, pair));
  }

  private static Signed ed25519() throws GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] encoded = pair.getPublic().getEncoded();
    JWK key =
        new OctetKeyPair.Builder(
                Curve.Ed25519,
                Base64URL.encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)))
            .build();
    return new Signed("EdDSA", key, pair, sign(Signature.getInstance("Ed25519"), pair));
  }

  private static byte[] sign(Signature signature, KeyPair pair) throws GeneralSecurityException {
    signature.initSign(pair.getPrivate());
    signature.update(TEXT);
    return signature.sign();
  }
}
