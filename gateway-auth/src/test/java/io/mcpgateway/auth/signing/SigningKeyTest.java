package io.mcpgateway.auth.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import io.mcpgateway.testkit.TestKey;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "PS256", "ES256", "EdDSA"})
  void aPemKeySignsWhatItsPublicKeyChecks(String algorithm) throws Exception {
    TestKey pair = TestKey.generate(algorithm);
    SigningKey key = SigningKey.parse(pem(pair), "k1", algorithm);

    JWSObject jwt = JWSObject.parse(key.sign("JWT", Map.of("sub", "alice", "exp", 5)));

    assertThat(jwt.getHeader().toJSONObject())
        .isEqualTo(Map.of("typ", "JWT", "alg", algorithm, "kid", "k1"));
    assertThat(jwt.getPayload().toJSONObject()).isEqualTo(Map.of("sub", "alice", "exp", 5L));
    Signature check =
        switch (algorithm) {
          case "RS256" -> Signature.getInstance("SHA256withRSA");
          case "PS256" -> pss();
          case "ES256" -> Signature.getInstance("SHA256withECDSAinP1363Format");
          default -> Signature.getInstance("Ed25519");
        };
    check.initVerify(pair.pair().getPublic());
    check.update(jwt.getSigningInput());
    assertThat(check.verify(jwt.getSignature().decode())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "PS256", "ES256", "EdDSA"})
  void thePublishedKeyIsThePublicOneAndNoMore(String algorithm) {
    TestKey pair = TestKey.generate(algorithm).named("k1");

    SigningKey key = SigningKey.parse(pem(pair), "k1", algorithm);

    assertThat(key.publicJwk()).isEqualTo(pair.publicJwk().toJSONObject());
    assertThat(key.publicJwk()).doesNotContainKeys("d", "p", "q");
  }

  @Test
  void aJwkBringsItsOwnNameAndAlgorithm() throws Exception {
    TestKey pair = TestKey.generate("PS256").named("mine");
    RSAKey jwk =
        new RSAKey.Builder((RSAKey) pair.publicJwk()).privateKey(pair.pair().getPrivate()).build();

    SigningKey key = SigningKey.parse(jwk.toJSONString(), null, null);

    assertThat(key.kid()).isEqualTo("mine");
    assertThat(key.algorithm()).isEqualTo("PS256");
  }

  @Test
  void jwksOnCurvesAreReadToo() {
    TestKey ec = TestKey.generate("ES256").named("ec");
    ECKey ecJwk =
        new ECKey.Builder((ECKey) ec.publicJwk())
            .privateKey((ECPrivateKey) ec.pair().getPrivate())
            .build();
    TestKey ed = TestKey.generate("EdDSA").named("ed");
    byte[] seed = ((EdECPrivateKey) ed.pair().getPrivate()).getBytes().orElseThrow();
    OctetKeyPair edJwk =
        new OctetKeyPair.Builder((OctetKeyPair) ed.publicJwk()).d(Base64URL.encode(seed)).build();

    assertThat(SigningKey.parse(ecJwk.toJSONString(), null, null).publicJwk())
        .isEqualTo(ec.publicJwk().toJSONObject());
    assertThat(SigningKey.parse(edJwk.toJSONString(), null, null).publicJwk())
        .isEqualTo(ed.publicJwk().toJSONObject());
  }

  @Test
  void aKeyWithoutANameIsCalledByItsThumbprint() throws Exception {
    TestKey pair = TestKey.generate("ES256");

    assertThat(SigningKey.parse(pem(pair), null, null).kid())
        .isEqualTo(pair.publicJwk().computeThumbprint().toString());
  }

  @Test
  void anRsaKeySignsRs256UnlessSomethingElseIsSaid() {
    assertThat(SigningKey.parse(pem(TestKey.generate("RS256")), null, null).algorithm())
        .isEqualTo("RS256");
  }

  @Test
  void aJwkWhosePartsBelongToTwoKeysIsRefused() {
    TestKey one = TestKey.generate("ES256");
    TestKey other = TestKey.generate("ES256");
    ECKey mixed =
        new ECKey.Builder((ECKey) one.publicJwk())
            .privateKey((ECPrivateKey) other.pair().getPrivate())
            .build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> SigningKey.parse(mixed.toJSONString(), null, null))
        .withMessageContaining("do not belong together");
  }

  @Test
  void whatIsNoUsableKeyIsRefusedAndNotQuoted() throws Exception {
    KeyPairGenerator p384 = KeyPairGenerator.getInstance("EC");
    p384.initialize(384);
    for (String text :
        new String[] {
          "hunter2",
          "{\"kty\":\"oct\",\"k\":\"aHVudGVyMg\"}",
          "{\"hunter2\":",
          "-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----",
          "-----BEGIN ENCRYPTED PRIVATE KEY-----\nhunter2\n-----END ENCRYPTED PRIVATE KEY-----",
          TestKey.generate("ES256").publicJwk().toJSONString(),
          pem(p384.generateKeyPair().getPrivate().getEncoded()),
          pem(TestKey.rsa("RS256", 1024)),
        }) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SigningKey.parse(text, null, null))
          .withMessageStartingWith("key: not readable (expected: ")
          .withMessageNotContaining("hunter2")
          .withNoCause();
    }
  }

  @Test
  void anAlgorithmOfAnotherKindOfKeyIsRefused() {
    String ec = pem(TestKey.generate("ES256"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> SigningKey.parse(ec, null, "RS256"))
        .withMessage("key: not one for RS256 (expected: a key of the algorithm's kind)");
  }

  @Test
  void nothingPrintsThePrivatePart() {
    SigningKey key = SigningKey.parse(pem(TestKey.generate("ES256")), "k1", null);

    assertThat(key).hasToString("SigningKey[ES256 k1]");
  }

  @Test
  void theKeyOfTheSameTextIsTheSameKey() {
    String text = pem(TestKey.generate("EdDSA"));

    assertThat(SigningKey.parse(text, "k1", null))
        .isEqualTo(SigningKey.parse(text, "k1", null))
        .isNotEqualTo(SigningKey.parse(text, "k2", null))
        .isNotEqualTo(SigningKey.parse(pem(TestKey.generate("EdDSA")), "k1", null));
  }

  @Test
  void theCurveIsP256AndNoOther() {
    assertThat(SigningKey.parse(pem(TestKey.generate("ES256")), null, null).publicJwk())
        .containsEntry("crv", Curve.P_256.getName());
  }

  private static Signature pss() throws Exception {
    Signature pss = Signature.getInstance("RSASSA-PSS");
    pss.setParameter(
        new java.security.spec.PSSParameterSpec(
            "SHA-256", "MGF1", java.security.spec.MGF1ParameterSpec.SHA256, 32, 1));
    return pss;
  }

  private static String pem(TestKey key) {
    return pem(key.pair().getPrivate().getEncoded());
  }

  private static String pem(byte[] pkcs8) {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(pkcs8);
    return "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
  }
}
