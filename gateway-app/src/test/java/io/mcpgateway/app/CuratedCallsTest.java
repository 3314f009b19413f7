package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.testkit.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A renamed tool with arguments that the gateway gives, as both ends see it, in both eras. */
class CuratedCallsTest {
  private static final String TOOLS =
      "[{\"name\":\"crm_search\",\"inputSchema\":{\"type\":\"object\",\"properties\":{"
          + "\"tenant\":{\"type\":\"string\",\"x-mcp-header\":\"Tenant\"},"
          + "\"limit\":{\"type\":\"integer\",\"x-mcp-header\":\"Limit\"},"
          + "\"q\":{\"type\":\"string\",\"x-mcp-header\":\"Q\"}},"
          + "\"required\":[\"tenant\",\"q\"]}} , {\"name\":\"search\"},{\"name\":\"crm_drop\"}]";
  private static final String SHOWN =
      "[{\"name\":\"search\",\"description\":\"Finds\",\"inputSchema\":{\"type\":\"object\","
          + "\"properties\":{\"limit\":{\"default\":10,\"type\":\"integer\",\"x-mcp-header\":\"Limit\"},"
          + "\"q\":{\"type\":\"string\",\"x-mcp-header\":\"Q\"}},"
          + "\"required\":[\"q\"]}}]";

  @TempDir static Path directory;
  private static ScriptedUpstream upstream;
  private static WholeGateway gateway;

  @BeforeAll
  static void open() throws Exception {
    upstream = ScriptedUpstream.start(CuratedCallsTest::answer);
    Files.writeString(
        directory.resolve("policy.yaml"),
        """
        roles: { anyone: { tools: ['*'] } }
        curate:
          - tool: crm_search
            as: search
            description: Finds
            arguments: { tenant: { value: "acmé" }, limit: { default: 10 } }
          - { tool: crm_drop, hide: true }
        repeats:
          - { name: twice, tools: [search], times: 2, within: 10m }
        """);
    gateway =
        WholeGateway.start(
            directory,
            "",
            """
            upstreams:
              - { name: legacy, url: "%s", protocol: legacy }
              - { name: modern, url: "%s", protocol: modern }
            routes:
              - { path: /legacy, upstream: legacy, anonymous: true, policy: policy.yaml }
              - { path: /modern, upstream: modern, anonymous: true, policy: policy.yaml }
            """
                .formatted(upstream.url(), upstream.url()));
  }

  private static void answer(
      ScriptedUpstream.Request request, ScriptedUpstream.Connection connection) throws IOException {
    JsonNode message = WholeGateway.JSON.readTree(request.body());
    String result =
        message.path("method").asText().equals("tools/list")
            ? "{\"resultType\":\"complete\",\"tools\":" + TOOLS + "}"
            : "{\"resultType\":\"complete\",\"content\":[]}";
    connection.respond(
        200,
        "application/json",
        "{\"jsonrpc\":\"2.0\",\"id\":" + message.get("id") + ",\"result\":" + result + "}");
  }

  @AfterAll
  static void close() {
    gateway.close();
    upstream.close();
  }

  @Test
  void aModernCallReachesTheUpstreamWithItsOwnNameAndHeaders() throws Exception {
    RawHttp.Answer answer =
        modern("search", "Mcp-Param-Q: x\r\n", "{ \"tenant\" : \"evil\", \"q\":\"x\" }");

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("mcp-param-tenant is missing");
    answer =
        modern(
            "search",
            "Mcp-Param-Q: x\r\nMcp-Param-Tenant: evil\r\n",
            "{ \"tenant\" : \"evil\", \"q\":\"x\" }");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    ScriptedUpstream.Request sent = upstream.requests().getLast();
    assertThat(sent.headers("mcp-name")).containsExactly("crm_search");
    assertThat(sent.headers("mcp-param-tenant")).containsExactly("=?base64?YWNtw6k=?=");
    assertThat(sent.headers("mcp-param-limit")).containsExactly("10");
    assertThat(sent.headers("mcp-param-q")).containsExactly("x");
    assertThat(sent.headers("content-length")).containsExactly("" + sent.body().length);
    assertThat(sent.text())
        .isEqualTo(
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":"
                + "\"crm_search\",\"arguments\":{\"limit\":10, \"tenant\" : \"acmé\","
                + " \"q\":\"x\" },"
                + Requests.META
                + "}}");
    JsonNode record = record("answered", "/modern");
    assertThat(record.at("/resources/0/name").textValue()).isEqualTo("search");
    assertThat(record.at("/resources/0/data/upstreamTool").textValue()).isEqualTo("crm_search");
    assertThat(record.at("/actor/authorizations/0/policy/uid").textValue())
        .isEqualTo("role:anyone");
  }

