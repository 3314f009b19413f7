package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.testkit.TestIssuer;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An issuer that cannot be reached, and what becomes of the routes. */
class RouteReadinessTest {
  @TempDir private Path directory;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Calls calls = new Calls(client);
  private TestIssuer down;
  private TestIssuer up;

  @BeforeEach
  void start() {
    down = TestIssuer.start();
    down.answerKeys(new TestIssuer.KeysAnswer.Status(503));
    up = TestIssuer.start();
  }

  @AfterEach
  void stop() {
    down.close();
    up.close();
    client.close();
  }

  @Test
  void oneIssuerThatIsDownTakesItsRouteAndNoOther() throws Exception {
    try (Gateway gateway = gateway("[down]", "[up]")) {
      await().until(() -> get(gateway, "/readyz?route=/second").statusCode() == 200);
      await().until(() -> get(gateway, "/routes").body().contains("503"));
      assertThat(get(gateway, "/readyz").statusCode()).isEqualTo(200);
      assertThat(get(gateway, "/readyz").body()).isEqualTo("1 of 2 routes are ready\n");
      assertThat(get(gateway, "/readyz?route=/first").statusCode()).isEqualTo(503);
      assertThat(get(gateway, "/metrics").body())
          .contains("mcpgateway_route_ready{route=\"/first\"} 0.0")
          .contains("mcpgateway_route_ready{route=\"/second\"} 1.0");
    }
  }

  @Test
  void itRecoversByItselfWithoutAnyToken() throws Exception {
    try (Gateway gateway = gateway("[down]", "[down, up]")) {
      await().until(() -> get(gateway, "/readyz?route=/second").statusCode() == 200);
      assertThat(get(gateway, "/readyz?route=/first").statusCode()).isEqualTo(503);

      down.answerKeys(new TestIssuer.KeysAnswer.Published());
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> get(gateway, "/readyz?route=/first").statusCode() == 200);
      assertThat(get(gateway, "/readyz").body()).isEqualTo("ready\n");
    }
  }

  @Test
  void aGatewayNoneOfWhoseRoutesCanServeWantsNoTraffic() throws Exception {
    try (Gateway gateway = gateway("[down]", "[down]")) {
      assertThat(get(gateway, "/readyz").statusCode()).isEqualTo(503);
      assertThat(get(gateway, "/readyz").body()).isEqualTo("0 of 2 routes are ready\n");
      assertThat(get(gateway, "/livez").statusCode()).isEqualTo(200);
    }
  }

  private Gateway gateway(String first, String second) throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("gateway.yaml"),
            """
            listeners: [{ name: local, address: "127.0.0.1:0", plaintext: true }]
            admin: { address: "127.0.0.1:0" }
            issuers: [{ name: down, issuer: "%s" }, { name: up, issuer: "%s" }]
            upstreams: [{ name: up, url: "http://127.0.0.1:9/mcp" }]
            routes:
              - { path: /first, upstream: up, authenticate: %s, permit-all: true }
              - { path: /second, upstream: up, authenticate: %s, permit-all: true }
            drain: 1s
            """
                .formatted(down.issuer(), up.issuer(), first, second));
    return Gateway.start(file, _ -> null);
  }

  private HttpResponse<String> get(Gateway gateway, String path) throws Exception {
    return calls.get(gateway.adminAddress().resolve(path));
  }
}
