package io.mcpgateway.app.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.mcpgateway.app.audit.AuditEvent;
import io.mcpgateway.app.config.AdminCaller;
import io.mcpgateway.app.config.AdminCaller.Permit;
import io.mcpgateway.app.config.AdminConfig;
import io.mcpgateway.app.config.SecretHash;
import io.mcpgateway.testkit.TestCertificates;
import io.mcpgateway.testkit.TestClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who gets what from the admin listener, over real connections. */
class AdminAccessTest {
  private static final String READER = "r".repeat(40);
  private static final String OPERATOR = "o".repeat(40);
  private static final String NEXT_OPERATOR = "n".repeat(40);
  private static final List<AdminCaller> TOKENS =
      List.of(
          new AdminCaller.ByToken("prometheus", Permit.READ, List.of(SecretHash.of(READER))),
          new AdminCaller.ByToken("ops", Permit.OPERATE, List.of(SecretHash.of(OPERATOR))));

  /** One endpoint of each kind. */
  private static final List<Endpoint> ENDPOINTS =
      List.of(
          Endpoint.page("/livez", null, request -> Answer.text(200, request.by())),
          Endpoint.page("/metrics", Permit.READ, request -> Answer.text(200, request.by())),
          new Endpoint(
              "POST",
              "/things",
              Permit.OPERATE,
              request -> Answer.text(201, request.by() + " " + request.body().length)),
          new Endpoint(
              "DELETE",
              "/things/*",
              Permit.OPERATE,
              request -> Answer.text(200, request.by() + " " + request.lastSegment())));

  @TempDir Path directory;

  private final RecordingAudit audit = new RecordingAudit();
  private final TestClock clock = new TestClock();
  private final FailedAttempts failed = new FailedAttempts(audit, clock, Duration.ZERO);
  private @Nullable AdminServer admin;

  @AfterEach
  void close() {
    if (admin != null) {
      admin.close();
    }
  }

  static Stream<Arguments> callers() {
    // Where, who, then the status of /livez, /metrics, POST and DELETE.
    return Stream.of(
        arguments("loopback, nobody known", "", 200, 200, 403, 403),
        arguments("loopback, nobody known", READER, 200, 200, 403, 403),
        arguments("loopback", "", 200, 200, 401, 401),
        arguments("loopback", "wrong".repeat(8), 200, 401, 401, 401),
        arguments("loopback", READER, 200, 200, 403, 403),
        arguments("loopback", OPERATOR, 200, 200, 201, 200),
        arguments("everywhere", "", 200, 401, 401, 401),
        arguments("everywhere", "wrong".repeat(8), 200, 401, 401, 401),
        arguments("everywhere", OPERATOR + "x", 200, 401, 401, 401),
        arguments("everywhere", OPERATOR.substring(1), 200, 401, 401, 401),
        arguments("everywhere", READER, 200, 200, 403, 403),
        arguments("everywhere", OPERATOR, 200, 200, 201, 200));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("callers")
  void everybodyGetsWhatTheyArePermitted(
      String where, String token, int livez, int metrics, int post, int delete) throws Exception {
    open(
        where.equals("everywhere") ? "0.0.0.0" : "127.0.0.1",
        where.endsWith("known") ? List.of() : TOKENS);
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(send(client, get("/livez"), token).statusCode()).isEqualTo(livez);
      assertThat(send(client, get("/metrics"), token).statusCode()).isEqualTo(metrics);
      HttpResponse<String> posted = send(client, post("{}"), token);
      assertThat(posted.statusCode()).as(posted.body()).isEqualTo(post);
      assertThat(send(client, delete(), token).statusCode()).isEqualTo(delete);
      if (post == 201) {
        assertThat(posted.body()).isEqualTo("ops 2\n");
      }
      assertThat(posted.headers().firstValue("www-authenticate").isPresent())
          .isEqualTo(post == 401);
    }
  }

