package io.mcpgateway.auth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.core.exchange.Principal;
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
        "\"scope\":[\"a\",\"b\"]",
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
        "\"azp\":\"app\",\"client_id\":\"app\" | app",
        "\"x\":1 |"
      })
  void theClientComesFromEitherClaim(String claim, @Nullable String client) throws Exception {
    assertThat(claims(claim, "roles").token().principal().clientId()).isEqualTo(client);
  }

  @Test
  void aTokenKnowsItsIdItsTenantAndWhoActs() throws Exception {
    Principal.Authenticated principal =
        claims(
                "\"jti\":\"t-1\",\"org\":{\"id\":\"acme\"},\"act\":{\"sub\":\"agent\",\"client_id\":\"x\","
                    + "\"act\":{\"sub\":\"portal\",\"iss\":\"https://y\"}}",
                IssuerSettings.of("corp", "https://x").with(new ClaimPaths("roles", "org.id")))
            .token()
            .principal();

    assertThat(principal.tokenId()).isEqualTo("t-1");
    assertThat(principal.tenant()).isEqualTo("acme");
    assertThat(principal.actors())
        .containsExactly(
            new Principal.Actor("agent", null), new Principal.Actor("portal", "https://y"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "perms | \"perms\":[\"a\",\"b\"]",
        "x.perms | \"x\":{\"perms\":\"a b\"}",
        "perms | \"perms\":\"a b\",\"scope\":\"c\""
      })
  void scopesCanBeElsewhere(String path, String claim) throws Exception {
    IssuerSettings elsewhere =
        IssuerSettings.of("corp", "https://x").with(new ClaimPaths("roles", null, path));

    assertThat(claims(claim, elsewhere).token().principal().scopes()).isEqualTo(Set.of("a", "b"));
  }

  @Test
  void scopesElsewhereThatAreNotThereAreNone() throws Exception {
    IssuerSettings elsewhere =
        IssuerSettings.of("corp", "https://x").with(new ClaimPaths("roles", null, "perms"));

    assertThat(claims("\"scope\":\"a\"", elsewhere).token().principal().scopes()).isEmpty();
  }

  @Test
  void aBindingIsReadAndNotOverlooked() throws Exception {
    String x = "x".repeat(43);
    String y = "y".repeat(43);

    assertThat(claims("\"x\":1", "roles").token().confirmation()).isEqualTo(Confirmation.NONE);
    assertThat(
            claims("\"cnf\":{\"jkt\":\"" + x + "\",\"x5t#S256\":\"" + y + "\"}", "roles")
                .token()
                .confirmation())
        .isEqualTo(new Confirmation(x, y));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"azp\":\"app\",\"client_id\":\"other\" | azp: another client than client_id",
        "\"azp\":\"app\",\"client_id\":1 | client_id: not a string",
        "\"client_id\":\"\" | client_id: empty",
        "\"jti\":1 | jti: not a string",
        "\"jti\":\"\" | jti: empty",
        "\"jti\":null | jti: not a string",
        "\"jti\":\"a\\nb\" | jti: a control character or half a surrogate pair",
        "\"tid\":[\"acme\"] | tenant: not a string",
        "\"tid\":\"\" | tenant: empty",
        "\"scope\":[\"a b\"] | scope: an element with a blank",
        "\"scope\":1 | scope: neither a string nor an array of strings",
        "\"scope\":\"a\",\"scp\":1,\"act\":null | act: not an object",
        "\"act\":\"agent\" | act: not an object",
        "\"act\":{} | act.sub: not a string",
        "\"act\":{\"sub\":\"\"} | act.sub: empty",
        "\"act\":{\"sub\":\"a\",\"iss\":1} | act.iss: not a string",
        "\"act\":{\"sub\":\"a\",\"act\":[]} | act: not an object",
        "\"act\":{\"sub\":\"a\",\"act\":{\"iss\":\"https://y\"}} | act.sub: not a string",
        "\"act\":{\"sub\":\"1\",\"act\":{\"sub\":\"2\",\"act\":{\"sub\":\"3\"}}}"
            + " | act: more actors than max-actors",
        "\"cnf\":null | cnf: not an object that confirms something",
        "\"cnf\":\"x\" | cnf: not an object that confirms something",
        "\"cnf\":{} | cnf: not an object that confirms something",
        "\"cnf\":{\"jwk\":{}} | cnf: a confirmation that cannot be checked",
        "\"cnf\":{\"kid\":\"1\"} | cnf: a confirmation that cannot be checked",
        "\"cnf\":{\"jku\":\"https://y\"} | cnf: a confirmation that cannot be checked",
        "\"cnf\":{\"jkt\":1} | cnf: not a SHA-256 thumbprint",
        "\"cnf\":{\"jkt\":\"short\"} | cnf: not a SHA-256 thumbprint",
        "\"cnf\":{\"x5t#S256\":null} | cnf: not a SHA-256 thumbprint"
      })
  void aClaimOfTheWrongKindIsRefused(String claim, String problem) {
    TokenRules rules = TokenRules.DEFAULT;
    IssuerSettings settings =
        IssuerSettings.of("corp", "https://x")
            .with(new ClaimPaths("roles", "tid"))
            .with(
                new TokenRules(rules.algorithms(), null, false, rules.leeway(), rules.types(), 2));

    assertThat(
            catchThrowableOfType(InvalidTokenException.class, () -> claims(claim, settings))
                .problem())
        .isEqualTo(problem);
  }

  @Test
  void whatIsNestedTooDeepIsRefusedWithoutBeingRead() {
    for (String open : new String[] {"[", "{\"x\":"}) {
      byte[] deep = ("{\"x\":" + open.repeat(10_000)).getBytes(StandardCharsets.UTF_8);

      assertThatThrownBy(() -> StrictJson.object(deep)).isInstanceOf(IOException.class);
    }
  }

  private static TokenClaims claims(String more, String rolesClaim)
      throws IOException, InvalidTokenException {
    return claims(
        more, IssuerSettings.of("corp", "https://x").with(new ClaimPaths(rolesClaim, null)));
  }

  private static TokenClaims claims(String more, IssuerSettings settings)
      throws IOException, InvalidTokenException {
    String json = "{\"iss\":\"https://x\",\"sub\":\"a\",\"aud\":\"r\",\"exp\":1," + more + "}";
    JsonNode claims = StrictJson.object(json.getBytes(StandardCharsets.UTF_8));
    return TokenClaims.of(claims, settings);
  }
}
