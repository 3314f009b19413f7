package io.mcpgateway.app.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.app.config.AdminConfig;
import io.mcpgateway.app.metrics.Exposition;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminServerTest {
  private static final RouteStatus OPEN = new RouteStatus("/open/mcp", "wiki", List.of(), false);
  private static final RouteStatus READY =
      new RouteStatus(
          "/crm/mcp",
          "crm",
          List.of(
              issuer("down", 0, null, "503"),
              issuer("corp", 2, Instant.parse("2026-11-20T12:00:00Z"), null)),
          false);
  private static final String PROBLEM = "https://bob:s3cr3tPw9@10.1.2.3/keys: HTTP status 503";
  private static final RouteStatus UNREADY =
      new RouteStatus("/new/mcp", "crm", List.of(issuer("down", 0, null, PROBLEM)), false);

  private volatile AdminPages.Readiness readiness = new AdminPages.Readiness(true, "ready");
  private AdminServer admin;
  private HttpClient client;

  @BeforeEach
  void open() throws IOException {
    client = HttpClient.newHttpClient();
    AdminPages pages =
        new AdminPages(
            () -> readiness,
            _ ->
                new Exposition(
                    "text/plain; version=0.0.4; charset=utf-8", "up 1\n".getBytes(UTF_8)),
            () -> "abc",
            () -> Map.of("gateway.yaml", "key: \"${env:SECRET}\"\n"),
            () -> List.of(OPEN, READY, UNREADY));
    admin =
        AdminServer.open(
            AdminConfig.open(new InetSocketAddress("127.0.0.1", 0)),
            pages.endpoints(),
            new FailedAttempts(new RecordingAudit(), InstantSource.system(), Duration.ZERO));
  }

  @AfterEach
  void close() {
    client.close();
    admin.close();
  }

  @Test
  void healthMetricsAndConfigurationAreServed() throws Exception {
    assertThat(get("/livez").body()).isEqualTo("alive\n");
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
    assertThat(get("/metrics").body()).isEqualTo("up 1\n");
    assertThat(get("/metrics").headers().firstValue("content-type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    assertThat(get("/config").body())
        .contains("# version abc")
        .contains("# ---- gateway.yaml")
        .contains("${env:SECRET}");
  }

  @Test
  void readinessSaysWhyNot() throws Exception {
    readiness = new AdminPages.Readiness(false, "draining");

    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThat(get("/readyz").body()).isEqualTo("draining\n");
    assertThat(get("/readyz?route=/open/mcp").statusCode()).isEqualTo(503);
    assertThat(get("/livez").statusCode()).isEqualTo(200);
  }

  @Test
  void aRouteIsReadyIfItAsksNobodyOrAnyOfItsIssuersHasKeys() throws Exception {
    assertThat(get("/readyz?route=/open/mcp").statusCode()).isEqualTo(200);
    assertThat(get("/readyz?route=%2Fcrm%2Fmcp").statusCode()).isEqualTo(200);
    assertThat(get("/readyz?route=/new/mcp").statusCode()).isEqualTo(503);
    assertThat(get("/readyz?route=/new/mcp").body())
        .isEqualTo("no issuer of this route has keys\n");
    assertThat(get("/readyz?route=/nowhere").statusCode()).isEqualTo(404);
    assertThat(get("/readyz?rout=/open/mcp").statusCode()).isEqualTo(400);
  }

  @Test
  void routesAreListedWithTheirIssuers() throws Exception {
    JsonNode routes = new ObjectMapper().readTree(get("/routes").body());

    assertThat(routes).hasSize(3);
    assertThat(routes.get(1).path("route").asText()).isEqualTo("/crm/mcp");
    assertThat(routes.get(1).path("ready").asBoolean()).isTrue();
    assertThat(routes.get(1).path("issuers").get(0).path("problem").asText()).isEqualTo("503");
    assertThat(routes.get(1).path("issuers").get(1).path("fetchedAt").asText())
        .isEqualTo("2026-11-20T12:00:00Z");
    assertThat(routes.get(2).path("ready").asBoolean()).isFalse();
    assertThat(routes.get(2).path("issuers").get(0).path("problem").asText())
        .isEqualTo("https://[url-credentials]@10.1.2.3/keys: HTTP status 503");
  }

  @Test
  void nothingElseIsServed() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
    assertThat(get("/metrics/x").statusCode()).isEqualTo(404);
    HttpRequest post =
        HttpRequest.newBuilder(admin.url().resolve("/config"))
            .POST(HttpRequest.BodyPublishers.ofString("x"))
            .build();
    assertThat(client.send(post, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(405);
    HttpRequest head = HttpRequest.newBuilder(admin.url().resolve("/livez")).HEAD().build();
    assertThat(client.send(head, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  @Test
  void aForeignHostNameOnLoopbackIsRefused() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", admin.url().getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET /config HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 421")
          .doesNotContain("SECRET");
    }
  }

  private static RouteStatus.Issuer issuer(
      String name, int keys, @Nullable Instant fetched, @Nullable String problem) {
    return new RouteStatus.Issuer(
        name, "https://" + name + ".example", keys > 0, keys, fetched, problem);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(admin.url().resolve(path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
