package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.app.config.ConfigException;
import io.mcpgateway.core.exchange.RootKey;
import io.mcpgateway.testkit.ScriptedUpstream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What audit records have of arguments and results, where a route asks for it. */
class RecordedContentTest {
  private static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final String MAIL = "jane.doe@acme-corp.com";
  private static final String RESULT =
      "{\"resultType\":\"complete\",\"content\":[{\"type\":\"text\",\"text\":\"rabbit "
          + MAIL
          + "\"}]}";

  @TempDir private Path directory;
  private ScriptedUpstream upstream;

  @BeforeEach
  void open() {
    upstream =
        ScriptedUpstream.start(
            (request, connection) ->
                connection.respond(
                    200,
                    "application/json",
                    "{\"jsonrpc\":\"2.0\",\"id\":"
                        + WholeGateway.JSON.readTree(request.body()).get("id")
                        + ",\"result\":"
                        + RESULT
                        + "}"));
  }

  @AfterEach
  void close() {
    upstream.close();
  }

  private String config(String content, String keys) {
    return """
        upstreams: [{ name: up, url: "%s", protocol: modern }]
        routes: [{ path: /mcp, upstream: up, anonymous: true, permit-all: true, %s }]
        %s
        """
        .formatted(upstream.url(), content, keys);
  }

  private JsonNode record(String content, String keys, String arguments) throws Exception {
    Files.writeString(directory.resolve("masking"), KEY);
    try (WholeGateway gateway = WholeGateway.start(directory, "", config(content, keys))) {
      try (RawHttp client = gateway.connect()) {
        client.send(
            Requests.post(
                gateway.port(),
                "/mcp",
                Requests.fields("search"),
                Requests.call("search", arguments)));
        assertThat(client.answer().body()).contains("rabbit");
      }
      return gateway.newRecords(0, 1).getFirst();
    }
  }

  @Test
  void nothingUnlessTheRouteSaysSo() throws Exception {
    JsonNode record = record("origins: []", "", "{\"q\":\"hare\"}");

    assertThat(record.at("/unmapped/gw/content").isMissingNode()).isTrue();
    assertThat(record.toString()).doesNotContain("hare", "rabbit");
  }

  @Test
  void digestsLetWhoKnowsAValueRecogniseIt() throws Exception {
    JsonNode content =
        record(
                "audit-content: { arguments: hmac, results: hmac }",
                "masking: { keys: [\"${file:masking}\"] }",
                "{\"q\":\"hare\"}")
            .at("/unmapped/gw/content");

    assertThat(content.path("argumentsHmac").asText()).isEqualTo(digest("{\"q\":\"hare\"}"));
    assertThat(content.path("argumentsBytes").asInt()).isEqualTo(12);
    assertThat(content.path("resultsHmac").asText()).isEqualTo(digest(RESULT));
    assertThat(content).hasSize(4);
  }

  private static String digest(String value) throws Exception {
    byte[] key =
        new RootKey(KEY.getBytes(StandardCharsets.UTF_8)).derive("mcpgateway audit content ", 32);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void digestsWithoutAKeyAreAMistake() {
    assertThatThrownBy(
            () -> WholeGateway.start(directory, "", config("audit-content: { results: hmac }", "")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("audit-content")
        .hasMessageContaining("masking.keys");
  }

  @Test
  void copiesHaveNoValuesHoweverTheyAreWritten() throws Exception {
    JsonNode record =
        record(
            "audit-content: { arguments: masked, results: masked }",
            "",
            "{\"to\":\"jane.doe\\u0040acme-corp.com\",\"password\":\"Xk9vQ2pLw7zT\",\"q\":[1,\"hare\"]}");

    JsonNode content = record.at("/unmapped/gw/content");
    assertThat(content.path("arguments").asText())
        .startsWith("{\"to\":\"[email]\",")
        .endsWith("\"q\":[1,\"hare\"]}")
        .doesNotContain("Xk9v");
    assertThat(content.path("results").asText()).contains("rabbit [email]");
    assertThat(record.toString()).doesNotContain("jane");
    assertThat(record.at("/unmapped/gw/redacted").toString())
        .isEqualTo("[\"unmapped.gw.content.arguments\",\"unmapped.gw.content.results\"]");
    assertThat(record.at("/unmapped/gw/truncated").isMissingNode()).isTrue();
  }

  @Test
  void whatIsLongIsCutAndThatIsSaid() throws Exception {
    JsonNode record =
        record(
            "audit-content: { arguments: masked, max-bytes: 64B }",
            "",
            "{\"q\":\"" + "\\\"é ".repeat(10_000) + "\"}");

    String shown = record.at("/unmapped/gw/content/arguments").asText();
    assertThat(shown).startsWith("{\"q\":\"\"é \"é").endsWith("…");
    assertThat(WholeGateway.JSON.writeValueAsBytes(shown).length).isBetween(40, 66);
    assertThat(record.at("/unmapped/gw/content/argumentsBytes").asInt()).isGreaterThan(40_000);
    assertThat(record.at("/unmapped/gw/truncated").toString())
        .isEqualTo("[\"unmapped.gw.content.arguments\"]");
  }
}
