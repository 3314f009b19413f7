package io.mcpgateway.auth.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.core.exchange.Site;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProtectedResourceMetadataTest {
  private static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

  private static final ProtectedResourceMetadata CRM = of("https://mcp.example.com/crm/mcp");
  private static final ProtectedResourceMetadata BILLING =
      of("https://mcp.example.com/billing/mcp");
  private static final ProtectedResourceMetadata ROOT = of("https://mcp.example.com/");

  @Test
  void aRouteAloneIsDescribedAtBothPlaces() {
    Site.Document document =
        new Site.Document(
            "application/json",
            "{\"resource\":\"https://mcp.example.com/crm/mcp\","
                + "\"authorization_servers\":[\"https://idp.example.com\"],"
                + "\"bearer_methods_supported\":[\"header\"],"
                + "\"dpop_signing_alg_values_supported\":[\"ES256\",\"ES384\",\"ES512\",\"EdDSA\","
                + "\"Ed25519\",\"PS256\",\"RS256\"]}");

    assertThat(ProtectedResourceMetadata.documents(List.of(CRM)))
        .isEqualTo(Map.of(WELL_KNOWN, document, WELL_KNOWN + "/crm/mcp", document));
  }

  @Test
  void ofSeveralRoutesNoneIsDescribedAtTheBarePath() {
    Map<String, Site.Document> documents =
        ProtectedResourceMetadata.documents(List.of(CRM, BILLING));

    assertThat(documents).containsOnlyKeys(WELL_KNOWN + "/crm/mcp", WELL_KNOWN + "/billing/mcp");
    assertThat(documents)
        .containsEntry(
            WELL_KNOWN + "/billing/mcp", new Site.Document("application/json", BILLING.json()));
  }

  @Test
  void theBarePathBelongsToTheRouteAtTheRoot() {
    Map<String, Site.Document> documents = ProtectedResourceMetadata.documents(List.of(CRM, ROOT));

    assertThat(documents).containsOnlyKeys(WELL_KNOWN + "/crm/mcp", WELL_KNOWN);
    assertThat(documents)
        .containsEntry(WELL_KNOWN, new Site.Document("application/json", ROOT.json()));
  }

  @Test
  void aRouteBehindAPrefixIsDescribedWhereItsClientsLookAndWhereTheListenerSeesThem() {
    ProtectedResourceMetadata route =
        new ProtectedResourceMetadata(
            "/crm/mcp",
            URI.create("https://example.com/tools/crm/mcp"),
            List.of("https://idp.example.com"),
            List.of(),
            null);

    assertThat(route.location())
        .isEqualTo(URI.create("https://example.com" + WELL_KNOWN + "/tools/crm/mcp"));
    assertThat(ProtectedResourceMetadata.documents(List.of(route, BILLING)))
        .containsOnlyKeys(
            WELL_KNOWN + "/crm/mcp", WELL_KNOWN + "/tools/crm/mcp", WELL_KNOWN + "/billing/mcp");
  }

  @Test
  void scopesAndNameAreSaidIfThereAreAny() {
    ProtectedResourceMetadata route =
        new ProtectedResourceMetadata(
            "/crm/mcp",
            URI.create("https://mcp.example.com/crm/mcp"),
            List.of("https://idp.example.com", "https://partner.example.com"),
            List.of("mcp:read", "mcp:call"),
            "The \"CRM\"");

    assertThat(route.json())
        .isEqualTo(
            "{\"resource\":\"https://mcp.example.com/crm/mcp\",\"authorization_servers\":"
                + "[\"https://idp.example.com\",\"https://partner.example.com\"],"
                + "\"bearer_methods_supported\":[\"header\"],"
                + "\"scopes_supported\":[\"mcp:read\",\"mcp:call\"],"
                + "\"resource_name\":\"The \\\"CRM\\\"\","
                + "\"dpop_signing_alg_values_supported\":[\"ES256\",\"ES384\",\"ES512\",\"EdDSA\","
                + "\"Ed25519\",\"PS256\",\"RS256\"]}");
    assertThat(new Challenges(route).noToken().wwwAuthenticate())
        .isEqualTo(
            "Bearer resource_metadata="
                + "\"https://mcp.example.com/.well-known/oauth-protected-resource/crm/mcp\","
                + " scope=\"mcp:read mcp:call\","
                + " DPoP algs=\"ES256 ES384 ES512 EdDSA Ed25519 PS256 RS256\"");
  }

  @Test
  void whatBindsTokensIsSaid() {
    SenderRules both = new SenderRules(Requirement.REQUIRED, false, Requirement.OPTIONAL);
    SenderRules neither = new SenderRules(Requirement.OFF, false, Requirement.OFF);

    assertThat(CRM.with(both, true).json())
        .contains("\"dpop_signing_alg_values_supported\":[\"ES256\",")
        .contains("\"dpop_bound_access_tokens_required\":true")
        .contains("\"tls_client_certificate_bound_access_tokens\":true");
    assertThat(CRM.with(both, false).json()).doesNotContain("tls_client_certificate");
    assertThat(CRM.with(neither, true).json()).doesNotContain("dpop", "tls_client");
  }

  @Test
  void theMetadataOfTheRootRouteIsAtTheBarePath() {
    assertThat(ROOT.location()).isEqualTo(URI.create("https://mcp.example.com" + WELL_KNOWN));
  }

  @Test
  void aScopeThatCouldBreakOutOfTheChallengeIsRefused() {
    assertThatThrownBy(
            () ->
                new ProtectedResourceMetadata(
                    "/crm/mcp",
                    URI.create("https://mcp.example.com/crm/mcp"),
                    List.of("https://idp.example.com"),
                    List.of("a\", error=\"b"),
                    null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("visible ASCII");
  }

  private static ProtectedResourceMetadata of(String resource) {
    return ProtectedResourceMetadata.of(
        Gateway.route(resource), List.of("https://idp.example.com"), List.of(), null);
  }
}
