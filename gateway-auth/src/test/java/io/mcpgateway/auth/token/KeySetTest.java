package io.mcpgateway.auth.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import io.mcpgateway.testkit.TestIssuer;
import io.mcpgateway.testkit.TestKey;
import java.io.IOException;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeySetTest {
  private static final TestKey RSA = TestKey.generate("RS256");
  private static final TestKey EC = TestKey.generate("ES256");

  @Test
  void aKeyIsFoundByItsNameAndAlgorithm() throws Exception {
    KeySet keys = parse(RSA.publicJwk(), EC.publicJwk());

    assertThat(keys.find(RSA.kid(), "RS256")).isNotNull();
    assertThat(keys.find("another", "RS256")).isNull();
    assertThatThrownBy(() -> keys.find(RSA.kid(), "PS256")).hasMessage("alg: not one of the key");
    assertThatThrownBy(() -> keys.find(EC.kid(), "RS256")).hasMessage("alg: not one of the key");
  }

  @Test
  void aKeyThatNamesNoAlgorithmServesAllThatItsKindAllows() throws Exception {
    KeySet keys = parse(rsa().build());

    assertThat(keys.find("k", "RS256")).isNotNull();
    assertThat(keys.find("k", "PS512")).isNotNull();
    assertThatThrownBy(() -> keys.find("k", "ES256")).hasMessage("alg: not one of the key");
  }

  @Test
  void aTokenWithoutKidIsCheckedIfThereIsNoChoice() throws Exception {
    assertThat(parse(RSA.publicJwk(), EC.publicJwk()).find(null, "RS256")).isNotNull();
    assertThat(parse(EC.publicJwk()).find(null, "RS256")).isNull();

    KeySet two = parse(RSA.publicJwk(), rsa().build());
    assertThatThrownBy(() -> two.find(null, "RS256"))
        .hasMessage("kid: missing, and there are several keys");
  }

  @Test
  void twoKeysWithTheSameNameSpoilTheSet() {
    assertThatThrownBy(() -> parse(RSA.publicJwk(), EC.named(RSA.kid()).publicJwk()))
        .isInstanceOf(IOException.class)
        .hasMessage("the key set has two keys with the same kid");
  }

  @Test
  void symmetricKeysAreLeftOut() throws Exception {
    JWK secret =
        new OctetSequenceKey.Builder(new byte[32])
            .keyID("secret")
            .algorithm(new Algorithm("HS256"))
            .build();

    KeySet keys = parse(secret, RSA.publicJwk());

    assertThat(keys.size()).isEqualTo(1);
    assertThat(keys.find("secret", "HS256")).isNull();
    assertUnusable(secret);
  }

  @Test
  void shortRsaKeysAreLeftOut() {
    assertUnusable(TestKey.rsa("RS256", 1024).publicJwk());
  }

  @Test
  void rsaKeysWithAFlawedModulusAreLeftOut() {
    BigInteger primorial = BigInteger.ONE;
    for (int prime = 2; prime <= 167; prime++) {
      if (BigInteger.valueOf(prime).isProbablePrime(50)) {
        primorial = primorial.multiply(BigInteger.valueOf(prime));
      }
    }
    BigInteger power = BigInteger.valueOf(65537).modPow(BigInteger.valueOf(123_456_789), primorial);
    BigInteger flawed =
        BigInteger.ONE
            .shiftLeft(2047)
            .divide(primorial)
            .add(BigInteger.ONE)
            .multiply(primorial)
            .add(power);

    assertThat(RocaFingerprint.matches(flawed)).isTrue();
    assertThat(RocaFingerprint.matches(((RSAPublicKey) RSA.pair().getPublic()).getModulus()))
        .isFalse();
    assertUnusable(
        new RSAKey.Builder(Base64URL.encode(flawed), Base64URL.encode(BigInteger.valueOf(65537)))
            .keyID("k")
            .build());
  }

  @Test
  void keysForSomethingElseAreLeftOut() {
    assertUnusable(rsa().keyUse(KeyUse.ENCRYPTION).build());
    assertUnusable(rsa().keyOperations(Set.of(KeyOperation.SIGN)).build());
    assertUnusable(rsa().algorithm(new Algorithm("RSA-OAEP")).build());
    assertUnusable(rsa().algorithm(new Algorithm("ES256")).build());
  }

  @Test
  void keysOfAnUnknownKindAreLeftOut() throws Exception {
    String set =
        "{\"keys\":[{\"kty\":\"PQ\",\"kid\":\"new\"}," + RSA.publicJwk().toJSONString() + "]}";

    assertThat(KeySet.parse(set.getBytes(UTF_8)).size()).isEqualTo(1);
  }

  @Test
  void pointsThatAreNotOnTheCurveAreLeftOut() {
    String key =
        EC.publicJwk()
            .toJSONString()
            .replaceFirst("\"x\":\"[^\"]{43}", "\"x\":\"" + "A".repeat(43));

    assertThatThrownBy(() -> KeySet.parse(("{\"keys\":[" + key + "]}").getBytes(UTF_8)))
        .hasMessage("the key set has no usable key");
  }

  private static RSAKey.Builder rsa() {
    return new RSAKey.Builder((RSAPublicKey) RSA.pair().getPublic()).keyID("k");
  }

  private static KeySet parse(JWK... keys) throws IOException {
    return KeySet.parse(TestIssuer.jwks(List.of(keys)).getBytes(UTF_8));
  }

  private static void assertUnusable(JWK key) {
    assertThatThrownBy(() -> parse(key))
        .isInstanceOf(IOException.class)
        .hasMessage("the key set has no usable key");
  }
}
