package io.mcpgateway.auth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerSettingsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://idp.example.com",
        "https://idp.example.com/realms/corp/",
        "http://127.0.0.1:8080/realms/corp",
        "http://localhost:8080",
        "http://[::1]:8080"
      })
  void anIssuerIsHttpsOrOnLoopback(String issuer) {
    assertThat(IssuerSettings.of("corp", issuer).issuer()).isEqualTo(issuer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://idp.example.com",
        "http://127.0.0.1.evil.example",
        "http://10.0.0.1",
        "https://idp.example.com/?tenant=a",
        "https://idp.example.com/#a",
        "https://user@idp.example.com",
        "https:///realms",
        "ftp://127.0.0.1",
        "corp",
        "https://idp.example.com/ a"
      })
  void otherIssuersAreRefused(String issuer) {
    assertThatThrownBy(() -> IssuerSettings.of("corp", issuer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("issuer: ");
  }

  @ParameterizedTest
  @CsvSource({
    "https://idp.example.com, http://idp.example.com/jwks",
    "https://idp.example.com, http://127.0.0.1/jwks",
    "http://127.0.0.1, http://idp.example.com/jwks"
  })
  void keysInClearTextAreForLoopbackOnly(String issuer, URI jwksUri) {
    assertThatThrownBy(() -> settings(issuer, jwksUri, Set.of("RS256"), Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("jwks-uri: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "HS256", "RS1", "rs256", "ES256K"})
  void algorithmsThatProveNothingCannotBeAllowed(String algorithm) {
    assertThatThrownBy(() -> settings("https://x", null, Set.of("RS256", algorithm), Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("algorithms: ");
  }

  @Test
  void theLeewayHasALimit() {
    assertThatThrownBy(() -> settings("https://x", null, Set.of("RS256"), Duration.ofMinutes(6)))
        .hasMessage("leeway: PT6M (expected: 0s to 5m)");
  }

  @Test
  void metadataIsLookedForInTheOrderOfTheSpecification() {
    assertThat(Locations.metadata("https://idp.example.com/realms/corp"))
        .containsExactly(
            URI.create(
                "https://idp.example.com/.well-known/oauth-authorization-server/realms/corp"),
            URI.create("https://idp.example.com/.well-known/openid-configuration/realms/corp"),
            URI.create("https://idp.example.com/realms/corp/.well-known/openid-configuration"));
    assertThat(Locations.metadata("https://idp.example.com/"))
        .isEqualTo(
            List.of(
                URI.create("https://idp.example.com/.well-known/oauth-authorization-server"),
                URI.create("https://idp.example.com/.well-known/openid-configuration")));
  }

  private static IssuerSettings settings(
      String issuer, @Nullable URI jwksUri, Set<String> algorithms, Duration leeway) {
    return IssuerSettings.of("corp", issuer)
        .with(new TokenRules(algorithms, null, false, leeway))
        .with(new KeySource(jwksUri, Duration.ofHours(4)));
  }
}
