package io.mcpgateway.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.exchange.Site;
import io.mcpgateway.testkit.TestClock;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedMetadataTest {
  private static final String WELL_KNOWN = "/.well-known/oauth-authorization-server";

  @ParameterizedTest
  @CsvSource({
    "https://mcp.example.com, https://mcp.example.com, ''",
    "https://mcp.example.com/, https://MCP.example.com:443/, ''",
    "https://mcp.example.com/realms/corp, https://mcp.example.com, /realms/corp",
    "https://mcp.example.com/realms/corp/, https://mcp.example.com, /realms/corp",
    "http://127.0.0.1:8080/a, http://127.0.0.1:8080, /a"
  })
  void aCopyIsServedWhereItsIssuerMatchesItsUrl(String issuer, URI publicUrl, String behind) {
    assertThat(documents(issuer, true, publicUrl)).containsOnlyKeys(WELL_KNOWN + behind);
  }

  @ParameterizedTest
  @CsvSource({
    "https://idp.example.com, https://mcp.example.com",
    "https://mcp.example.com:8443, https://mcp.example.com",
    "https://mcp.example.com.evil.com, https://mcp.example.com",
    "https://mcp.example.com, http://mcp.example.com",
    "https://mcp.example.com,"
  })
  void andNowhereElse(String issuer, @Nullable URI publicUrl) {
    assertThat(documents(issuer, true, publicUrl)).isEmpty();
  }

  @Test
  void norUnlessTheOperatorSaysSo() {
    assertThat(documents("https://mcp.example.com", false, URI.create("https://mcp.example.com")))
        .isEmpty();
  }

  @Test
  void thereIsNothingUntilTheIssuerHasAnswered() {
    Site.Document document =
        documents("https://mcp.example.com", true, URI.create("https://mcp.example.com"))
            .get(WELL_KNOWN);

    assertThat(document).isNotNull();
    assertThat(document.content().get()).isNull();
  }

  private static Map<String, Site.Document> documents(
      String issuer, boolean publish, @Nullable URI publicUrl) {
    IssuerSettings settings =
        IssuerSettings.of("corp", issuer).with(new MetadataSource(null, publish));
    try (TrustedIssuer trusted = new TrustedIssuer(settings, new TestClock())) {
      return PublishedMetadata.documents(List.of(trusted), publicUrl);
    }
  }
}
