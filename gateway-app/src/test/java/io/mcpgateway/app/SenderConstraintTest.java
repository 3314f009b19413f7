package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.testkit.ScriptedUpstream;
import io.mcpgateway.testkit.TestCertificates;
import io.mcpgateway.testkit.TestIssuer;
import io.mcpgateway.testkit.TestKey;
import io.mcpgateway.testkit.TestProof;
import io.mcpgateway.testkit.TestToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tokens bound to keys and certificates, over real TLS to a whole gateway. */
class SenderConstraintTest {
  private static final String RESULT =
      "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"resultType\":\"complete\",\"content\":[]}}";
  private static final String TOOLS =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"resultType\":\"complete\",\"tools\":[]}}";

  @TempDir private Path directory;
  private final TestCertificates servers = TestCertificates.create();
  private final TestCertificates clients = TestCertificates.create();
  private final TestCertificates.Issued app = clients.client("app");
  private final TestKey key = TestKey.generate("ES256");
  private final TestIssuer issuer = TestIssuer.start();
  private ScriptedUpstream upstream;
  private Gateway gateway;

  @BeforeEach
  void start() throws Exception {
    upstream =
        ScriptedUpstream.start(
            (request, connection) ->
                connection.respond(
                    200,
                    "application/json",
                    request.text().contains("tools/list") ? TOOLS : RESULT));
    TestCertificates.Issued server = servers.server("127.0.0.1");
    Files.write(directory.resolve("server.pem"), server.certificate());
    Files.write(directory.resolve("server.key"), server.key());
    Files.write(directory.resolve("clients.pem"), clients.authority());
    Path config =
        Files.writeString(
            directory.resolve("gateway.yaml"),
            """
            listeners:
              - name: local
                address: "127.0.0.1:0"
                tls: { certificate: server.pem, key: server.key, client-ca: clients.pem }
            admin: { address: "127.0.0.1:0" }
            drain: 1s
            issuers: [{ name: corp, issuer: "%s" }]
            upstreams: [{ name: up, url: "%s", protocol: modern }]
            failure-budget: { rate: 1/s, burst: 3 }
            routes:
              - { path: /mcp, upstream: up, authenticate: [corp], permit-all: true }
              - { path: /keys, upstream: up, authenticate: [corp], permit-all: true, dpop: required, dpop-nonce: true }
              - { path: /scoped, upstream: up, authenticate: [corp], permit-all: true, scopes: [crm:write] }
              - { path: /certificates, upstream: up, authenticate: [corp], permit-all: true, mtls: required, dpop: off }
            """
                .formatted(issuer.issuer(), upstream.url()));
    gateway = Gateway.start(config, _ -> null);
  }

  @AfterEach
  void stop() {
    gateway.close();
    upstream.close();
    issuer.close();
  }

  private URI url(String path) {
    return gateway.address("local").resolve(path);
  }

  private TestToken token(String path) {
    return issuer.token(url(path).toString());
  }

  private HttpClient client(SSLContext context, HttpClient.Version version) {
    return HttpClient.newBuilder().sslContext(context).version(version).build();
  }

  private String proof(String path, String token, String... nonce) {
    TestProof proof = TestProof.of(key, token, "POST", url(path).toString(), Instant.now());
    return (nonce.length == 0 ? proof : proof.claim("nonce", nonce[0])).sign();
  }

  private long forwarded() {
    return upstream.requests().stream().filter(each -> !each.text().contains("tools/list")).count();
  }

  @ParameterizedTest
  @EnumSource
  void aTokenBoundToAKeyPassesOnceWithEachProof(HttpClient.Version version) throws Exception {
    String token = token("/mcp").claim("cnf", Map.of("jkt", TestProof.thumbprint(key))).sign();
    try (HttpClient client = client(servers.trusting(), version)) {
      Calls calls = new Calls(client, version);
      String proof = proof("/mcp", token);
      String[] headers = {"authorization", "DPoP " + token, "dpop", proof};

      HttpResponse<String> first = calls.tool(url("/mcp"), "search", headers);
      assertThat(first.version()).isEqualTo(version);
      assertThat(first.body()).isEqualTo(RESULT);
      HttpResponse<String> replayed = calls.tool(url("/mcp"), "search", headers);
      assertThat(replayed.statusCode()).isEqualTo(401);
      assertThat(challenge(replayed)).startsWith("DPoP error=\"invalid_dpop_proof\"");
      assertThat(calls.tool(url("/mcp"), "search", "authorization", "Bearer " + token).statusCode())
          .isEqualTo(401);
      assertThat(
              calls
                  .tool(
                      url("/mcp"),
                      "search",
                      "authorization",
                      "DPoP " + token,
                      "dpop",
                      proof("/mcp", token))
                  .body())
          .isEqualTo(RESULT);
    }
    assertThat(forwarded()).isEqualTo(2);
    assertThat(upstream.requests())
        .allSatisfy(
            request ->
                assertThat(request.toString() + request.text()).doesNotContain(token, "dpop"));
  }

