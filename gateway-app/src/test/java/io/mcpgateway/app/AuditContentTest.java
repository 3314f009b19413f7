package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.testkit.ScriptedUpstream;
import io.mcpgateway.testkit.TestIssuer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a record says of a call: who, what, by which rule and how it ended; never any content. */
class AuditContentTest {
  private static final String ARGUMENT = "alice-in-wonderland";
  private static final String MAIL = "jane.doe@example.com";
  private static final String RESULT =
      "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"resultType\":\"complete\","
          + "\"content\":[{\"type\":\"text\",\"text\":\"white-rabbit "
          + MAIL
          + "\"}]%s}}";

  @TempDir static Path directory;
  private static TestIssuer issuer;
  private static ScriptedUpstream upstream;
  private static WholeGateway gateway;

  @BeforeAll
  static void open() throws Exception {
    issuer = TestIssuer.start();
    upstream =
        ScriptedUpstream.start(
            (request, connection) -> {
              JsonNode message = WholeGateway.JSON.readTree(request.body());
              String answer =
                  message.path("method").asText().equals("tools/list")
                      ? "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"resultType\":\"complete\",\"tools\":[]}}"
                          .formatted(message.path("id"))
                      : RESULT.formatted(
                          request.text().contains("fail") ? ",\"isError\":true" : "");
              connection.respond(200, "application/json", answer);
            });
    Files.writeString(
        directory.resolve("policy.yaml"),
        """
        roles:
          sales: { tools: [search, mail, fail] }
        masks:
          - { name: mails, tools: [mail], detect: [email], action: redact }
        """);
    gateway =
        WholeGateway.start(
            directory,
            "",
            """
            issuers: [{ name: corp, issuer: "%s" }]
            upstreams: [{ name: up, url: "%s", protocol: modern }]
            routes: [{ path: /mcp, upstream: up, authenticate: [corp], policy: policy.yaml }]
            """
                .formatted(issuer.issuer(), upstream.url()));
  }

  @AfterAll
  static void close() {
    gateway.close();
    upstream.close();
    issuer.close();
  }

  @Test
  void aPermittedCall() throws Exception {
    JsonNode record = recordOf("search", "white-rabbit " + MAIL);

    whoAndWhat(record, "search");
    assertThat(record.path("decision").asText()).isEqualTo("permit");
    assertThat(record.path("rule").asText()).isEqualTo("role:sales");
    assertThat(record.path("outcome").asText()).isEqualTo("answered");
    assertThat(record.has("revisions")).isFalse();
    assertThat(record.path("micros").path("total").asLong())
        .isGreaterThanOrEqualTo(record.path("micros").path("firstByte").asLong())
        .isPositive();
    assertThat(record.path("bytesIn").asInt()).isEqualTo(body("search").length());
    assertThat(record.path("bytesOut").asInt()).isEqualTo(RESULT.formatted("").length());
    assertThat(names(record))
        .containsExactly(
            "schema",
            "kind",
            "time",
            "exchangeId",
            "listener",
            "peer",
            "http",
            "route",
            "upstream",
            "configVersion",
            "policyVersion",
            "client",
            "principal",
            "method",
            "requestId",
            "target",
            "decision",
            "rule",
            "outcome",
            "micros",
            "bytesIn",
            "bytesOut",
            "events");
  }

  @Test
  void aDeniedCall() throws Exception {
    JsonNode record = recordOf("refund", "Unknown tool");

    whoAndWhat(record, "refund");
    assertThat(record.path("decision").asText()).isEqualTo("deny");
    assertThat(record.path("rule").asText()).isNotEmpty();
    assertThat(record.path("outcome").asText()).isEqualTo("denied");
    assertThat(record.path("micros").path("firstByte").asLong()).isZero();
    assertThat(record.path("events").asInt()).isZero();
  }

  @Test
  void aMaskedCall() throws Exception {
    JsonNode record = recordOf("mail", "white-rabbit ");

    whoAndWhat(record, "mail");
    assertThat(record.path("decision").asText()).isEqualTo("permit");
    assertThat(record.path("outcome").asText()).isEqualTo("answered");
    assertThat(record.path("revisions").toString()).isEqualTo("{\"mails\":1}");
  }

  @Test
  void aCallWhoseToolReportsAnError() throws Exception {
    JsonNode record = recordOf("fail", "\"isError\":true");

    whoAndWhat(record, "fail");
    assertThat(record.path("outcome").asText()).isEqualTo("failed");
    assertThat(record.path("code").asInt(-1)).isZero();
    assertThat(gateway.exchanges("/mcp", "tools/call", "failed")).isEqualTo(1);
  }

  private static void whoAndWhat(JsonNode record, String tool) {
    assertThat(record.path("kind").asText()).isEqualTo("exchange");
    assertThat(record.path("listener").asText()).isEqualTo("local");
    assertThat(record.path("peer").asText()).startsWith("127.0.0.1:");
    assertThat(record.path("http").toString())
        .isEqualTo(
            "{\"version\":\"HTTP/1.1\",\"method\":\"POST\",\"path\":\"/mcp\",\"status\":200}");
    assertThat(record.path("route").asText()).isEqualTo("/mcp");
    assertThat(record.path("upstream").asText()).isEqualTo("up");
    assertThat(record.path("client").toString())
        .isEqualTo("{\"era\":\"modern\",\"protocolVersion\":\"2026-07-28\",\"name\":\"test\"}");
    assertThat(record.path("principal").toString())
        .isEqualTo(
            "{\"issuer\":\"%s\",\"subject\":\"alice\",\"clientId\":\"test-client\",\"roles\":\"sales\",\"scopes\":\"\",\"groups\":[]}"
                .formatted(issuer.issuer()));
    assertThat(record.path("method").asText()).isEqualTo("tools/call");
    assertThat(record.path("requestId").asText()).isEqualTo("7");
    assertThat(record.path("target").toString())
        .isEqualTo("{\"type\":\"tool\",\"name\":\"%s\"}".formatted(tool));
  }

  /** Calls {@code tool}, and finds the one record of that call, which holds nothing of it. */
  private static JsonNode recordOf(String tool, String inAnswer) throws Exception {
    int records = gateway.audit().size();
    String token =
        issuer.token(gateway.url("/mcp").toString()).claim("roles", List.of("sales")).sign();
    try (RawHttp client = gateway.connect()) {
      client.send(
          Requests.post(
              gateway.port(),
              "/mcp",
              Requests.fields(tool) + "Authorization: Bearer " + token + "\r\n",
              body(tool)));
      RawHttp.Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).contains(inAnswer);
    }
    JsonNode record = gateway.newRecords(records, 1).getFirst();
    assertThat(record.toString())
        .doesNotContain(ARGUMENT, "rabbit", MAIL, "Unknown tool")
        .doesNotContain(token, token.substring(token.lastIndexOf('.')));
    return record;
  }

  private static String body(String tool) {
    return Requests.call(tool, "{\"q\":\"" + ARGUMENT + "\"}");
  }

  private static List<String> names(JsonNode record) {
    List<String> names = new ArrayList<>();
    record.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
