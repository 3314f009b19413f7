package io.mcpgateway.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.testkit.ScriptedUpstream;
import io.mcpgateway.testkit.TestIssuer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Callers with API keys, over real sockets: alone on {@code /keys}, beside tokens on {@code /both}.
 */
class ApiKeysTest {
  private static final String GOOD = "good-key-0123456789-abcdef";
  private static final String NEXT = "next-key-0123456789-abcdef";
  private static final String BEARER = "bearer-key-0123456789-abcdef";
  private static final String EXPIRED = "expired-key-0123456789-abcdef";
  private static final String WRONG = "wrong-key-0123456789-abcdef";

  @TempDir private Path directory;
  private TestIssuer issuer;
  private ScriptedUpstream upstream;
  private WholeGateway gateway;

  @BeforeEach
  void open() throws Exception {
    issuer = TestIssuer.start();
    upstream =
        ScriptedUpstream.start(
            (request, connection) -> {
              JsonNode id = WholeGateway.JSON.readTree(request.body()).path("id");
              connection.respond(
                  200,
                  "application/json",
                  "{\"jsonrpc\":\"2.0\",\"id\":"
                      + id
                      + ",\"result\":{\"resultType\":\"complete\",\"content\":[],\"tools\":[]}}");
            });
    Files.writeString(
        directory.resolve("policy.yaml"),
        """
        roles:
          sales: { tools: [search, refund] }
        scopes:
          - { tools: [refund], require: [crm:write] }
        """);
    Files.writeString(directory.resolve("keys.yaml"), keys(entry("good", GOOD)));
    gateway =
        WholeGateway.start(
            directory,
            "",
            """
            issuers: [{ name: corp, issuer: "%s" }]
            api-keys:
              - { name: robots, header: X-Api-Key, file: keys.yaml }
              - name: tools
                keys:
                  - { id: b1, sha256: %s, principal: tool, roles: [sales], scopes: [crm:write] }
                  - { id: b2, sha256: %s, principal: tool, roles: [sales], expires: 2026-01-01T00:00:00Z }
            upstreams: [{ name: up, url: "%s", protocol: modern }]
            routes:
              - { path: /keys, upstream: up, authenticate: [robots, tools], policy: policy.yaml }
              - { path: /both, upstream: up, authenticate: [corp, robots, tools], policy: policy.yaml }
              - { path: /header, upstream: up, authenticate: robots, policy: policy.yaml }
            """
                .formatted(issuer.issuer(), sha256(BEARER), sha256(EXPIRED), upstream.url()));
  }

  @AfterEach
  void close() {
    gateway.close();
    upstream.close();
    issuer.close();
  }

  @Test
  void aKeyIsACallerWithRolesAndScopesAndGoesNowhere() throws Exception {
    for (String path : List.of("/keys", "/both")) {
      assertThat(call(path, "search", "X-Api-Key: " + GOOD).status()).isEqualTo(200);
      assertThat(call(path, "search", "x-API-key: " + GOOD).status()).isEqualTo(200);
      assertThat(call(path, "search", "Authorization: bEARER " + BEARER).status()).isEqualTo(200);
      assertThat(call(path, "refund", "Authorization: Bearer " + BEARER).status()).isEqualTo(200);
      assertThat(call(path, "hire", "X-Api-Key: " + GOOD).body()).contains("Unknown tool");
    }
    RawHttp.Answer lacking = call("/keys", "refund", "X-Api-Key: " + GOOD);
    assertThat(lacking.status()).isEqualTo(403);
    assertThat(lacking.field("www-authenticate"))
        .isEqualTo("Bearer error=\"insufficient_scope\", scope=\"crm:write\"");
    assertThat(upstream.requests())
        .isNotEmpty()
        .allSatisfy(
            request ->
                assertThat(request.head() + request.text())
                    .doesNotContain(GOOD, BEARER)
                    .doesNotContainIgnoringCase("x-api-key"));
    await().until(() -> gateway.audit().size() == 11);
    assertThat(gateway.audit())
        .anySatisfy(
            record -> {
              assertThat(record.at("/actor/idp/issuer").asText()).isEqualTo("api-key:robots");
              assertThat(record.at("/actor/user/uid").asText()).isEqualTo("robot");
              assertThat(record.at("/delegation/uid").asText()).isEqualTo("good");
            })
        .allSatisfy(
            record -> assertThat(record.toString()).doesNotContain(GOOD).doesNotContain(BEARER));
  }

  @Test
  void aWrongKeyIsRefusedWithWhatTheRouteAccepts() throws Exception {
    String resource = gateway.url("/keys").toString();
    String plain =
        "Bearer realm=\"%s\", ApiKey realm=\"%s\", header=\"x-api-key\""
            .formatted(resource, resource);
    String asked =
        "Bearer resource_metadata=\""
            + gateway.url("/.well-known/oauth-protected-resource/both")
            + '"';

    refused("/keys", plain, "api-key: none");
    refused("/keys", plain, "api-key: none", "Authorization: Basic " + BEARER);
    refused("/keys", plain, "api-key: unknown", "X-Api-Key: " + WRONG);
    refused("/keys", plain, "api-key: unknown", "X-Api-Key: " + BEARER);
    refused("/keys", plain, "api-key: unknown", "X-Api-Key: ");
    refused("/keys", plain, "api-key: unknown", "X-Api-Key: " + "x".repeat(2000));
    refused(
        "/keys",
        "Bearer realm=\"" + resource + "\", error=\"invalid_token\"",
        "api-key: unknown",
        "Authorization: Bearer " + GOOD);
    refused(
        "/keys",
        "Bearer realm=\"" + resource + "\", error=\"invalid_token\"",
        "api-key: expired",
        "Authorization: Bearer " + EXPIRED);
    refused(
        "/header",
        "ApiKey realm=\"" + gateway.url("/header") + "\", header=\"x-api-key\"",
        "api-key: unknown",
        "Authorization: Bearer " + WRONG);
    refused("/both", asked, "api-key: unknown", "X-Api-Key: " + WRONG);
    assertThat(upstream.requests()).noneMatch(request -> request.text().contains("tools/call"));
  }

