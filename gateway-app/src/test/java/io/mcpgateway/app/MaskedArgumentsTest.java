package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.testkit.ScriptedUpstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an upstream gets to see of values that a client sends, by real sockets and in both eras. */
class MaskedArgumentsTest {
  private static final int PART = 6;
  private static final String TOOLS =
      "[{\"name\":\"t\",\"inputSchema\":{\"type\":\"object\",\"properties\":{"
          + "\"q\":{\"type\":\"string\",\"x-mcp-header\":\"Q\"},"
          + "\"n\":{\"type\":\"integer\",\"x-mcp-header\":\"N\"}}}}]";

  /** A message of a client: the method, none for a response; and members, with $ for a string. */
  private record Said(String method, String name, String members) {}

  private static final List<Said> SAID =
      List.of(
          new Said("tools/call", "u", "\"name\":\"u\",\"arguments\":{\"a\":$}"),
          new Said("tools/call", "u", "\"name\":\"u\",\"arguments\":{\"a\":[{\"b\":{$:1}}]}"),
          new Said("tools/call", "u", "\"name\":\"u\",\"arguments\":{\"a\":\"{\\\"b\\\":~}\"}"),
          new Said("tools/call", "u", "\"name\":\"u\",\"arguments\":{\"a\":\"so {\\\"b\\\":~}.\"}"),
          new Said("tools/call", "u", "\"name\":\"u\",\"arguments\":{},\"more\":{\"x\":$}"),
          new Said("prompts/get", "p", "\"name\":\"p\",\"arguments\":{\"a\":$}"),
          new Said(
              "completion/complete",
              "",
              "\"ref\":{\"type\":\"ref/prompt\",\"name\":\"p\"},\"argument\":{\"name\":\"x\",\"value\":$},"
                  + "\"context\":{\"arguments\":{\"y\":$}}"));

