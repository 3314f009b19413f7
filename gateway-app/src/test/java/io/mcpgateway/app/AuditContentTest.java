package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.testkit.ScriptedUpstream;
import io.mcpgateway.testkit.TestIssuer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    assertThat(record.at("/actor/authorizations/0/decision").asText()).isEqualTo("permit");
    assertThat(record.at("/actor/authorizations/0/policy/uid").asText()).isEqualTo("role:sales");
    assertThat(record.at("/unmapped/gw/outcome").asText()).isEqualTo("answered");
    assertThat(record.at("/unmapped/gw/revisions").isMissingNode()).isTrue();
    assertThat(record.at("/unmapped/gw/micros").path("total").asLong())
        .isGreaterThanOrEqualTo(record.at("/unmapped/gw/micros").path("firstByte").asLong())
        .isPositive();
    assertThat(record.at("/unmapped/gw/bytesIn").asInt()).isEqualTo(body("search").length());
    assertThat(record.at("/unmapped/gw/bytesOut").asInt()).isEqualTo(RESULT.formatted("").length());
    assertThat(names(record))
        .containsExactly(
            "activity_id",
            "activity_name",
            "actor",
            "api",
            "attestation_list",
            "category_uid",
            "class_uid",
            "dst_endpoint",
            "http_request",
            "http_response",
            "metadata",
            "resources",
            "severity_id",
            "src_endpoint",
            "status",
            "status_detail",
            "status_id",
            "time",
            "trace",
            "type_uid",
            "unmapped");
    assertThat(names(record.at("/unmapped/gw")))
        .containsExactly(
            "bytesIn",
            "bytesOut",
            "configVersion",
            "era",
            "events",
            "exchangeId",
            "kind",
            "listener",
            "micros",
            "outcome",
            "policyVersion",
            "roles",
            "route",
            "schema",
            "scopes",
            "time");
  }

  @Test
  void aDeniedCall() throws Exception {
    JsonNode record = recordOf("refund", "Unknown tool");

    whoAndWhat(record, "refund");
    assertThat(record.at("/actor/authorizations/0/decision").asText()).isEqualTo("deny");
    assertThat(record.at("/actor/authorizations/0/policy/uid").asText()).isNotEmpty();
    assertThat(record.at("/unmapped/gw/outcome").asText()).isEqualTo("denied");
    assertThat(record.at("/unmapped/gw/micros").path("firstByte").asLong()).isZero();
    assertThat(record.at("/unmapped/gw/events").asInt()).isZero();
  }

  @Test
  void aMaskedCall() throws Exception {
    JsonNode record = recordOf("mail", "white-rabbit ");

    whoAndWhat(record, "mail");
    assertThat(record.at("/actor/authorizations/0/decision").asText()).isEqualTo("permit");
    assertThat(record.at("/unmapped/gw/outcome").asText()).isEqualTo("answered");
    assertThat(record.at("/unmapped/gw/revisions").toString()).isEqualTo("{\"mails\":1}");
  }

  /** Where something else stands each time, and what the document says there. */
  private static final Map<String, Object> EACH_TIME =
      Map.ofEntries(
          Map.entry("authority_uid", "gw-1f0c954e4d3a4a6e"),
          Map.entry("chain_uid", "gw-1f0c954e4d3a4a6e/1"),
          Map.entry("configVersion", "2f6c1a90b7de"),
          Map.entry("correlation_uid", "0qh1x3k2f7-1"),
          Map.entry("decided", 310),
          Map.entry("exchangeId", "0qh1x3k2f7-1"),
          Map.entry("firstByte", 1480),
          Map.entry("issuer", "https://idp.example.com/realms/corp"),
          Map.entry("issuer_uid", "https://idp.example.com/realms/corp"),
          Map.entry("latency", 1),
          Map.entry("logged_time", 1_795_000_000_003L),
          Map.entry("policyVersion", "9d41c07be5a2"),
          Map.entry("port", 51514),
          Map.entry("end_time", 1_795_000_000_002L),
          Map.entry("sequence", 184467),
          Map.entry("start_time", 1_795_000_000_000L),
          Map.entry("total", 1610),
          Map.entry("type_uid", 600399),
          Map.entry("uid", "01a1eee5-4c00-7d1e-8a3b-5f0c954e4d3a"),
          Map.entry("value", "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"),
          Map.entry("version", "0.1.0"));

  @Test
  void theDocumentShowsOne() throws Exception {
    JsonNode record = recordOf("mail", "white-rabbit ");

    example(record);
    ((ObjectNode) record).put("time", 1_795_000_000_000L);
    ((ObjectNode) record.at("/trace")).put("uid", "0af7651916cd43dd8448eb211c80319c");
    ((ObjectNode) record.at("/trace/span")).put("uid", "b7ad6b7169203331");
    ((ObjectNode) record.at("/unmapped/gw")).put("time", "2026-11-18T11:06:40.000123Z");
    assertThat(MarkdownFile.of("audit.md").blocks("json").getFirst().strip())
        .isEqualTo(record.toPrettyString());
  }

  private static void example(JsonNode node) {
    for (JsonNode each : node) {
      example(each);
    }
    if (node instanceof ObjectNode object) {
      for (String name : names(object)) {
        JsonNode value = object.get(name);
        boolean stays =
            value.isContainerNode()
                || name.equals("uid") && value.asText().length() < 36
                || name.equals("version") && !value.asText().equals("development");
        if (!stays && EACH_TIME.containsKey(name)) {
          object.set(name, WholeGateway.JSON.valueToTree(EACH_TIME.get(name)));
        }
      }
      if (object.has("policy")) {
        ((ObjectNode) object.get("policy")).put("version", "9d41c07be5a2");
      }
    }
  }

  @Test
  void aCallWhoseToolReportsAnError() throws Exception {
    JsonNode record = recordOf("fail", "\"isError\":true");

    whoAndWhat(record, "fail");
    assertThat(record.at("/unmapped/gw/outcome").asText()).isEqualTo("failed");
    assertThat(record.at("/api/response/error").asInt(-1)).isZero();
    assertThat(gateway.exchanges("/mcp", "tools/call", "failed")).isEqualTo(1);
  }

  private static void whoAndWhat(JsonNode record, String tool) {
    assertThat(record.at("/unmapped/gw/kind").asText()).isEqualTo("exchange");
    assertThat(record.at("/unmapped/gw/listener").asText()).isEqualTo("local");
    assertThat(record.at("/src_endpoint/ip").asText()).isEqualTo("127.0.0.1");
    assertThat(record.path("http_request").toString())
        .isEqualTo(
            "{\"http_method\":\"POST\",\"url\":{\"path\":\"/mcp\"},\"version\":\"HTTP/1.1\"}");
    assertThat(record.at("/http_response/code").asInt()).isEqualTo(200);
    assertThat(record.at("/unmapped/gw/route").asText()).isEqualTo("/mcp");
    assertThat(record.at("/dst_endpoint/svc_name").asText()).isEqualTo("up");
    assertThat(record.at("/unmapped/gw/era").asText()).isEqualTo("modern");
    assertThat(record.at("/api/version").asText()).isEqualTo("2026-07-28");
    assertThat(record.at("/actor/application").toString())
        .isEqualTo("{\"name\":\"test\",\"uid\":\"test-client\"}");
    assertThat(record.at("/actor/idp/issuer").asText()).isEqualTo(issuer.issuer().toString());
    assertThat(record.at("/actor/user").toString()).isEqualTo("{\"uid\":\"alice\"}");
    assertThat(record.at("/unmapped/gw/roles").toString()).isEqualTo("[\"sales\"]");
    assertThat(record.at("/unmapped/gw/scopes").toString()).isEqualTo("[]");
    assertThat(record.at("/api/operation").asText()).isEqualTo("tools/call");
    assertThat(record.at("/api/request/uid").asText()).isEqualTo("7");
    assertThat(record.path("resources").toString())
        .isEqualTo("[{\"name\":\"%s\",\"type\":\"mcp.tool\"}]".formatted(tool));
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