  @Test
  void aLegacyCallIsRewrittenTheSameWay() throws Exception {
    RawHttp.Answer answer =
        legacy("tools/call", "{\"name\":\"search\",\"arguments\":{\"q\":\"l\"}}");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(upstream.requests().getLast().text())
        .contains(
            "{\"name\":\"crm_search\",\"arguments\":{\"tenant\":\"acmé\",\"limit\":10,\"q\":\"l\"}}");
  }

  @Test
  void theListsOfBothErasShowWhatCallsAccept() throws Exception {
    assertThat(legacy("tools/list", "{}").body())
        .isEqualTo(
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"resultType\":\"complete\",\"tools\":"
                + SHOWN
                + "}}");
    RawHttp.Answer modern =
        send(
            "/modern",
            "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/list\r\n",
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\",\"params\":{"
                + Requests.META
                + "}}");
    assertThat(modern.body()).contains("\"tools\":" + SHOWN + "}");
  }

  @Test
  void oldNamesAndHiddenToolsAnswerLikeWhatDoesNotExist() throws Exception {
    int known = upstream.requests().size();
    String hidden = modern("crm_drop", "", "{}").body();
    String old = modern("crm_search", "", "{}").body();

    assertThat(hidden).contains("Unknown tool").isEqualTo(old);
    assertThat(legacy("tools/call", "{\"name\":\"crm_search\"}").body()).contains("Unknown tool");
    assertThat(upstream.requests()).hasSize(known);
  }

  @Test
  void theSameCallOnceTooOftenIsAnsweredForTheModelToReadInBothEras() throws Exception {
    String[] spellings = {
      "{\"q\":\"r\",\"n\":1}", "{\"n\":1.0, \"q\":\"r\"}", "{\"q\":\"\\u0072\",\"n\":1e0}"
    };
    for (int i = 0; i < 3; i++) {
      String modern = modern("search", "Mcp-Param-Q: r\r\n", spellings[i]).body();
      String legacy =
          legacy("tools/call", "{\"name\":\"search\",\"arguments\":" + spellings[i] + "}").body();
      for (String answer : new String[] {modern, legacy}) {
        JsonNode result = WholeGateway.JSON.readTree(answer).path("result");
        assertThat(result.path("isError").asBoolean()).as(answer).isEqualTo(i == 2);
      }
      assertThat(modern.contains("was made 2 times")).isEqualTo(i == 2);
    }
    JsonNode record = record("repeated", "/legacy");
    assertThat(record.at("/unmapped/gw/cause/limit").textValue()).isEqualTo("repeats:twice");
  }

  /** Of a call that ended so. */
  private static JsonNode record(String outcome, String route) {
    return await()
        .ignoreExceptions()
        .until(
            () ->
                gateway.audit().stream()
                    .filter(record -> record.at("/unmapped/gw/outcome").asText().equals(outcome))
                    .filter(record -> record.at("/unmapped/gw/route").asText().equals(route))
                    .filter(record -> record.at("/api/operation").asText().equals("tools/call"))
                    .findFirst()
                    .orElse(null),
            record -> record != null);
  }

  private static RawHttp.Answer modern(String tool, String headers, String arguments)
      throws IOException {
    return send("/modern", Requests.fields(tool) + headers, Requests.call(tool, arguments));
  }

  private static RawHttp.Answer legacy(String method, String params) throws IOException {
    return send(
        "/legacy",
        "MCP-Protocol-Version: 2025-11-25\r\n",
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"" + method + "\",\"params\":" + params + "}");
  }

  private static RawHttp.Answer send(String path, String fields, String body) throws IOException {
    try (RawHttp connection = gateway.connect()) {
      connection.send(Requests.post(gateway.port(), path, fields, body));
      return connection.answer();
    }
  }
}
