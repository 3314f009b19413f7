package io.mcpgateway.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.testkit.ScriptedUpstream;
import io.mcpgateway.testkit.TestIntrospection;
import io.mcpgateway.testkit.TestIssuer;
import io.mcpgateway.testkit.TestToken;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the command says of a token or a key is what the gateway does with it. */
class TokenExplainTest {
  private static final String PUBLIC = "https://mcp.example.com";
  private static final String BEARER_KEY = "bearer-key-0123456789-abcdef";
  private static final String HEADER_KEY = "header-key-0123456789-abcdef";
  private static final String SCOPED_KEY = "scoped-key-0123456789-abcdef";
  private static final String EXPIRED_KEY = "expired-key-0123456789-abcdef";
  private static final String OPAQUE = "opaque-token-of-the-issuer";

  @TempDir private Path directory;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Calls calls = new Calls(client);
  private StringWriter out = new StringWriter();
  private TestIssuer issuer;
  private TestIntrospection introspection;
  private ScriptedUpstream upstream;
  private Gateway gateway;

  @BeforeEach
  void open() throws Exception {
    issuer = TestIssuer.start();
    introspection = TestIntrospection.start("gateway", "s3cret");
    upstream =
        ScriptedUpstream.start(
            (request, connection) ->
                connection.respond(
                    200,
                    "application/json",
                    "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"resultType\":\"complete\","
                        + "\"content\":[]}}"));
    Files.writeString(directory.resolve("secret"), "s3cret");
    Files.writeString(
        directory.resolve("policy.yaml"),
        "roles: { anyone: { tools: [search] } }\nscope-hierarchy: { crm:admin: [mcp:use] }\n");
    Path file =
        Files.writeString(
            directory.resolve("gateway.yaml"),
            """
            listeners: [{ name: local, address: "127.0.0.1:0", plaintext: true, public-url: "%s" }]
            admin: { address: "127.0.0.1:0" }
            issuers:
              - { name: corp, issuer: "%s" }
              - name: asked
                issuer: "%s/"
                jwks-uri: "%s"
                introspection: { url: "%s", client-id: gateway, client-secret: "${file:secret}", jwt: true }
            api-keys:
              - name: tools
                keys:
                  - { id: b, sha256: %s, principal: tool }
                  - { id: s, sha256: %s, principal: tool, scopes: [crm:admin] }
                  - { id: x, sha256: %s, principal: tool, expires: 2026-01-01T00:00:00Z }
              - name: robots
                header: X-Api-Key
                keys: [{ id: h, sha256: %s, principal: robot }]
            upstreams: [{ name: up, url: "%s", protocol: modern }]
            routes:
              - { path: /corp, upstream: up, authenticate: corp, permit-all: true }
              - { path: /asked, upstream: up, authenticate: asked, permit-all: true }
              - { path: /keys, upstream: up, authenticate: [tools, robots], permit-all: true }
              - { path: /all, upstream: up, authenticate: [corp, asked, tools], policy: policy.yaml, scopes: [mcp:use] }
            drain: 1s
            """
                .formatted(
                    PUBLIC,
                    issuer.issuer(),
                    issuer.issuer(),
                    issuer.jwksUri(),
                    introspection.url(),
                    sha256(BEARER_KEY),
                    sha256(SCOPED_KEY),
                    sha256(EXPIRED_KEY),
                    sha256(HEADER_KEY),
                    upstream.url()));
    gateway = Gateway.start(file, _ -> null);
  }

  @AfterEach
  void close() {
    gateway.close();
    upstream.close();
    introspection.close();
    issuer.close();
    client.close();
  }

  @Test
  void theCommandSaysWhatTheGatewayDoes() throws Exception {
    List<String> disagreements = new ArrayList<>();
    List<Integer> statuses = new ArrayList<>();
    for (String route : List.of("/corp", "/asked", "/keys", "/all")) {
      for (Map.Entry<String, String> each : presented(route).entrySet()) {
        int status =
            calls
                .tool(
                    gateway.address("local").resolve(route),
                    "search",
                    "authorization",
                    each.getValue())
                .statusCode();
        statuses.add(status);
        int code = explain(route, each.getValue());
        if ((status == 200) != (code == 0)) {
          disagreements.add(route + " " + each.getKey() + ": " + status + ", but " + out);
        }
        assertThat(out.toString()).doesNotContain(each.getValue().split(" ", 2)[1]);
      }
    }
    assertThat(disagreements).isEmpty();
    assertThat(statuses).contains(200, 401, 403);
  }

