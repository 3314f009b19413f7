package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.app.config.ConfigException;
import io.mcpgateway.testkit.ScriptedUpstream;
import io.mcpgateway.testkit.TestClock;
import io.mcpgateway.testkit.TestIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values that leave as tokens and come back in the arguments of calls, through whole gateways. */
class RestoredTokensTest {
  private static final String CARD = "5425 2334 3010 9903";
  private static final String MAIL = "zebedee.quill@wumblefink.com";
  private static final String KEYS = "masking: { keys: [\"${env:MASKING}\"] }\n";
  private static final String POLICY =
      """
      roles: { anyone: { tools: ['*'] } }
      masks:
        - { name: cards, detect: [card], action: tokenize, restore-in: [refund, charge], expires-in: 1h }
        - { name: mails, detect: [email], action: tokenize, restore-in: [send], expires-in: 1h }
      """;
  private static final String TOOLS =
      "[{\"name\":\"charge\",\"inputSchema\":{\"type\":\"object\",\"properties\":{"
          + "\"card\":{\"type\":\"string\",\"x-mcp-header\":\"Card\"}}}}]";

  @TempDir private Path directory;
  private final TestClock clock = new TestClock(Instant.parse("2026-01-01T00:30:00Z"));
  private TestIssuer issuer;
  private ScriptedUpstream upstream;
  private WholeGateway gateway;

  /** How many calls were made. */
  private int called;

  @BeforeEach
  void open() throws Exception {
    issuer = TestIssuer.start("", clock);
    upstream = ScriptedUpstream.start(RestoredTokensTest::answer);
    gateway = gateway("one", KEYS);
  }

  @AfterEach
  void close() {
    gateway.close();
    upstream.close();
    issuer.close();
  }

  private WholeGateway gateway(String name, String keys) throws Exception {
    Path home = Files.createDirectories(directory.resolve(name));
    Files.writeString(home.resolve("policy.yaml"), POLICY);
    Path config =
        Files.writeString(
            home.resolve("gateway.yaml"),
            keys
                + """
                listeners: [{ name: local, address: "127.0.0.1:0", plaintext: true }]
                admin: { address: "127.0.0.1:0" }
                drain: 1s
                issuers: [{ name: corp, issuer: "%s", tenant-claim: org }]
                upstreams: [{ name: up, url: "%s", protocol: modern }]
                routes: [{ path: /mcp, upstream: up, authenticate: [corp], policy: policy.yaml }]
                """
                    .formatted(issuer.issuer(), upstream.url()));
    return WholeGateway.of(
        home, Gateway.start(config, _ -> "0123456789abcdef0123456789abcdef", clock));
  }

  private static void answer(
      ScriptedUpstream.Request request, ScriptedUpstream.Connection connection) throws IOException {
    JsonNode message = WholeGateway.JSON.readTree(request.body());
    String result =
        message.path("method").asText().equals("tools/list")
            ? "\"tools\":" + TOOLS
            : "\"content\":[{\"type\":\"text\",\"text\":\""
                + (message.at("/params/name").asText().equals("find")
                    ? CARD + " and " + MAIL
                    : "done")
                + "\"}]";
    connection.respond(
        200,
        "application/json",
        "{\"jsonrpc\":\"2.0\",\"id\":"
            + message.get("id")
            + ",\"result\":{\"resultType\":\"complete\","
            + result
            + "}}");
  }

  @Test
  void aTokenIsTheValueForTheToolsThatMayHaveIt() throws Exception {
    String token = tokens(gateway, "acme")[0];

    call(
        gateway,
        "acme",
        "refund",
        "{\"card\":\"" + token + "\",\"note\":\"to " + token + ".\"}",
        "");

    assertThat(arguments()).isEqualTo("{\"card\":\"" + CARD + "\",\"note\":\"to " + CARD + ".\"}");
    JsonNode record = gateway.newRecords(called - 1, 1).getFirst();
    assertThat(record.at("/unmapped/gw/revisions").toString()).isEqualTo("{\"restored:cards\":2}");
    assertThat(new LeakReader(gateway.audit().toString() + gateway.metrics()).sees(CARD, 99))
        .isFalse();
    assertThat(gateway.audit().toString()).doesNotContain(token, MAIL);
  }

  @Test
  void theHeaderOfAnArgumentFollowsIt() throws Exception {
    String token = tokens(gateway, "acme")[0];

    call(
        gateway,
        "acme",
        "charge",
        "{\"card\":\"" + token + "\"}",
        "Mcp-Param-Card: " + token + "\r\n");

    assertThat(arguments()).isEqualTo("{\"card\":\"" + CARD + "\"}");
    assertThat(upstream.requests().getLast().headers("mcp-param-card")).containsExactly(CARD);
  }

