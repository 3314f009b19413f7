package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.testkit.ScriptedUpstream;
import io.mcpgateway.testkit.TestIssuer;
import io.mcpgateway.testkit.TestToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands of an operator, against a gateway that runs. */
class OperatorTest {
  private static final String RESULT =
      "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"resultType\":\"complete\",\"content\":[]}}";
  private static final String PUBLIC = "https://mcp.example.com";

  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Calls calls = new Calls(client);
  private TestIssuer issuer;
  private ScriptedUpstream upstream;
  private Gateway gateway;

  @BeforeEach
  void start() throws Exception {
    issuer = TestIssuer.start();
    upstream =
        ScriptedUpstream.start(
            (request, connection) -> connection.respond(200, "application/json", RESULT));
    Files.writeString(directory.resolve("ops.token"), "o".repeat(40) + "\n");
    Files.writeString(directory.resolve("other.token"), "x".repeat(40));
    Files.writeString(directory.resolve("policy.yaml"), "roles: { anyone: { tools: [search] } }\n");
    Path file =
        Files.writeString(
            directory.resolve("gateway.yaml"),
            """
            listeners: [{ name: local, address: "127.0.0.1:0", plaintext: true, public-url: "%s" }]
            admin: { address: "127.0.0.1:0", tokens: [{ name: ops, token: "${file:ops.token}", permit: operate }] }
            issuers: [{ name: corp, issuer: "%s" }]
            upstreams: [{ name: up, url: "%s", protocol: modern }]
            routes:
              - { path: /mcp, upstream: up, authenticate: [corp], policy: policy.yaml }
              - { path: /bound, upstream: up, authenticate: [corp], permit-all: true, dpop: required }
              - { path: /open, upstream: up, anonymous: true, permit-all: true }
            drain: 1s
            """
                .formatted(PUBLIC, issuer.issuer(), upstream.url()));
    gateway = Gateway.start(file, _ -> null);
  }

  @AfterEach
  void stop() {
    gateway.close();
    upstream.close();
    issuer.close();
    client.close();
  }

  @Test
  void somebodyIsStoppedListedAndLetInAgain() throws Exception {
    String alice = token().claim("sub", "alice").sign();
    assertThat(call(alice)).isEqualTo(200);

    assertThat(
            admin("revoke", "--subject", "alice", "--expires-in", "1h", "--reason", "laptop lost"))
        .as(err.toString())
        .isZero();
    assertThat(out.toString())
        .startsWith("revoked: ")
        .contains(" subject=alice until ", ", by ops: laptop lost");
    assertThat(err.toString()).isEmpty();
    assertThat(call(alice)).isEqualTo(401);
    assertThat(call(token().claim("sub", "bob").sign())).isEqualTo(200);

    String id = out.toString().split(" ", -1)[1];
    out.getBuffer().setLength(0);
    assertThat(admin("revocations", "list")).isZero();
    assertThat(out.toString()).startsWith(id + " subject=alice until ").hasLineCount(1);

    assertThat(admin("revocations", "lift", id)).isZero();
    assertThat(call(alice)).isEqualTo(200);
    assertThat(admin("revocations", "lift", id)).isEqualTo(1);
    assertThat(err.toString()).contains("404").contains("no revocation in force has this id");

    await().untilAsserted(() -> assertThat(audit("\"kind\":\"event\"")).hasSize(2));
    assertThat(audit("\"event\":\"revocation-added\""))
        .singleElement()
        .asString()
        .contains("\"by\":\"ops\"", "\"terms\":{\"subject\":\"alice\"}", id)
        .doesNotContain("o".repeat(40));
  }

  @Test
  void aSlipOfThePenIsAWarning() {
    assertThat(
            admin("revoke", "--route", "/mpc", "--expires-in", "1h", "--reason", "closed for now"))
        .isZero();
    assertThat(err.toString()).startsWith("warning: route: /mpc is no route in force");
  }

  @Test
  void whatIsMissingIsWrongUsageAndNothingIsSent() {
    assertThat(admin("revoke", "--subject", "alice", "--expires-in", "1h")).isEqualTo(2);
    assertThat(admin("revoke", "--expires-in", "1h", "--reason", "x")).isEqualTo(2);
    assertThat(admin("revoke", "--subject", "alice", "--reason", "x")).isEqualTo(2);
    assertThat(admin("revocations", "lift")).isEqualTo(2);
    assertThat(execute("revocations", "list", "--admin", "http://198.51.100.1:9090"))
        .as("a token does not go far without TLS")
        .isEqualTo(2);
    assertThat(err.toString()).contains("--reason", "--plaintext said out loud");
  }

  @Test
  void aGatewayThatRefusesOrDoesNotAnswerIsOneAndSaysWhy() throws Exception {
    String url = gateway.adminAddress().toString();
    String other = directory.resolve("other.token").toString();
    String[] revoke = {"revoke", "--subject", "a", "--permanent", "--reason", "x", "--admin"};
    assertThat(execute(with(revoke, url, "--token-file", other))).isEqualTo(1);
    assertThat(err.toString()).contains("(401)", "not known").doesNotContain("xxxx");
    assertThat(execute(with(revoke, url, "--token-file", "nowhere"))).isEqualTo(1);
    assertThat(err.toString()).contains("nowhere cannot be read");
    int free;
    try (ServerSocket taken = new ServerSocket(0)) {
      free = taken.getLocalPort();
    }
    assertThat(execute(with(revoke, "http://127.0.0.1:" + free))).isEqualTo(1);
    assertThat(err.toString()).contains("no answer from http://127.0.0.1:" + free);
    assertThat(admin("revoke", "--subject", "a", "--expires-in", "soon", "--reason", "x"))
        .isEqualTo(1);
    assertThat(err.toString()).contains("(400)", "expiresIn: \"soon\"");
  }