  private Map<String, String> presented(String route) {
    TestToken token = issuer.token(PUBLIC + route);
    TestToken asked = token.claim("iss", issuer.issuer() + "/");
    String active = asked.claim("scope", "mcp:use").sign();
    String inactive = asked.claim("sub", "gone").sign();
    String claims = "{\"active\":true,\"sub\":\"alice\",\"aud\":\"" + PUBLIC + route + "\"";
    introspection.answer(active, claims + "}");
    introspection.answer(OPAQUE + route, claims + "}");
    introspection.answer(OPAQUE + route + "2", claims + ",\"scope\":\"mcp:use\"}");
    return Map.ofEntries(
        Map.entry("good", "Bearer " + token.sign()),
        Map.entry("good, scope", "Bearer " + token.claim("scope", "x mcp:use").sign()),
        Map.entry("good, scope above", "Bearer " + token.claim("scope", "crm:admin").sign()),
        Map.entry("expired", "Bearer " + token.claim("exp", 1_000_000_000).sign()),
        Map.entry("active JWT", "Bearer " + active),
        Map.entry("inactive JWT", "Bearer " + inactive),
        Map.entry("opaque", "Bearer " + OPAQUE + route),
        Map.entry("opaque, scope", "Bearer " + OPAQUE + route + "2"),
        Map.entry("opaque, unknown", "Bearer " + OPAQUE),
        Map.entry("key", "Bearer " + BEARER_KEY),
        Map.entry("key, scope above", "Bearer " + SCOPED_KEY),
        Map.entry("key, expired", "Bearer " + EXPIRED_KEY),
        Map.entry("key of a header field", "Bearer " + HEADER_KEY),
        Map.entry("key as DPoP", "DPoP " + BEARER_KEY));
  }

  @Test
  void aKeyIsSaidToBeOneWithItsSetAndItsCaller() throws Exception {
    assertThat(explain("/keys", HEADER_KEY)).isZero();
    assertThat(out.toString())
        .contains("ok  api-key    a key of robots, in x-api-key", "principal  \"robot\"")
        .endsWith("accepted\n")
        .doesNotContain(HEADER_KEY);
    assertThat(explain("/keys", EXPIRED_KEY)).isEqualTo(1);
    assertThat(out.toString())
        .contains("NO  api-key    expired; a key of tools, in Authorization: Bearer")
        .contains("2026-01-01T00:00:00Z")
        .endsWith("refused: api-key: expired\n");
    assertThat(explain("/keys", "wrong-key-0123456789-abcdef")).isEqualTo(1);
    assertThat(out.toString()).endsWith("refused: api-key: unknown\n");
    assertThat(explain("/all", BEARER_KEY)).isEqualTo(1);
    assertThat(out.toString())
        .contains("NO  route      needs the scope mcp:use, which it lacks")
        .endsWith("refused: insufficient_scope: it lacks mcp:use\n");
  }

  @Test
  void offlineScopesAreJudgedAndWhoWouldBeAskedIsSaid() throws Exception {
    assertThat(explain("/asked", OPAQUE, "--offline")).isZero();
    assertThat(out.toString())
        .contains("asked      not done; it would be, at " + introspection.url());
    assertThat(introspection.questions()).isEmpty();
    assertThat(explain("/all", issuer.token(PUBLIC + "/all").sign(), "--offline")).isEqualTo(1);
    assertThat(out.toString()).endsWith("refused: insufficient_scope: it lacks mcp:use\n");
  }

  @Test
  void anIssuerThatCannotBeAskedIsNamed() throws Exception {
    introspection.answerStatus(500);
    assertThat(explain("/asked", OPAQUE)).isEqualTo(1);
    assertThat(out.toString())
        .contains("NO  asked      The token's issuer cannot be asked", introspection.url() + "")
        .contains("refused for now: ");
  }

  private int explain(String route, String text, String... more) throws Exception {
    out = new StringWriter();
    Path file = Files.writeString(directory.resolve("caller.token"), text + "\n");
    List<String> arguments =
        new ArrayList<>(List.of("token", "explain", "--route", route, "--token-file"));
    arguments.addAll(List.of(file.toString(), "--config"));
    arguments.add(directory.resolve("gateway.yaml").toString());
    arguments.addAll(List.of(more));
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true));
    return command.execute(arguments.toArray(String[]::new));
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }
}