  @Test
  void forOthersItIsAText() throws Exception {
    String[] tokens = tokens(gateway, "acme");
    String token = tokens[0];

    stays("acme", "search", token);
    stays("acme", "send", token);
    stays("acme", "refund", tokens[1]);
    stays("other", "refund", token);
    stays("", "refund", token);
    for (UnaryOperator<String> forged : FORGERIES) {
      stays("acme", "refund", forged.apply(token));
    }
    clock.advance(Duration.ofHours(2));
    stays("acme", "refund", token);
  }

  private static final List<UnaryOperator<String>> FORGERIES =
      List.of(
          token -> changed(token, token.length() - 1),
          token -> changed(token, token.length() / 2),
          token -> changed(token, "tok_card_".length()),
          token -> token.substring(0, token.length() - 1),
          token -> token + "a",
          token -> token.replace("tok_card_", "tok_email_"),
          token -> token.substring(0, 9) + token.substring(9).toUpperCase(java.util.Locale.ROOT));

  private static String changed(String token, int at) {
    char other = token.charAt(at) == 'b' ? 'c' : 'b';
    return token.substring(0, at) + other + token.substring(at + 1);
  }

  private void stays(String tenant, String tool, String text) throws Exception {
    call(gateway, tenant, tool, "{\"card\":\"" + text + "\"}", "");
    assertThat(arguments()).as(tenant + " " + tool).isEqualTo("{\"card\":\"" + text + "\"}");
    assertThat(gateway.newRecords(called - 1, 1).getFirst().has("revisions")).isFalse();
  }

  @Test
  void oneValueHasOneTokenInATenantAndAnotherInAnother() throws Exception {
    assertThat(tokens(gateway, "acme")).isEqualTo(tokens(gateway, "acme"));
    assertThat(tokens(gateway, "acme")[0])
        .isNotEqualTo(tokens(gateway, "other")[0])
        .isNotEqualTo(tokens(gateway, "")[0]);
  }

  @Test
  void gatewaysWithTheSameKeysRestoreEachOthers() throws Exception {
    try (WholeGateway replica = gateway("two", KEYS);
        WholeGateway stranger =
            gateway("three", KEYS.replace("MASKING}\"", "MASKING}-another-key\""))) {
      String token = tokens(gateway, "acme")[0];
      assertThat(tokens(replica, "acme")[0]).isEqualTo(token);
      assertThat(tokens(stranger, "acme")[0]).isNotEqualTo(token);

      call(replica, "acme", "refund", "{\"card\":\"" + token + "\"}", "");
      assertThat(arguments()).isEqualTo("{\"card\":\"" + CARD + "\"}");
      call(stranger, "acme", "refund", "{\"card\":\"" + token + "\"}", "");
      assertThat(arguments()).isEqualTo("{\"card\":\"" + token + "\"}");
    }
  }

  @Test
  void withoutKeysTheConfigurationIsRefused() {
    assertThatThrownBy(() -> gateway("keyless", ""))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("masking.keys")
        .hasMessageContaining("cards");
  }

  /** The tokens that stand for the card and the mail. */
  private String[] tokens(WholeGateway from, String tenant) throws IOException {
    String body = call(from, tenant, "find", "{}", "");
    assertThat(body).doesNotContain("5425", "zebedee");
    String text = WholeGateway.JSON.readTree(body).at("/result/content/0/text").textValue();
    String[] tokens = text.split(" and ");
    assertThat(tokens[0]).startsWith("tok_card_");
    assertThat(tokens[1]).startsWith("tok_email_");
    return tokens;
  }

  /** What the upstream was told last, as it came. */
  private String arguments() throws IOException {
    return WholeGateway.JSON
        .readTree(upstream.requests().getLast().body())
        .at("/params/arguments")
        .toString();
  }

  private String call(WholeGateway at, String tenant, String tool, String arguments, String headers)
      throws IOException {
    var token = issuer.token(at.url("/mcp").toString());
    String bearer = (tenant.isEmpty() ? token : token.claim("org", tenant)).sign();
    try (RawHttp connection = at.connect()) {
      connection.send(
          Requests.post(
              at.port(),
              "/mcp",
              Requests.fields(tool) + "Authorization: Bearer " + bearer + "\r\n" + headers,
              Requests.call(tool, arguments)));
      RawHttp.Answer answer = connection.answer();
      called++;
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      return answer.body();
    }
  }
}