  private static final List<Said> LEGACY =
      List.of(
          new Said("", "", "\"result\":{\"action\":\"accept\",\"content\":{\"a\":$}}"),
          new Said(
              "", "", "\"result\":{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":$}}"),
          new Said("", "", "\"error\":{\"code\":-1,\"message\":$,\"data\":$}"),
          new Said(
              "notifications/progress", "", "\"progressToken\":1,\"progress\":1,\"message\":$"),
          new Said("notifications/cancelled", "", "\"requestId\":3,\"reason\":$"));

  private static final List<Said> MODERN =
      List.of(
          new Said(
              "tools/call",
              "u",
              "\"name\":\"u\",\"arguments\":{},\"requestState\":\"s\","
                  + "\"inputResponses\":{\"x\":{\"action\":\"accept\",\"content\":{\"a\":$}}}"),
          new Said(
              "tools/call",
              "u",
              "\"name\":\"u\",\"arguments\":{},\"inputResponses\":{\"x\":{\"role\":\"assistant\",\"model\":\"m\","
                  + "\"content\":{\"type\":\"text\",\"text\":$}}}"));

  @TempDir static Path directory;
  private static ScriptedUpstream upstream;
  private static WholeGateway gateway;

  @BeforeAll
  static void open() throws Exception {
    upstream = ScriptedUpstream.start(MaskedArgumentsTest::answer);
    StringBuilder routes = new StringBuilder();
    for (String choice : List.of("block", "mask", "observe")) {
      Files.writeString(
          directory.resolve(choice + ".yaml"),
          """
          roles: { anyone: { tools: ['*'], prompts: ['*'], resources: ['**'], asks: [sampling, elicitation] } }
          masks: [{ name: everything, detect: [all], arguments: %s }]
          """
              .formatted(choice));
      for (String era : List.of("legacy", "modern")) {
        routes.append(
            "  - { path: /%s/%s, upstream: %s, anonymous: true, policy: %s.yaml }\n"
                .formatted(era, choice, era, choice));
      }
    }
    gateway =
        WholeGateway.start(
            directory,
            "",
            """
            upstreams:
              - { name: legacy, url: "%s", protocol: legacy }
              - { name: modern, url: "%s", protocol: modern }
            routes:
            %s"""
                .formatted(upstream.url(), upstream.url(), routes));
  }

  private static void answer(
      ScriptedUpstream.Request request, ScriptedUpstream.Connection connection) throws IOException {
    JsonNode message = WholeGateway.JSON.readTree(request.body());
    if (!message.has("id") || !message.has("method")) {
      connection.respond(202, "", "");
      return;
    }
    String result =
        switch (message.path("method").asText()) {
          case "tools/list" -> "\"tools\":" + TOOLS;
          case "prompts/get" -> "\"messages\":[]";
          case "completion/complete" -> "\"completion\":{\"values\":[]}";
          default -> "\"content\":[]";
        };
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

  @ParameterizedTest
  @ValueSource(strings = {"mask", "block"})
  void nothingReachesTheUpstream(String choice) throws Exception {
    List<String> problems = new ArrayList<>();
    for (boolean modern : new boolean[] {false, true}) {
      for (Said said : said(modern)) {
        for (Canary canary : Canary.ALL) {
          int before = upstream.requests().size();
          RawHttp.Answer answer = send(modern, choice, said, Json.quote(canary.text()), "");
          String what = said + " " + canary + " " + modern + ": ";
          List<ScriptedUpstream.Request> sent =
              since(before).stream().filter(each -> !each.text().contains("tools/list")).toList();
          if (sent.stream().anyMatch(each -> sees(each.head() + each.text(), canary))) {
            problems.add(what + sent.getLast().text());
          }
          if (sees(answer.body() + answer.fields(), canary)) {
            problems.add(what + answer);
          }
          boolean refused =
              sent.isEmpty()
                  && (answer.body().contains("must not leave")
                      || answer.body().contains("does not let leave"));
          if (choice.equals("block") != refused) {
            problems.add(what + "refused: " + refused + " " + answer);
          }
        }
      }
    }
    assertThat(problems).isEmpty();
    nothingIsWritten();
  }

  @Test
  void whatIsObservedGoesOnAsItIsAndIsInTheRecord() throws Exception {
    int messages = 0;
    for (boolean modern : new boolean[] {false, true}) {
      for (Said said : said(modern)) {
        for (Canary canary : Canary.ALL) {
          int before = upstream.requests().size();
          String json = Json.quote(canary.text());
          send(modern, "observe", said, json, "");

          assertThat(since(before))
              .filteredOn(each -> !each.text().contains("tools/list"))
              .extracting(ScriptedUpstream.Request::text)
              .containsExactly(message(modern, said, json));
          messages++;
        }
      }
    }
    int all = messages;
    await().until(() -> observed().size() >= all);
    assertThat(observed())
        .hasSize(all)
        .allMatch(
            record -> record.at("/unmapped/gw/observed").asText().equals("mask mask:everything"));
    nothingIsWritten();
  }

  @Test
  void aNumberDoesNotReachTheUpstreamEither() throws Exception {
    for (Canary canary : Canary.ALL) {
      if (canary.number() != null) {
        for (String choice : List.of("mask", "block")) {
          int before = upstream.requests().size();
          Said said =
              new Said(
                  "tools/call",
                  "u",
                  "\"name\":\"u\",\"arguments\":{\"%s\":%s}"
                      .formatted(canary.name(), canary.number()));
          send(true, choice, said, "", "");

          assertThat(since(before)).noneMatch(each -> sees(each.text(), canary));
        }
      }
    }
  }

  @Test
  void headersOfArgumentsFollowWhatBecameOfThem() throws Exception {
    for (Canary canary : Canary.ALL) {
      if (canary.text().indexOf('\n') >= 0) {
        continue;
      }
      int before = upstream.requests().size();
      Said said =
          new Said(
              "tools/call", "t", "\"name\":\"t\",\"arguments\":{\"q\":$,\"n\":5425233430109903}");
      RawHttp.Answer answer =
          send(
              true,
              "mask",
              said,
              Json.quote(canary.text()),
              "Mcp-Param-Q: " + canary.text() + "\r\nMcp-Param-N: 5425233430109903\r\n");

      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      ScriptedUpstream.Request sent = since(before).getLast();
      assertThat(sees(sent.head() + sent.text(), canary)).as(sent.head() + sent.text()).isFalse();
      JsonNode arguments = WholeGateway.JSON.readTree(sent.text()).at("/params/arguments");
      String header = sent.headers("mcp-param-q").getFirst();
      assertThat(decoded(header)).isEqualTo(arguments.path("q").textValue());
      assertThat(sent.headers("mcp-param-n")).containsExactly("0");
      assertThat(sent.headers("content-length")).containsExactly("" + sent.body().length);
    }
  }

  @Test
  void aResourceThatIsCalledByAValueIsNotAskedFor() throws Exception {
    for (boolean modern : new boolean[] {false, true}) {
      for (String choice : List.of("mask", "block")) {
        int before = upstream.requests().size();
        Said said = new Said("resources/read", "crm://a/jane@example.com", "\"uri\":$");
        RawHttp.Answer answer = send(modern, choice, said, "\"crm://a/jane@example.com\"", "");

        assertThat(since(before)).isEmpty();
        assertThat(answer.body()).contains("must not leave").doesNotContain("jane");
      }
    }
  }

  private static List<JsonNode> observed() {
    return gateway.audit().stream()
        .filter(record -> record.at("/unmapped/gw/route").asText().endsWith("/observe"))
        .toList();
  }

  private static List<Said> said(boolean modern) {
    List<Said> all = new ArrayList<>(SAID);
    all.addAll(modern ? MODERN : LEGACY);
    return all;
  }

  private static List<ScriptedUpstream.Request> since(int before) {
    List<ScriptedUpstream.Request> all = upstream.requests();
    return all.subList(before, all.size());
  }

  private static boolean sees(String text, Canary canary) {
    return new LeakReader(text).sees(canary, PART);
  }

  private static void nothingIsWritten() throws Exception {
    String metrics = gateway.metrics();
    await()
        .untilAsserted(
            () -> {
              LeakReader reader = new LeakReader(gateway.audit() + metrics);
              assertThat(Canary.ALL)
                  .filteredOn(canary -> reader.sees(canary, Integer.MAX_VALUE))
                  .isEmpty();
            });
  }

  private static String decoded(String header) {
    return header.startsWith("=?base64?")
        ? new String(
            Base64.getDecoder().decode(header.substring(9, header.length() - 2)),
            StandardCharsets.UTF_8)
        : header;
  }

  private static String message(boolean modern, Said said, String json) {
    String inner =
        json.isEmpty() ? "" : Json.quote(json).substring(1, Json.quote(json).length() - 1);
    String members = said.members.replace("~", inner).replace("$", json);
    if (said.method.isEmpty()) {
      return "{\"jsonrpc\":\"2.0\",\"id\":\"q1\"," + members + "}";
    }
    String id = said.method.startsWith("notifications/") ? "" : "\"id\":7,";
    return "{\"jsonrpc\":\"2.0\","
        + id
        + "\"method\":\""
        + said.method
        + "\",\"params\":{"
        + members
        + (modern ? "," + Requests.META : "")
        + "}}";
  }

  private static RawHttp.Answer send(
      boolean modern, String choice, Said said, String json, String more) throws IOException {
    String fields =
        modern
            ? "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: "
                + said.method
                + "\r\n"
                + (said.name.isEmpty() ? "" : "Mcp-Name: " + said.name + "\r\n")
            : "MCP-Protocol-Version: 2025-11-25\r\n";
    try (RawHttp connection = gateway.connect()) {
      connection.send(
          Requests.post(
              gateway.port(),
              (modern ? "/modern/" : "/legacy/") + choice,
              fields + more,
              message(modern, said, json)));
      return connection.answer();
    }
  }
}
