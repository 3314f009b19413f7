package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mcpgateway.testkit.TestIssuer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** An issuer as the operator of a whole gateway sees it: in the log, in metrics, as a document. */
class IssuerTroubleTest {
  private static final String WELL_KNOWN = "/.well-known/oauth-authorization-server";
  private static final String KEYS = "mcpgateway_issuer_keys{issuer=\"corp\"}";
  private static final String READY = "mcpgateway_route_ready{route=\"/mcp\"}";

  @TempDir private Path directory;
  private final TestIssuer issuer = TestIssuer.start();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void open() {
    log.start();
    root.addAppender(log);
  }

  @AfterEach
  void close() {
    root.detachAppender(log);
    issuer.close();
    client.close();
  }

  static Stream<Arguments> troubles() {
    return Stream.of(
        Arguments.of("unavailable", new TestIssuer.KeysAnswer.Status(503), "HTTP status 503"),
        Arguments.of("malformed", new TestIssuer.KeysAnswer.Text("{\"keys\":[{"), "JSON"),
        Arguments.of("no set", new TestIssuer.KeysAnswer.Text("{\"keys\":7}"), "keys"),
        Arguments.of("oversized", new TestIssuer.KeysAnswer.Padded(4 << 20), "longer than"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("troubles")
  void keysThatCannotBeUsedAreSaidWithWhereAndWhatToDo(
      String what, TestIssuer.KeysAnswer answer, String problem) throws Exception {
    issuer.answerKeys(answer);
    try (WholeGateway gateway = gateway("")) {
      await()
          .untilAsserted(
              () ->
                  assertThat(logged())
                      .anySatisfy(
                          line ->
                              assertThat(line)
                                  .contains("issuer corp: keys cannot be fetched", problem)
                                  .contains(issuer.jwksUri().toString())
                                  .contains("refused with 503", "Check that")));
      assertThat(gateway.metric(KEYS)).isZero();
      assertThat(gateway.metric(READY)).isZero();
      assertThat(call(gateway).statusCode()).isEqualTo(503);

      issuer.answerKeys(new TestIssuer.KeysAnswer.Published());
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(gateway.metric(KEYS)).isEqualTo(1));
      await().untilAsserted(() -> assertThat(gateway.metric(READY)).isEqualTo(1));
    }
  }

  @Test
  void metadataIsServedAtTheIssuersOwnOriginAsItWasPublished() throws Exception {
    try (WholeGateway gateway = gateway(publishing())) {
      await().until(() -> document(gateway).statusCode() == 200);

      HttpResponse<String> document = document(gateway);
      assertThat(document.headers().firstValue("content-type")).contains("application/json");
      assertThat(WholeGateway.JSON.readTree(document.body()).path("issuer").asText())
          .isEqualTo(issuer.issuer());
      assertThat(gateway.url(WELL_KNOWN)).isNotEqualTo(URI.create(issuer.issuer() + WELL_KNOWN));
    }
  }

  @Test
  void metadataOfAnotherIssuerIsNeverServed() throws Exception {
    issuer.answerMetadata(
        Map.of("issuer", "https://evil.example", "jwks_uri", issuer.jwksUri().toString()));
    try (WholeGateway gateway = gateway(publishing())) {
      await().until(() -> issuer.metadataFetches() > 0);
      await()
          .untilAsserted(
              () ->
                  assertThat(logged())
                      .anySatisfy(
                          line -> assertThat(line).contains("the metadata is that of another")));

      HttpResponse<String> document = document(gateway);
      assertThat(document.statusCode()).isIn(404, 503);
      assertThat(document.body()).doesNotContain("evil.example");
    }
  }

  private String publishing() {
    return ", publish-metadata: true, metadata-url: \""
        + issuer.issuer()
        + "/.well-known/openid-configuration\"";
  }

  private WholeGateway gateway(String ofIssuer) throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("gateway.yaml"),
            """
            listeners: [{ name: local, address: "127.0.0.1:0", plaintext: true, public-url: "%s" }]
            admin: { address: "127.0.0.1:0" }
            issuers: [{ name: corp, issuer: "%s"%s }]
            upstreams: [{ name: up, url: "http://127.0.0.1:1/mcp", protocol: modern }]
            routes: [{ path: /mcp, upstream: up, authenticate: [corp], permit-all: true }]
            drain: 1s
            """
                .formatted(issuer.issuer(), issuer.issuer(), ofIssuer));
    return WholeGateway.of(directory, Gateway.start(file, _ -> null));
  }

  private HttpResponse<String> call(WholeGateway gateway) throws Exception {
    String token = issuer.token(issuer.issuer() + "/mcp").sign();
    return new Calls(client)
        .tool(gateway.url("/mcp"), "search", "authorization", "Bearer " + token);
  }

  private HttpResponse<String> document(WholeGateway gateway) throws Exception {
    return new Calls(client).get(gateway.url(WELL_KNOWN));
  }

  private List<String> logged() {
    return List.copyOf(log.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
