package io.mcpgateway.auth.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import io.mcpgateway.auth.signing.SigningKey;
import io.mcpgateway.testkit.TestKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientAuthenticationTest {
  private static final String SERVER = "https://as.example.com";
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

  @Test
  void basicEncodesBothPartsBeforeItJoinsThem() {
    var basic = new ClientAuthentication.SecretBasic("crm:gate way", "p+%ß:/");

    ClientAuthentication.Fields fields = basic.fields(SERVER, NOW);

    assertThat(fields.form()).isEmpty();
    assertThat(fields.headers()).containsOnlyKeys("authorization");
    String value = String.valueOf(fields.headers().get("authorization"));
    assertThat(value).startsWith("Basic ");
    assertThat(new String(Base64.getDecoder().decode(value.substring(6)), StandardCharsets.UTF_8))
        .isEqualTo("crm%3Agate+way:p%2B%25%C3%9F%3A%2F");
  }

  @Test
  void postSendsBothAsTheyAre() {
    var post = new ClientAuthentication.SecretPost("crm", "p+%ß:/");

    assertThat(post.fields(SERVER, NOW))
        .isEqualTo(
            new ClientAuthentication.Fields(
                Map.of(), Map.of("client_id", "crm", "client_secret", "p+%ß:/")));
  }

  @Test
  void aPublicClientSaysItsName() {
    assertThat(new ClientAuthentication.None("crm").fields(SERVER, NOW))
        .isEqualTo(new ClientAuthentication.Fields(Map.of(), Map.of("client_id", "crm")));
  }

  @Test
  void anAssertionIsForOneServerAndOneMinuteAndOneUse() throws Exception {
    TestKey pair = TestKey.generate("ES256");
    var jwt = new ClientAuthentication.PrivateKeyJwt("crm", key(pair), null);

    Map<String, String> form = jwt.fields(SERVER, NOW).form();
    JWSObject assertion = JWSObject.parse(form.get("client_assertion"));

    assertThat(form)
        .containsEntry("client_id", "crm")
        .containsEntry(
            "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
        .hasSize(3);
    assertThat(assertion.verify(new ECDSAVerifier((ECKey) pair.publicJwk()))).isTrue();
    Map<String, Object> claims = assertion.getPayload().toJSONObject();
    assertThat(claims)
        .containsEntry("iss", "crm")
        .containsEntry("sub", "crm")
        .containsEntry("aud", SERVER)
        .containsEntry("iat", NOW.getEpochSecond())
        .containsEntry("exp", NOW.getEpochSecond() + 60)
        .containsOnlyKeys("iss", "sub", "aud", "jti", "iat", "exp");
    JWSObject next = JWSObject.parse(jwt.fields(SERVER, NOW).form().get("client_assertion"));
    assertThat(next.getPayload().toJSONObject().get("jti")).isNotEqualTo(claims.get("jti"));
  }

  @Test
  void anAssertionMayBeForWhatIsConfigured() throws Exception {
    String endpoint = "https://as.example.com/token";
    var jwt =
        new ClientAuthentication.PrivateKeyJwt("crm", key(TestKey.generate("ES256")), endpoint);

    JWSObject assertion = JWSObject.parse(jwt.fields(SERVER, NOW).form().get("client_assertion"));

    assertThat(assertion.getPayload().toJSONObject()).containsEntry("aud", endpoint);
  }

  @Test
  void nothingPrintsASecret() {
    var basic = new ClientAuthentication.SecretBasic("crm", "hunter2");
    var post = new ClientAuthentication.SecretPost("crm", "hunter2");
    var jwt = new ClientAuthentication.PrivateKeyJwt("crm", key(TestKey.generate("ES256")), null);

    assertThat(basic).hasToString("SecretBasic[crm]");
    assertThat(post).hasToString("SecretPost[crm]");
    assertThat(basic.fields(SERVER, NOW)).hasToString("Fields[[authorization], []]");
    assertThat(post.fields(SERVER, NOW).toString()).doesNotContain("hunter2");
    assertThat(jwt.fields(SERVER, NOW).toString()).doesNotContain("ey");
  }

  @Test
  void whatCannotBeSentIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClientAuthentication.SecretBasic("crm\n", "s"))
        .withMessageStartingWith("client-id: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClientAuthentication.SecretPost("crm", " "))
        .withMessage("client-secret: empty (expected: a secret)");
  }

  private static SigningKey key(TestKey pair) {
    String base64 = Base64.getEncoder().encodeToString(pair.pair().getPrivate().getEncoded());
    return SigningKey.parse(
        "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----", null, null);
  }
}