  @Test
  void whoCannotDoAnythingHereLearnsWhatToConfigure() throws Exception {
    open("127.0.0.1", List.of());
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(send(client, post("{}"), "").body()).contains("admin.tokens").contains("operate");
    }
  }

  @Test
  void aTokenCountsInOneHeaderOfOneSchemeOnly() throws Exception {
    open("127.0.0.1", TOKENS);
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest.Builder basic = get("/metrics").header("authorization", "Basic " + OPERATOR);
      assertThat(client.send(basic.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(401);
      HttpRequest.Builder twice =
          get("/metrics")
              .header("authorization", "Bearer " + OPERATOR)
              .header("authorization", "Bearer " + READER);
      assertThat(client.send(twice.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(401);
      HttpRequest.Builder query = get("/metrics?access_token=wrong");
      assertThat(client.send(query.build(), BodyHandlers.ofString()).body()).isEqualTo("nobody\n");
    }
  }

  @Test
  void whatABrowserCouldSendChangesNothing() throws Exception {
    open("127.0.0.1", TOKENS);
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (String type : List.of("text/plain", "application/x-www-form-urlencoded")) {
        HttpRequest.Builder form =
            to("/things").header("content-type", type).POST(BodyPublishers.ofString("{}"));
        assertThat(send(client, form, OPERATOR).statusCode()).isEqualTo(415);
      }
      HttpRequest.Builder untyped = to("/things").POST(BodyPublishers.ofString("{}"));
      assertThat(send(client, untyped, OPERATOR).statusCode()).isEqualTo(415);
      assertThat(send(client, post("{}").header("origin", url().toString()), OPERATOR).statusCode())
          .isEqualTo(403);
      assertThat(send(client, delete().header("origin", "null"), OPERATOR).statusCode())
          .isEqualTo(403);
      HttpRequest.Builder preflight = to("/things").method("OPTIONS", BodyPublishers.noBody());
      HttpResponse<String> answer = send(client, preflight, "");
      assertThat(answer.statusCode()).isEqualTo(405);
      assertThat(answer.headers().map().keySet())
          .noneMatch(name -> name.startsWith("access-control"));
    }
  }

  @Test
  void aBodyHasABound() throws Exception {
    open("127.0.0.1", TOKENS);
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(send(client, post("x".repeat(16 * 1024)), OPERATOR).statusCode()).isEqualTo(201);
      assertThat(send(client, post("x".repeat(16 * 1024 + 1)), OPERATOR).statusCode())
          .isEqualTo(413);
    }
  }

  @Test
  void newTokensCountAtOnceAndOldOnesNoLonger() throws Exception {
    open("127.0.0.1", TOKENS);
    try (HttpClient client = HttpClient.newHttpClient()) {
      renew(List.of(SecretHash.of(NEXT_OPERATOR), SecretHash.of(OPERATOR)));
      assertThat(send(client, post("{}"), OPERATOR).statusCode()).isEqualTo(201);
      assertThat(send(client, post("{}"), NEXT_OPERATOR).statusCode()).isEqualTo(201);

      renew(List.of(SecretHash.of(NEXT_OPERATOR)));
      assertThat(send(client, post("{}"), OPERATOR).statusCode()).isEqualTo(401);
      assertThat(send(client, post("{}"), NEXT_OPERATOR).statusCode()).isEqualTo(201);
    }
  }

  @Test
  void guessesAreCountedAndToldOfAtOnceAndThenOnceInAWhile() throws Exception {
    open("127.0.0.1", TOKENS);
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < 5; i++) {
        send(client, post("{}"), "guess".repeat(8));
      }
      assertThat(failed.count()).isEqualTo(5);
      assertThat(audit.events).singleElement().satisfies(event -> attempts(event, "unknown", "1"));

      clock.advance(FailedAttempts.TELL_EVERY);
      send(client, post("{}"), "guess".repeat(8));
      assertThat(audit.events).hasSize(2);
      attempts(audit.events.getLast(), "unknown", "5");

      // Somebody known who may not is told of each time.
      send(client, post("{}"), READER);
      send(client, post("{}"), READER);
      assertThat(audit.events).hasSize(4);
      attempts(audit.events.getLast(), "prometheus", "1");
      assertThat(audit.events.toString()).doesNotContain("guess").doesNotContain(READER);
    }
  }

  private static void attempts(AuditEvent event, String by, String attempts) {
    assertThat(event.event()).isEqualTo("admin-refused");
    assertThat(event.by()).isEqualTo(by);
    assertThat(event.details())
        .isEqualTo(Map.of("method", "POST", "path", "/things", "attempts", attempts));
  }

  @Test
  void certificatesOfKnownClientsAreCredentials() throws Exception {
    TestCertificates ca = TestCertificates.create();
    TestCertificates.Issued ops = ca.client("ops");
    TestCertificates.Issued prometheus = ca.client("prometheus");
    TestCertificates.Issued other = ca.client("somebody");
    openTls(
        ca,
        List.of(
            new AdminCaller.BySubject("ops-cert", Permit.OPERATE, new X500Principal("CN=ops")),
            new AdminCaller.ByFingerprint("prom-cert", Permit.READ, fingerprint(prometheus)),
            TOKENS.getLast()));

    assertThat(overTls(ca.trustingAs(ops), post("{}"), "")).isEqualTo("201 ops-cert 2\n");
    assertThat(overTls(ca.trustingAs(prometheus), get("/metrics"), ""))
        .isEqualTo("200 prom-cert\n");
    assertThat(overTls(ca.trustingAs(prometheus), post("{}"), "")).startsWith("403 prom-cert ");
    assertThat(overTls(ca.trustingAs(other), get("/metrics"), "")).startsWith("401 ");
    assertThat(overTls(ca.trusting(), get("/metrics"), "")).startsWith("401 ");
    assertThat(overTls(ca.trusting(), get("/livez"), "")).startsWith("200 ");
    assertThat(overTls(ca.trusting(), post("{}"), OPERATOR)).isEqualTo("201 ops 2\n");
    // A wrong token is not made up for by a good certificate.
    assertThat(overTls(ca.trustingAs(ops), post("{}"), "wrong".repeat(8))).startsWith("401 ");
  }

  @Test
  void aCertificateOfAnotherAuthorityEndsInTheHandshake() throws Exception {
    TestCertificates ca = TestCertificates.create();
    TestCertificates.Issued stranger = TestCertificates.create().client("ops");
    openTls(
        ca, List.of(new AdminCaller.BySubject("ops", Permit.OPERATE, new X500Principal("CN=ops"))));

    // With TLS 1.3 the client may have sent its request before it learns that it is refused.
    assertThatThrownBy(() -> overTls(ca.trustingAs(stranger), post("{}"), ""))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> overTls(ca.trustingAs(stranger), get("/livez"), ""))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aRenewedCertificateServesNewConnectionsAndAWrongOneChangesNothing() throws Exception {
    TestCertificates before = TestCertificates.create();
    TestCertificates after = TestCertificates.create();
    AdminConfig config = openTls(before, TOKENS);
    assertThat(overTls(before.trusting(), get("/metrics"), READER)).startsWith("200 ");

    write(after.server("localhost", "0.0.0.0", "127.0.0.1"), after);
    server().renew(config);
    assertThat(overTls(after.trusting(), get("/metrics"), READER)).startsWith("200 ");
    assertThatThrownBy(() -> overTls(before.trusting(), get("/metrics"), READER))
        .isInstanceOf(IOException.class);

    Files.write(directory.resolve("tls.key"), before.server("localhost").key());
    assertThatThrownBy(() -> server().renew(config))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("tls.key is not the key of the certificate");
    assertThat(overTls(after.trusting(), get("/metrics"), READER)).startsWith("200 ");
  }

  private static String fingerprint(TestCertificates.Issued issued) throws Exception {
    return HexFormat.of()
        .formatHex(
            java.security.MessageDigest.getInstance("SHA-256").digest(issued.x509().getEncoded()));
  }

  private void open(String host, List<AdminCaller> callers) throws IOException {
    admin =
        AdminServer.open(
            new AdminConfig(new InetSocketAddress(host, 0), null, callers), ENDPOINTS, failed);
  }

  private AdminConfig openTls(TestCertificates ca, List<AdminCaller> callers) throws IOException {
    write(ca.server("localhost", "0.0.0.0", "127.0.0.1"), ca);
    AdminConfig config =
        new AdminConfig(
            new InetSocketAddress("0.0.0.0", 0),
            new AdminConfig.Tls(
                directory.resolve("tls.crt"),
                directory.resolve("tls.key"),
                directory.resolve("ca.crt")),
            callers);
    admin = AdminServer.open(config, ENDPOINTS, failed);
    return config;
  }

  private void write(TestCertificates.Issued server, TestCertificates ca) throws IOException {
    Files.write(directory.resolve("tls.crt"), server.certificate());
    Files.write(directory.resolve("tls.key"), server.key());
    Files.write(directory.resolve("ca.crt"), ca.authority());
  }

  private void renew(List<SecretHash> operators) throws IOException {
    server()
        .renew(
            new AdminConfig(
                new InetSocketAddress("127.0.0.1", 0),
                null,
                List.of(new AdminCaller.ByToken("ops", Permit.OPERATE, operators))));
  }

  private AdminServer server() {
    AdminServer open = admin;
    if (open == null) {
      throw new AssertionError("not open");
    }
    return open;
  }

  private URI url() {
    URI url = server().url();
    return URI.create(url.getScheme() + "://127.0.0.1:" + url.getPort());
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(url().resolve(path));
  }

  private HttpRequest.Builder get(String path) {
    return to(path).GET();
  }

  private HttpRequest.Builder post(String body) {
    return to("/things")
        .header("content-type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  private HttpRequest.Builder delete() {
    return to("/things/7").DELETE();
  }

  private static HttpResponse<String> send(
      HttpClient client, HttpRequest.Builder request, String token) throws Exception {
    if (!token.isEmpty()) {
      request.header("authorization", "Bearer " + token);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String overTls(SSLContext context, HttpRequest.Builder request, String token)
      throws Exception {
    try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
      HttpResponse<String> answer = send(client, request, token);
      return answer.statusCode() + " " + answer.body();
    }
  }
}
