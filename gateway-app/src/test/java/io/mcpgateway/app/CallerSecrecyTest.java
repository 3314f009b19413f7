package io.mcpgateway.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.testkit.ScriptedUpstream;
import io.mcpgateway.testkit.TestIssuer;
import io.mcpgateway.testkit.TestKey;
import io.mcpgateway.testkit.TestProof;
import io.mcpgateway.testkit.Wiretap;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a caller has shown, and what was accepted, stays with the gateway: keys, tokens and proofs
 * are searched for in every byte on the upstream's line.
 */
class CallerSecrecyTest {
  private static final String HEADER_KEY = "header-key-0123456789-abcdef";
  private static final String BEARER_KEY = "bearer-key-0123456789-abcdef";
  private static final String SPOOFED = "spoofed-identity";
  private static final String IDENTITY = "x-mcp-identity";

  @TempDir Path directory;
  private final TestIssuer issuer = TestIssuer.start();
  private final TestKey key = TestKey.generate("ES256");
  private final HttpClient client = HttpClient.newHttpClient();
  private final Calls calls = new Calls(client);
  private ScriptedUpstream upstream;
  private ScriptedUpstream tokens;
  private Wiretap line;
  private WholeGateway gateway;

  @BeforeEach
  void open() throws Exception {
    upstream =
        ScriptedUpstream.start(
            (request, out) -> {
              JsonNode id = WholeGateway.JSON.readTree(request.body()).path("id");
              out.respond(
                  200,
                  "application/json",
                  "{\"jsonrpc\":\"2.0\",\"id\":"
                      + id
                      + ",\"result\":{\"resultType\":\"complete\",\"content\":[],\"tools\":[]}}");
            });
    tokens =
        ScriptedUpstream.start(
            (request, out) ->
                out.respond(
                    200,
                    "application/json",
                    "{\"access_token\":\"for-the-upstream\",\"token_type\":\"Bearer\","
                        + "\"issued_token_type\":\"urn:ietf:params:oauth:token-type:access_token\","
                        + "\"expires_in\":1000}"));
    line = Wiretap.to(upstream.url());
    Files.writeString(directory.resolve("secret"), "clients-secret");
    Files.writeString(
        directory.resolve("identity.pem"),
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getEncoder().encodeToString(key.pair().getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    gateway =
        WholeGateway.start(
            directory,
            "",
            """
            issuers: [{ name: corp, issuer: "%1$s" }]
            identity: { keys: ["${file:identity.pem}"] }
            api-keys:
              - { name: robots, header: X-Api-Key, keys: [{ id: h, sha256: %2$s, principal: robot }] }
              - { name: tools, keys: [{ id: b, sha256: %3$s, principal: tool }] }
            upstreams:
              - { name: plain, url: "%4$s", protocol: modern }
              - { name: told, url: "%4$s", protocol: modern, identity: { audience: up } }
              - { name: fetched, url: "%4$s", protocol: modern, credential: { type: client-credentials, token-url: "%5$s", client-id: gateway, client-secret: "${file:secret}" } }
              - { name: exchanged, url: "%4$s", protocol: modern, credential: { type: token-exchange, token-url: "%5$s", client-id: gateway, client-secret: "${file:secret}", audience: up } }
            routes:
              - { path: /plain, upstream: plain, authenticate: [corp, robots, tools], permit-all: true }
              - { path: /told, upstream: told, authenticate: [corp, robots, tools], permit-all: true }
              - { path: /fetched, upstream: fetched, authenticate: [corp, robots, tools], permit-all: true }
              - { path: /exchanged, upstream: exchanged, authenticate: corp, permit-all: true }
            """
                .formatted(
                    issuer.issuer(),
                    sha256(HEADER_KEY),
                    sha256(BEARER_KEY),
                    line.url(),
                    tokens.url()));
  }

  @AfterEach
  void close() {
    gateway.close();
    line.close();
    upstream.close();
    tokens.close();
    issuer.close();
    client.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/plain", "/told", "/fetched"})
  void acceptedKeysStayHere(String path) throws Exception {
    call(path, "x-api-key", HEADER_KEY);
    call(path, "authorization", "Bearer " + BEARER_KEY);

    nothingOn(line, HEADER_KEY, BEARER_KEY, "x-api-key", sha256(HEADER_KEY), sha256(BEARER_KEY));
    if (path.equals("/fetched")) {
      assertThat(tokens.requests())
          .allSatisfy(
              request ->
                  assertThat(request.head() + request.text())
                      .doesNotContain(HEADER_KEY, BEARER_KEY));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/plain", "/told", "/fetched", "/exchanged"})
  void soDoTokensAndTheirProofs(String path) throws Exception {
    URI url = gateway.url(path);
    String bearer = issuer.token(url.toString()).claim("jti", "plain").sign();
    String bound =
        issuer.token(url.toString()).claim("cnf", Map.of("jkt", TestProof.thumbprint(key))).sign();
    String proof = TestProof.of(key, bound, "POST", url.toString(), Instant.now()).sign();

    call(path, "authorization", "Bearer " + bearer);
    call(path, "authorization", "DPoP " + bound, "dpop", proof);

    List<String> parts = new ArrayList<>(List.of("\ndpop:", TestProof.thumbprint(key)));
    for (String token : List.of(bearer, bound, proof)) {
      // Headers of JWTs may be alike, those of the gateway's own included.
      parts.addAll(List.of(token.split("\\.", -1)).subList(1, 3));
    }
    nothingOn(line, parts.toArray(String[]::new));
  }

  @Test
  void onlyTheTokenEndpointSeesATokenThatIsExchanged() throws Exception {
    String token = issuer.token(gateway.url("/exchanged").toString()).sign();
    call("/exchanged", "authorization", "Bearer " + token);
    String other = issuer.token(gateway.url("/fetched").toString()).sign();
    call("/fetched", "authorization", "Bearer " + other);

    assertThat(tokens.requests()).hasSize(2);
    assertThat(tokens.requests().getFirst().text()).contains("subject_token=" + token);
    assertThat(tokens.requests().getLast().text())
        .contains("grant_type=client_credentials")
        .doesNotContain(other);
    nothingOn(line, token, other, "clients-secret", "subject_token");
    assertThat(line.sent()).contains("for-the-upstream");
  }

  @Test
  void anUpstreamIsToldWhoCallsByTheGatewayAlone() throws Exception {
    call("/told", "x-api-key", HEADER_KEY);
    call("/plain", "x-api-key", HEADER_KEY);

    nothingOn(line, SPOOFED);
    List<ScriptedUpstream.Request> toolCalls =
        upstream.requests().stream().filter(each -> each.text().contains("tools/call")).toList();
    assertThat(toolCalls.getFirst().headers(IDENTITY))
        .singleElement()
        .satisfies(
            identity -> assertThat(claims(identity).path("sub").asText()).isEqualTo("robot"));
    assertThat(toolCalls.getLast().headers(IDENTITY)).isEmpty();
  }

  private static JsonNode claims(String jwt) throws Exception {
    return WholeGateway.JSON.readTree(Base64.getUrlDecoder().decode(jwt.split("\\.", -1)[1]));
  }

  private void call(String path, String... headers) throws Exception {
    List<String> all = new ArrayList<>(List.of(headers));
    // Twice, and in another case: no copy of the client's gets through.
    all.addAll(List.of(IDENTITY, SPOOFED, "X-MCP-Identity", SPOOFED + "2"));
    assertThat(calls.tool(gateway.url(path), "search", all.toArray(String[]::new)).statusCode())
        .isEqualTo(200);
  }

  private static void nothingOn(Wiretap line, String... canaries) {
    await().until(() -> line.sent().contains("tools/call"));
    String sent = line.sent().toLowerCase(Locale.ROOT);
    for (String canary : canaries) {
      assertThat(sent).doesNotContain(canary.toLowerCase(Locale.ROOT));
    }
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }
}
