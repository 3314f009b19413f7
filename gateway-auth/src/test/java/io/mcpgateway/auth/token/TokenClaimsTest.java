package io.mcpgateway.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenClaimsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "roles | \"roles\":\"lead\"",
        "roles | \"roles\":[\"lead\"]",
        "realm_access.roles | \"realm_access\":{\"roles\":[\"lead\"]}",
        "https://x.example/roles | \"https://x.example/roles\":[\"lead\"]",
        "resource_access.my.client.roles | \"resource_access\":{\"my.client\":{\"roles\":[\"lead\"]}}",
        "a.b | \"a.b\":\"lead\",\"a\":{\"b\":\"other\"}"
      })
  void rolesAreFoundByNameOrPath(String rolesClaim, String claim) throws Exception {
    assertThat(claims(claim, rolesClaim).token().principal().roles()).containsExactly("lead");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"x\":1", "\"realm_access\":{}", "\"realm_access\":\"roles\""})
  void whoHasNoRolesClaimHasNoRoles(String claim) throws Exception {
    assertThat(claims(claim, "realm_access.roles").token().principal().roles()).isEmpty();
  }

  @Test
  void aRoleMayContainBlanks() throws Exception {
    assertThat(claims("\"roles\":\"team lead\"", "roles").token().principal().roles())
        .containsExactly("team lead");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"scope\":\"a b\"",
        "\"scp\":\"a b\"",
        "\"scp\":[\"a\",\"b\"]",
        "\"scope\":\" a  b \""
      })
  void scopesComeFromEitherClaim(String claim) throws Exception {
    assertThat(claims(claim, "roles").token().principal().scopes()).isEqualTo(Set.of("a", "b"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"azp\":\"app\" | app",
        "\"client_id\":\"app\" | app",
        "\"azp\":\"app\",\"client_id\":\"other\" | app",
        "\"x\":1 |"
      })
  void theClientComesFromEitherClaim(String claim, @Nullable String client) throws Exception {
    assertThat(claims(claim, "roles").token().principal().clientId()).isEqualTo(client);
  }

  private static TokenClaims claims(String more, String rolesClaim)
      throws IOException, InvalidTokenException {
    String json = "{\"iss\":\"https://x\",\"sub\":\"a\",\"aud\":\"r\",\"exp\":1," + more + "}";
    JsonNode claims = StrictJson.object(json.getBytes(StandardCharsets.UTF_8));
    return TokenClaims.of(
        claims, IssuerSettings.of("corp", "https://x").with(new ClaimPaths(rolesClaim, null)));
  }
}