  @Test
  void aRotatedTokenCountsWithoutARestart() throws Exception {
    Files.writeString(directory.resolve("ops.token"), "n".repeat(40));

    await().until(() -> admin("revocations", "list") == 0);
    Files.writeString(directory.resolve("old.token"), "o".repeat(40));
    String url = gateway.adminAddress().toString();
    String old = directory.resolve("old.token").toString();
    // Looking is free on loopback, but not with a wrong token.
    assertThat(execute("revocations", "list", "--admin", url, "--token-file", old)).isEqualTo(1);
  }

  @Test
  void aTokenIsExplained() throws Exception {
    assertThat(explain(token().sign())).isZero();
    assertThat(out.toString())
        .contains("ok  iss ", "the issuer corp", "ok  signature  that of the key")
        .endsWith("accepted\n");

    out.getBuffer().setLength(0);
    String wrong =
        token()
            .claim("aud", PUBLIC + "/other")
            .claim("exp", Instant.now().getEpochSecond() - 600)
            .sign();
    assertThat(explain(wrong)).isEqualTo(1);
    assertThat(out.toString())
        .contains(
            "NO  aud        another resource; \"" + PUBLIC + "/other\" (expected: \"" + PUBLIC)
        .contains("NO  exp        expired; ", "(10 min ago)")
        .endsWith("refused: aud: another resource\n")
        .doesNotContain(wrong.substring(wrong.lastIndexOf('.') + 1));

    assertThat(explain(wrong, "--now", Instant.now().minusSeconds(900).toString())).isEqualTo(1);
    assertThat(explain(token().sign(), "--offline")).isZero();
    assertThat(out.toString()).contains("signature  not checked", "not refused: nothing speaks");
    assertThat(explain("\"opaque\"")).isEqualTo(1);
    assertThat(out.toString())
        .contains("only its issuer can read it, and no issuer of the route is asked");
  }

  @Test
  void aTokenThatMayBeUsedByAnybodyIsRefusedWhereItMustBeBound() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("caller.token"), issuer.token(PUBLIC + "/bound").sign());
    String config = directory.resolve("gateway.yaml").toString();

    assertThat(
            execute(
                "token",
                "explain",
                "--config",
                config,
                "--route",
                "/bound",
                "--token-file",
                file.toString()))
        .isEqualTo(1);
    assertThat(out.toString()).endsWith("refused: cnf: not bound to a key\n");
  }

  @Test
  void aTokenForARouteThatIsNotThereIsWrongUsage() throws Exception {
    Files.writeString(directory.resolve("caller.token"), token().sign());
    String config = directory.resolve("gateway.yaml").toString();
    assertThat(execute("token", "explain", "--config", config, "--route", "/nowhere")).isEqualTo(2);
    assertThat(err.toString()).contains("--route: /nowhere (expected: one of /mcp, /bound, /open)");
    assertThat(
            execute(
                "token", "explain", "--config", config, "--route", "/mcp", "--listener", "nobody"))
        .isEqualTo(2);
    assertThat(execute("token", "explain", "--config", config + "x", "--route", "/mcp"))
        .isEqualTo(3);
    assertThat(execute("token", "explain", "--config", config, "--route", "/open")).isZero();
    assertThat(out.toString()).contains("asks nobody for a token");
  }

  @Test
  void anApiKeyIsShownOnceAndItsHashIsForTheConfiguration() throws Exception {
    assertThat(execute("api-key", "create")).isZero();
    String key = out.toString().strip();
    assertThat(key).startsWith("mgk_").hasSize(47);
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.US_ASCII));
    assertThat(err.toString().strip()).isEqualTo("sha256: " + HexFormat.of().formatHex(hash));

    out.getBuffer().setLength(0);
    execute("api-key", "create");
    assertThat(out.toString().strip()).isNotEqualTo(key);
  }

  private TestToken token() {
    return issuer.token(PUBLIC + "/mcp");
  }

  private int call(String token) throws Exception {
    URI endpoint = gateway.address("local").resolve("/mcp");
    HttpResponse<String> answer =
        calls.tool(endpoint, "search", "authorization", "Bearer " + token);
    return answer.statusCode();
  }

  private int explain(String token, String... more) throws IOException {
    Path file = Files.writeString(directory.resolve("caller.token"), "Bearer " + token + "\n");
    return execute(
        with(
            new String[] {
              "token", "explain", "--config", directory.resolve("gateway.yaml").toString(),
              "--route", "/mcp", "--token-file", file.toString()
            },
            more));
  }

  private int admin(String... command) {
    return execute(
        with(
            command,
            "--admin",
            gateway.adminAddress().toString(),
            "--token-file",
            directory.resolve("ops.token").toString()));
  }

  private static String[] with(String[] some, String... more) {
    List<String> all = new ArrayList<>(List.of(some));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private int execute(String... arguments) {
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  private List<String> audit(String containing) {
    return Trails.lines(directory.resolve("audit")).stream()
        .filter(line -> line.contains(containing))
        .toList();
  }
}
