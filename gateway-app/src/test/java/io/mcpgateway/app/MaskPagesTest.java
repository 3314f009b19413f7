package io.mcpgateway.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway that runs says its masks would make of something. */
class MaskPagesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CARD = "4111 1111 1111 1111";

  @TempDir private Path directory;
  private final HttpClient client = HttpClient.newHttpClient();
  private Gateway gateway;

  @BeforeEach
  void start() throws Exception {
    Files.writeString(
        directory.resolve("policy.yaml"),
        """
        roles: { support: { tools: [pay, search] } }
        masks:
          - { name: cards, detect: [card], action: keep-last-4, unless-roles: [support], arguments: block }
          - { name: mails, detect: [email], results: observe, arguments: mask }
          - { name: notes, fields: [/note] }
          - { name: ids, fields: [/id], action: hash }
        """);
    Files.writeString(
        directory.resolve("platform.yaml"), "masks: [{ name: ibans, detect: [iban] }]\n");
    Files.writeString(directory.resolve("mask.key"), "0123456789abcdef0123456789abcdef");
    gateway =
        Gateway.start(
            Files.writeString(
                directory.resolve("gateway.yaml"),
                """
                listeners: [{ name: local, address: "127.0.0.1:0", plaintext: true }]
                admin: { address: "127.0.0.1:0" }
                upstreams: [{ name: up, url: "http://127.0.0.1:1/mcp" }]
                platform-policy: platform.yaml
                masking: { keys: ["${file:mask.key}"] }
                routes: [{ path: /mcp, upstream: up, anonymous: true, policy: policy.yaml }]
                drain: 1s
                """),
            _ -> null);
  }

  @AfterEach
  void stop() {
    gateway.close();
    client.close();
  }

  @Test
  void aTextIsMaskedByTheRoutesMasksAndThePlatforms() throws Exception {
    HttpResponse<String> answer =
        send(
            "{\"route\":\"/mcp\",\"input\":\""
                + CARD
                + ", DE89370400440532013000 jane@example.com\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(JSON.readTree(answer.body()))
        .isEqualTo(
            JSON.readTree(
                """
                {"output": "****1111, [iban] jane@example.com", "withheld": null,
                 "findings": [{"mask": "mails", "what": "email", "replacement": null},
                              {"mask": "cards", "what": "card", "replacement": "****1111"},
                              {"mask": "ibans", "what": "iban", "replacement": "[iban]"}],
                 "counts": {"cards": 1, "ibans": 1}, "observed": ["mails"]}"""));
    assertThat(
            preview(
                    "{\"route\":\"/mcp\",\"principal\":{\"roles\":[\"support\"]},\"input\":\""
                        + CARD
                        + "\"}")
                .path("output")
                .asText())
        .isEqualTo(CARD);
  }

  @Test
  void aMessageIsMaskedAsItIsWritten() throws Exception {
    JsonNode json =
        preview(
            """
            {"route": "/mcp", "message": {"jsonrpc":"2.0", "id": 7, "result" : {"structuredContent":{"note":"x", "n":1.50e2 },
            "cacheScope":"public"}} , "tool": "search"}""");
    assertThat(json.path("output").asText())
        .isEqualTo(
            """
            {"jsonrpc":"2.0", "id": 7, "result" : {"structuredContent":{"note":"[redacted]", "n":1.50e2 },
            "cacheScope":"private"}}""");
  }

  @Test
  void argumentsAreMaskedOrBlockedAsTheMasksSayOfArguments() throws Exception {
    JsonNode blocked =
        preview(
            "{\"route\":\"/mcp\",\"tool\":\"pay\",\"direction\":\"arguments\",\"message\":{\"n\":\""
                + CARD
                + "\"}}");
    assertThat(blocked.path("output").isNull()).isTrue();
    assertThat(blocked.path("withheld").asText()).contains("cards");
    JsonNode masked =
        preview(
            "{\"route\":\"/mcp\",\"direction\":\"arguments\",\"message\":{\"to\":\"jane@example.com\"}}");
    assertThat(masked.path("output").asText()).isEqualTo("{\"to\":\"[email]\"}");
  }

  @Test
  void noAnswerHasTheValuesThatWereFound() throws Exception {
    JsonNode json =
        preview(
            "{\"route\":\"/mcp\",\"message\":{\"note\":\"the canary\",\"card\":\"" + CARD + "\"}}");
    assertThat(json.toString()).doesNotContain("canary", CARD);
    for (JsonNode finding : json.path("findings")) {
      Iterator<String> names = finding.fieldNames();
      assertThat(names).toIterable().containsExactly("mask", "what", "replacement");
    }
    for (String wrong :
        new String[] {
          "{\"route\":\"/no\",\"input\":\"canary\"}",
          "{\"route\":\"/mcp\",\"input\":{\"canary\":1}}",
          "{\"route\":\"/mcp\",\"input\":\"canary\",\"message\":{\"canary\":1}}",
          "{\"route\":\"/mcp\",\"inptu\":\"canary\"}",
          "{\"route\":\"/mcp\",\"input\":\"canary \\ud800\"}",
          "{\"route\":\"/mcp\",\"input\":\"canary\",\"tool\":\"a\",\"prompt\":\"b\"}",
          "{\"route\":\"/mcp\",\"input\":\"canary\",\"direction\":\"up\"}",
          "[\"canary\"]"
        }) {
      HttpResponse<String> answer = send(wrong);
      assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
      assertThat(answer.body()).doesNotContain("canary");
    }
    assertThat(send("{\"input\":\"" + "x".repeat(1 << 20) + "\"}").statusCode()).isEqualTo(413);
  }

  @Test
  void nothingIsReadIntoATextNotEvenReferences() throws Exception {
    assertThat(
            preview("{\"route\":\"/mcp\",\"input\":\"${env:HOME} é\\u0000\\n\"}")
                .path("output")
                .asText())
        .isEqualTo("${env:HOME} é\0\n");
  }

  /** They would tell which value a hash of the gateway stands for, to whoever may look. */
  @Test
  void hashesAreNotThoseOfTheGateway() throws Exception {
    String body = "{\"route\":\"/mcp\",\"message\":{\"id\":\"42\"}}";
    Path in = Files.writeString(directory.resolve("in.json"), "{\"id\":\"42\"}");
    CommandLineRun byTheKeys =
        CommandLineRun.of(
            "mask",
            "try",
            "--config",
            directory.resolve("gateway.yaml").toString(),
            "--route",
            "/mcp",
            "--anonymous",
            "--in",
            in.toString());

    String output = preview(body).path("output").asText();
    assertThat(output)
        .startsWith("{\"id\":\"field_")
        .isEqualTo(preview(body).path("output").asText());
    assertThat(byTheKeys.out()).startsWith("{\"id\":\"field_").isNotEqualTo(output);
  }

  private JsonNode preview(String body) throws Exception {
    HttpResponse<String> answer = send(body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private HttpResponse<String> send(String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(gateway.adminAddress().resolve("/masks/preview"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body, UTF_8))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
