package io.mcpgateway.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminServerTest {
  private volatile AdminPages.Readiness readiness = new AdminPages.Readiness(true, "ready");
  private AdminServer admin;
  private HttpClient client;

  @BeforeEach
  void open() throws IOException {
    client = HttpClient.newHttpClient();
    admin =
        AdminServer.open(
            new InetSocketAddress("127.0.0.1", 0),
            new AdminPages(
                () -> readiness,
                () -> "up 1\n",
                () -> "abc",
                () -> Map.of("gateway.yaml", "key: \"${env:SECRET}\"\n")));
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
    assertThat(get("/livez").statusCode()).isEqualTo(200);
  }

  @Test
  void nothingElseIsServed() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
    assertThat(get("/metrics/x").statusCode()).isEqualTo(404);
    HttpRequest post =
        HttpRequest.newBuilder(uri("/config"))
            .POST(HttpRequest.BodyPublishers.ofString("x"))
            .build();
    assertThat(client.send(post, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(405);
    HttpRequest head = HttpRequest.newBuilder(uri("/livez")).HEAD().build();
    assertThat(client.send(head, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  @Test
  void aForeignHostNameOnLoopbackIsRefused() throws Exception {
    try (Socket socket = new Socket(admin.address().getAddress(), admin.address().getPort())) {
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

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + admin.address().getPort() + path);
  }
}
