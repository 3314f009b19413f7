package io.mcpgateway.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.junit.jupiter.api.Test;

class DemoIssuerTest {
  @Test
  void aTokenHoldsUnderTheKeyThatTheMetadataLeadsTo() throws Exception {
    try (DemoIssuer issuer = DemoIssuer.start()) {
      JsonNode metadata =
          metadata(URI.create(issuer.issuer() + "/.well-known/oauth-authorization-server"));
      assertThat(metadata.path("issuer").asText()).isEqualTo(issuer.issuer());
      JWKSet keys = JWKSet.load(URI.create(metadata.path("jwks_uri").asText()).toURL());

      SignedJWT token = SignedJWT.parse(issuer.token("sales", "https://localhost:1/crm/mcp"));

      assertThat(
              token.verify(
                  new RSASSAVerifier(keys.getKeyByKeyId(token.getHeader().getKeyID()).toRSAKey())))
          .isTrue();
      assertThat(keys.containsNonPublicKeys()).isFalse();
      assertThat(token.getJWTClaimsSet().getStringListClaim("roles")).containsExactly("sales");
      assertThat(token.getJWTClaimsSet().getAudience())
          .containsExactly("https://localhost:1/crm/mcp");
    }
  }

  private static JsonNode metadata(URI url) throws IOException {
    try (InputStream body = url.toURL().openStream()) {
      return CrmCatalog.JSON.readTree(body);
    }
  }
}