  @Test
  void aMissingScopeIsAskedForInTheSchemeOfTheToken() throws Exception {
    String bound = token("/scoped").claim("cnf", Map.of("jkt", TestProof.thumbprint(key))).sign();
    String[] proved = {"authorization", "dpop " + bound, "dpop", proof("/scoped", bound)};
    String[] bearer = {"authorization", "bearer " + token("/scoped").sign()};
    try (HttpClient client = client(servers.trusting(), HttpClient.Version.HTTP_1_1)) {
      Calls calls = new Calls(client);
      HttpResponse<String> asked = calls.tool(url("/scoped"), "search", proved);

      assertThat(asked.statusCode()).isEqualTo(403);
      assertThat(challenge(asked))
          .startsWith("DPoP error=\"insufficient_scope\", scope=\"crm:write\", resource_metadata=");
      assertThat(challenge(calls.tool(url("/scoped"), "search", bearer)))
          .startsWith("Bearer error=\"insufficient_scope\", scope=\"crm:write\"");
    }
    assertThat(forwarded()).isZero();
  }

  @Test
  void aClientLearnsTheNonceAndThatOnlyDpopWillDo() throws Exception {
    String token = token("/keys").claim("cnf", Map.of("jkt", TestProof.thumbprint(key))).sign();
    try (HttpClient client = client(servers.trusting(), HttpClient.Version.HTTP_2)) {
      Calls calls = new Calls(client, HttpClient.Version.HTTP_2);
      assertThat(challenge(calls.tool(url("/keys"), "search"))).startsWith("DPoP algs=");
      HttpResponse<String> asked =
          calls.tool(
              url("/keys"),
              "search",
              "authorization",
              "DPoP " + token,
              "dpop",
              proof("/keys", token));
      assertThat(asked.statusCode()).isEqualTo(401);
      assertThat(challenge(asked)).startsWith("DPoP error=\"use_dpop_nonce\"");
      String nonce = asked.headers().firstValue("dpop-nonce").orElseThrow();

      assertThat(
              calls
                  .tool(
                      url("/keys"),
                      "search",
                      "authorization",
                      "DPoP " + token,
                      "dpop",
                      proof("/keys", token, nonce))
                  .body())
          .isEqualTo(RESULT);
      assertThat(calls.get(url("/.well-known/oauth-protected-resource/keys")).body())
          .contains("\"dpop_bound_access_tokens_required\":true")
          .contains("\"tls_client_certificate_bound_access_tokens\":true");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTokenBoundToACertificatePassesOverItsConnectionsAlone(HttpClient.Version version)
      throws Exception {
    String bound =
        "Bearer "
            + token("/certificates").claim("cnf", Map.of("x5t#S256", app.thumbprint())).sign();
    assertThat(statusAt("/certificates", servers.trustingAs(app), version, bound)).isEqualTo(200);
    assertThat(statusAt("/certificates", servers.trustingAs(clients.client("x")), version, bound))
        .isEqualTo(401);
    assertThat(statusAt("/certificates", servers.trusting(), version, bound)).isEqualTo(401);
    assertThat(
            statusAt(
                "/certificates",
                servers.trustingAs(app),
                version,
                "Bearer " + token("/certificates").sign()))
        .isEqualTo(401);
    assertThat(forwarded()).isEqualTo(1);
  }

  private int statusAt(
      String path, SSLContext context, HttpClient.Version version, String authorization)
      throws Exception {
    try (HttpClient client = client(context, version)) {
      return new Calls(client, version)
          .tool(url(path), "search", "authorization", authorization)
          .statusCode();
    }
  }

  @Test
  void anExpiredCertificateIsCountedAndAChangedAuthorityIsNoticed() throws Exception {
    String good = "Bearer " + token("/mcp").sign();
    assertThatThrownBy(
            () ->
                statusAt(
                    "/mcp",
                    servers.trustingAs(clients.expiredClient("late")),
                    HttpClient.Version.HTTP_1_1,
                    good))
        .isInstanceOf(IOException.class);
    await()
        .untilAsserted(
            () ->
                assertThat(metrics())
                    .contains("mcpgateway_tls_certificates_refused_total 1.0")
                    .contains("mcpgateway_tls_handshakes_failed_total 1.0"));

    TestCertificates others = TestCertificates.create();
    Files.write(directory.resolve("clients.pem"), others.authority());

    await()
        .ignoreExceptions()
        .until(
            () ->
                statusAt(
                        "/mcp",
                        servers.trustingAs(others.client("bob")),
                        HttpClient.Version.HTTP_1_1,
                        good)
                    == 200);
    assertThatThrownBy(
            () -> statusAt("/mcp", servers.trustingAs(app), HttpClient.Version.HTTP_1_1, good))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aPeerWithManyWrongTokensWaitsButItsKnownTokensPass() throws Exception {
    String good = token("/mcp").sign();
    try (HttpClient client = client(servers.trusting(), HttpClient.Version.HTTP_1_1)) {
      Calls calls = new Calls(client);
      assertThat(calls.tool(url("/mcp"), "search", "authorization", "Bearer " + good).body())
          .isEqualTo(RESULT);
      List<Integer> statuses = new java.util.ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String junk = token("/mcp").claim("jti", "j" + i).sign();
        String forged = junk.substring(0, junk.length() - 4) + "AAAA";
        statuses.add(
            calls.tool(url("/mcp"), "search", "authorization", "Bearer " + forged).statusCode());
      }

      assertThat(statuses).startsWith(401, 401, 401).contains(429).containsOnly(401, 429);
      assertThat(calls.tool(url("/mcp"), "search", "authorization", "Bearer " + good).body())
          .isEqualTo(RESULT);
    }
    assertThat(metrics()).contains("mcpgateway_token_budget_refusals_total");
  }

  private String metrics() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return new Calls(client).get(gateway.adminAddress().resolve("/metrics")).body();
    }
  }

  private static String challenge(HttpResponse<String> response) {
    return response.headers().firstValue("www-authenticate").orElseThrow();
  }
}
