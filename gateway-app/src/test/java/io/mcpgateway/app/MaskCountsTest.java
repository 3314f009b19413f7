package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.testkit.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often each mask applied, and where: the same in the record and in the metrics. */
class MaskCountsTest {
  private static final String MAIL = "jane.doe@acme-corp.com";
  private static final String CARD = "4539578763621486";

  @TempDir static Path directory;
  private static ScriptedUpstream upstream;
  private static WholeGateway gateway;

  /** How many records there were before the newest call. */
  private static int records;

  @BeforeAll
  static void open() throws Exception {
    upstream = ScriptedUpstream.start(MaskCountsTest::answer);
    Files.writeString(directory.resolve("masking"), "0123456789abcdef0123456789abcdef");
    Files.writeString(
        directory.resolve("passing.yaml"),
        """
        on-unmaskable: pass
        roles: { anyone: { tools: ['*'] } }
        masks:
          - { name: mails, detect: [email], action: tokenize, restore-in: [send] }
          - { name: cards, detect: [card], arguments: mask }
        """);
    Files.writeString(
        directory.resolve("redacting.yaml"),
        """
        on-unmaskable: redact-all
        roles: { anyone: { tools: ['*'] } }
        masks: [{ name: cards, detect: [card] }]
        """);
    gateway =
        WholeGateway.start(
            directory,
            "",
            """
            masking: { keys: ["${file:masking}"] }
            upstreams: [{ name: up, url: "%s", protocol: modern }]
            routes:
              - { path: /passing, upstream: up, anonymous: true, policy: passing.yaml }
              - { path: /redacting, upstream: up, anonymous: true, policy: redacting.yaml }
            """
                .formatted(upstream.url()));
  }

  private static void answer(
      ScriptedUpstream.Request request, ScriptedUpstream.Connection connection) throws IOException {
    JsonNode message = WholeGateway.JSON.readTree(request.body());
    String content =
        switch (message.at("/params/name").asText()) {
          case "search" ->
              "{\"type\":\"text\",\"text\":\"%s, %s, %s\"}".formatted(MAIL, CARD, CARD);
          case "binary" ->
              "{\"type\":\"resource\",\"resource\":{\"uri\":\"x://y\",\"mimeType\":\"application/pdf\","
                  + "\"blob\":\"JVBERi0xLjcKJeLjz9M=\"}}";
          default -> "{\"type\":\"text\",\"text\":\"done\"}";
        };
    String result =
        message.path("method").asText().equals("tools/list")
            ? "\"tools\":[]"
            : "\"content\":[" + content + "]";
    connection.respond(
        200,
        "application/json",
        "{\"jsonrpc\":\"2.0\",\"id\":"
            + message.get("id")
            + ",\"result\":{\"resultType\":\"complete\","
            + result
            + "}}");
  }

  @AfterAll
  static void close() {
    gateway.close();
    upstream.close();
  }

  @Test
  void resultsThenArgumentsThenWhatIsPutBack() throws Exception {
    RawHttp.Answer found = call("/passing", "search", "{}");
    assertThat(found.body()).contains("tok_", "[card]").doesNotContain(MAIL, CARD);
    assertThat(last("/passing").toString()).isEqualTo("{\"cards\":2,\"mails\":1}");

    int token = found.body().indexOf("tok_");
    String restorable = found.body().substring(token, found.body().indexOf(',', token));
    call("/passing", "send", "{\"to\":\"" + restorable + "\",\"note\":\"" + CARD + "\"}");
    assertThat(upstream.requests().getLast().text())
        .contains("\"to\":\"" + MAIL + "\"", "\"note\":\"[card]\"");
    assertThat(last("/passing").toString())
        .isEqualTo("{\"arguments:cards\":1,\"restored:mails\":1}");

    assertThat(masked("/passing", "cards")).isEqualTo(2);
    assertThat(masked("/passing", "mails")).isEqualTo(1);
    assertThat(masked("/passing", "arguments:cards")).isEqualTo(1);
    assertThat(masked("/passing", "restored:mails")).isEqualTo(1);
  }

  @Test
  void whatCannotBeLookedIntoIsCountedByWhatBecomesOfIt() throws Exception {
    call("/passing", "binary", "{}");
    assertThat(last("/passing").toString()).isEqualTo("{\"unmaskable:passed\":1}");
    assertThat(masked("/passing", "unmaskable:passed")).isEqualTo(1);

    call("/redacting", "binary", "{}");
    assertThat(last("/redacting").toString()).isEqualTo("{\"unmaskable:redacted\":1}");
    assertThat(masked("/redacting", "unmaskable:redacted")).isEqualTo(1);
  }

  private static double masked(String route, String rule) throws Exception {
    return gateway.metric("mcpgateway_masked_total{route=\"" + route + "\",rule=\"" + rule + "\"}");
  }

  /** What the newest record counts. */
  private static JsonNode last(String route) {
    JsonNode record = gateway.newRecords(records, 1).getFirst();
    records++;
    assertThat(record.at("/unmapped/gw/route").asText()).isEqualTo(route);
    return record.at("/unmapped/gw/revisions");
  }

  private static RawHttp.Answer call(String path, String tool, String arguments)
      throws IOException {
    records = gateway.audit().size();
    try (RawHttp connection = gateway.connect()) {
      connection.send(
          Requests.post(
              gateway.port(), path, Requests.fields(tool), Requests.call(tool, arguments)));
      return connection.answer();
    }
  }
}
