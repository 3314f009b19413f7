package io.mcpgateway.auth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenKindTest {
  private static final TokenRules USUAL = TokenRules.DEFAULT;
  private static final TokenRules STRICT =
      new TokenRules(
          USUAL.algorithms(), null, false, USUAL.leeway(), Set.of("application/AT+JWT"), 4);

  @ParameterizedTest
  @ValueSource(
      strings = {"at+jwt", "AT+JWT", "application/at+jwt", "JWT", "jwt", "application/jwt"})
  void theUsualTypesOfAccessTokensAreGood(String type) {
    assertThatCode(() -> TokenKind.require(type, claims("{}"), USUAL)).doesNotThrowAnyException();
  }

  @Test
  void noTypeIsUsual() {
    assertThatCode(() -> TokenKind.require(null, claims("{}"), USUAL)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dpop+jwt",
        "logout+jwt",
        "secevent+jwt",
        "id_token+jwt",
        "JOSE",
        "absent",
        "at+jwt ",
        "x/at+jwt",
        "application/x/at+jwt"
      })
  void otherTypesAreNot(String type) {
    assertThat(problem(type, "{}", USUAL)).isEqualTo("typ: not among the issuer's token-types");
  }

  @ParameterizedTest
  @ValueSource(strings = {"JWT", "jwt"})
  void whereOnlyOneTypeIsConfiguredTheOthersAreRefused(String type) {
    assertThat(problem(type, "{}", STRICT)).isEqualTo("typ: not among the issuer's token-types");
    assertThat(problem(null, "{}", STRICT)).isEqualTo("typ: not among the issuer's token-types");
    assertThatCode(() -> TokenKind.require("at+jwt", claims("{}"), STRICT))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"nonce\":\"n\"} | nonce: an ID token or a security event",
        "{\"at_hash\":\"h\"} | at_hash: an ID token or a security event",
        "{\"c_hash\":\"h\"} | c_hash: an ID token or a security event",
        "{\"s_hash\":\"h\"} | s_hash: an ID token or a security event",
        "{\"events\":{}} | events: an ID token or a security event",
        "{\"typ\":\"ID\"} | typ: not that of an access token",
        "{\"typ\":\"Refresh\"} | typ: not that of an access token",
        "{\"typ\":\"Offline\"} | typ: not that of an access token",
        "{\"typ\":\"Logout\"} | typ: not that of an access token",
        "{\"typ\":1} | typ: not a string",
        "{\"token_use\":\"id\"} | token_use: not that of an access token",
        "{\"token_use\":\"id\",\"typ\":\"Bearer\"} | token_use: not that of an access token",
        "{\"token_use\":true} | token_use: not a string"
      })
  void tokensForSomethingElseAreToldByTheirClaims(String claims, String problem) {
    assertThat(problem("JWT", claims, USUAL)).isEqualTo(problem);
    assertThat(problem(null, claims, USUAL)).isEqualTo(problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"typ\":\"ID\"}", "{\"token_use\":\"id\"}"})
  void aHeaderDoesNotMakeAnIdTokenAnAccessToken(String claims) {
    assertThat(problem("at+jwt", claims, USUAL)).endsWith("not that of an access token");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "JWT | {\"typ\":\"Bearer\"}",
        "JWT | {\"typ\":\"DPoP\"}",
        "JWT | {\"typ\":\"Bearer\",\"nonce\":\"copied from the login\"}",
        "JWT | {\"token_use\":\"access\"}",
        "JWT | {\"sid\":\"1\",\"auth_time\":1,\"acr\":\"1\"}",
        "at+jwt | {\"nonce\":\"n\"}"
      })
  void accessTokensOfKnownIssuersPass(String type, String claims) {
    assertThatCode(() -> TokenKind.require(type, claims(claims), USUAL)).doesNotThrowAnyException();
  }

  private static String problem(@Nullable String type, String claims, TokenRules rules) {
    return catchThrowableOfType(
            InvalidTokenException.class, () -> TokenKind.require(type, claims(claims), rules))
        .problem();
  }

  private static JsonNode claims(String json) throws IOException {
    return StrictJson.object(json.getBytes(StandardCharsets.UTF_8));
  }
}
