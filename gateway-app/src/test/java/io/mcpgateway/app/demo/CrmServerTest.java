package io.mcpgateway.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CrmServerTest {
  private static final String META =
      "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
          + "\"io.modelcontextprotocol/clientCapabilities\":{},\"progressToken\":7}";

  private final HttpClient http = HttpClient.newHttpClient();
  private CrmServer crm;

  @BeforeEach
  void start() throws Exception {
    crm = CrmServer.start(Duration.ofMillis(1));
  }

  @AfterEach
  void stop() {
    crm.close();
    http.close();
  }

  @Test
  void aModernClientNeedsNoSession() throws Exception {
    JsonNode discovered = modern("server/discover", "");
    assertThat(discovered.at("/result/supportedVersions/0").asText()).isEqualTo("2026-07-28");
    assertThat(discovered.at("/result/resultType").asText()).isEqualTo("complete");

    JsonNode list = modern("tools/list", "");
    assertThat(list.at("/result/tools")).hasSize(4);
    assertThat(list.at("/result/cacheScope").asText()).isEqualTo("public");
    assertThat(list.at("/result/ttlMs").isInt()).isTrue();
  }

  @Test
  void aRecordStandsInTextAndInStructure() throws Exception {
    JsonNode result =
        modern("tools/call", "\"name\":\"get_customer\",\"arguments\":{\"id\":\"c-2\"}")
            .path("result");

    JsonNode text = CrmCatalog.read(result.at("/content/0/text").asText());
    assertThat(text).isEqualTo(result.path("structuredContent"));
    assertThat(text.at("/customer/billing/card").asText()).isEqualTo("5500005555555559");
  }

  @Test
  void resourcesAndPromptsAreThere() throws Exception {
    assertThat(modern("resources/list", "").at("/result/resources")).hasSize(3);
    assertThat(
            modern("resources/read", "\"uri\":\"crm://accounts/c-1\"")
                .at("/result/contents/0/text")
                .asText())
        .contains("Ada Byron");
    assertThat(modern("prompts/list", "").at("/result/prompts")).hasSize(1);
    assertThat(
            modern("prompts/get", "\"name\":\"follow_up\",\"arguments\":{\"customer\":\"Ada\"}")
                .at("/result/messages/0/content/text")
                .asText())
        .contains("Ada");
  }

  @Test
  void whatIsNotThereIsAnError() throws Exception {
    assertThat(modern("resources/read", "\"uri\":\"crm://accounts/x\"").at("/error/code").asInt())
        .isEqualTo(-32602);
    assertThat(modern("tools/call", "\"name\":\"x\"").at("/error/code").asInt()).isEqualTo(-32602);
    assertThat(modern("initialize", "").at("/error/code").asInt()).isEqualTo(-32601);
  }

  @Test
  void theSlowToolStreamsItsProgress() throws Exception {
    HttpResponse<String> response =
        post(request("tools/call", "\"name\":\"export_report\"," + META), null);

    assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
    assertThat(response.body().lines().filter(line -> line.startsWith("data:"))).hasSize(5);
    assertThat(response.body()).contains("\"progressToken\":7").contains("The report is ready");
  }

  @Test
  void aLegacyClientHasASessionFromInitializeToDelete() throws Exception {
    assertThat(post(request("tools/list", ""), null).statusCode()).isEqualTo(404);
    HttpResponse<String> initialized = post(request("initialize", ""), null);
    String session = initialized.headers().firstValue("Mcp-Session-Id").orElseThrow();
    assertThat(CrmCatalog.read(initialized.body()).at("/result/protocolVersion").asText())
        .isEqualTo("2025-11-25");

    assertThat(
            post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}", session)
                .statusCode())
        .isEqualTo(202);
    JsonNode list = CrmCatalog.read(post(request("tools/list", ""), session).body());
    assertThat(list.at("/result/tools")).hasSize(4);
    assertThat(list.path("result").has("resultType")).isFalse();
    assertThat(send("GET", session).statusCode()).isEqualTo(405);
    assertThat(send("DELETE", session).statusCode()).isEqualTo(204);
    assertThat(post(request("tools/list", ""), session).statusCode()).isEqualTo(404);
  }

  private JsonNode modern(String method, String params) throws Exception {
    return CrmCatalog.read(
        post(request(method, params + (params.isEmpty() ? "" : ",") + META), null).body());
  }

  private static String request(String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\""
        + method
        + "\",\"params\":{"
        + params
        + "}}";
  }

  private HttpResponse<String> post(String body, @org.jspecify.annotations.Nullable String session)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(crm.url()))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (session != null) {
      request.header("Mcp-Session-Id", session);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> send(String method, String session) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(crm.url()))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .header("Mcp-Session-Id", session)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