  @Test
  void twoCredentialsAreNone() throws Exception {
    String token = issuer.token(gateway.url("/both").toString()).claim("roles", "sales").sign();
    for (String path : List.of("/keys", "/both")) {
      for (List<String> fields :
          List.of(
              List.of("X-Api-Key: " + GOOD, "Authorization: Bearer " + BEARER),
              List.of("X-Api-Key: " + GOOD, "Authorization: Bearer " + token),
              List.of("X-Api-Key: " + WRONG, "Authorization: Bearer " + token),
              List.of("X-Api-Key: " + GOOD, "X-Api-Key: " + GOOD))) {
        RawHttp.Answer answer = call(path, "search", fields.toArray(String[]::new));
        assertThat(answer.status()).isEqualTo(401);
        assertThat(record(answer).at("/api/response/error_message").asText())
            .isEqualTo("credentials: more than one");
      }
    }
    RawHttp.Answer twice =
        call(
            "/both",
            "search",
            "Authorization: Bearer " + BEARER,
            "Authorization: Bearer " + BEARER);
    assertThat(twice.status()).isEqualTo(401);
  }

  @Test
  void besideKeysTokensAreCheckedAsEver() throws Exception {
    String good = issuer.token(gateway.url("/both").toString()).claim("roles", "sales").sign();
    String other = issuer.token(gateway.url("/keys").toString()).claim("roles", "sales").sign();

    assertThat(call("/both", "search", "Authorization: Bearer " + good).status()).isEqualTo(200);
    RawHttp.Answer refused = call("/both", "search", "Authorization: Bearer " + other);
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.field("www-authenticate")).contains("error=\"invalid_token\"");
    assertThat(call("/keys", "search", "Authorization: Bearer " + good).status()).isEqualTo(401);
  }

  @Test
  void aRouteWithKeysAloneHasNoMetadata() throws Exception {
    try (RawHttp client = gateway.connect()) {
      client.send(
          "GET /.well-known/oauth-protected-resource/keys HTTP/1.1\r\nHost: 127.0.0.1:"
              + gateway.port()
              + "\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(404);
    }
  }

  @Test
  void keysAreReplacedInTheirFileWithoutARestart() throws Exception {
    assertThat(call("/keys", "search", "X-Api-Key: " + NEXT).status()).isEqualTo(401);

    replace(keys(entry("good", GOOD) + entry("next", NEXT)));
    await().until(() -> call("/keys", "search", "X-Api-Key: " + NEXT).status() == 200);
    assertThat(call("/keys", "search", "X-Api-Key: " + GOOD).status()).isEqualTo(200);

    replace(keys(entry("next", NEXT)));
    await().until(() -> call("/keys", "search", "X-Api-Key: " + GOOD).status() == 401);
    assertThat(call("/keys", "search", "X-Api-Key: " + NEXT).status()).isEqualTo(200);
  }

  private void refused(String path, String challenge, String problem, String... fields)
      throws Exception {
    RawHttp.Answer answer = call(path, "search", fields);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.field("www-authenticate")).startsWith(challenge);
    assertThat(String.valueOf(answer.field("www-authenticate")).contains("error="))
        .isEqualTo(challenge.contains("error="));
    assertThat(answer.body()).contains("\"code\":1401", "\"id\":7").doesNotContain("api-key");
    assertThat(record(answer).at("/api/response/error_message").asText()).isEqualTo(problem);
  }

  private JsonNode record(RawHttp.Answer answer) throws Exception {
    String id = WholeGateway.JSON.readTree(answer.body()).at("/error/data/exchangeId").asText();
    return await()
        .until(
            () ->
                gateway.audit().stream()
                    .filter(record -> record.at("/unmapped/gw/exchangeId").asText().equals(id))
                    .toList(),
            records -> !records.isEmpty())
        .getFirst();
  }

  private RawHttp.Answer call(String path, String tool, String... fields) throws Exception {
    String more = fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
    try (RawHttp client = gateway.connect()) {
      client.send(
          Requests.post(
              gateway.port(), path, more + Requests.fields(tool), Requests.call(tool, "{}")));
      return client.answer();
    }
  }

  private void replace(String text) throws Exception {
    Path next = Files.writeString(directory.resolve("keys.next"), text);
    Files.move(next, directory.resolve("keys.yaml"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String keys(String entries) {
    return "keys:\n" + entries;
  }

  private static String entry(String id, String key) throws Exception {
    return "  - { id: %s, sha256: %s, principal: robot, roles: [sales] }\n"
        .formatted(id, sha256(key));
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }
}
