package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.testkit.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Masked results of tools that say what their results are like: each satisfies the tool's
 * outputSchema, formats included, or is refused with a reason.
 */
class MaskedSchemasTest {
  private static final String MAIL = "zebedee.quill@wumblefink.com";
  private static final String CARD = "5425233430109903";

  /**
   * A tool.
   *
   * @param schema the properties of its results, with ' for "
   * @param content what it says, with ' for "
   * @param fits whether there is a masked result that satisfies the schema
   */
  private record Tool(String name, String schema, String content, boolean fits) {}

  private static final List<Tool> TOOLS =
      List.of(
          fits("email", "'m':{'type':'string','format':'email'}", "'m':'" + MAIL + "'"),
          fits("no-format", "'m':{'type':'string'}", "'m':'it is " + MAIL + "'"),
          fits(
              "uri",
              "'u':{'type':'string','format':'uri'}",
              "'u':'https://ann:s3cr3tQ9@db.corp.com/x'"),
          fits("mailto", "'u':{'type':'string','format':'uri'}", "'u':'mailto:" + MAIL + "'"),
          fits("ipv4", "'a':{'type':'string','format':'ipv4'}", "'a':'52.94.236.248'"),
          fits(
              "ipv6",
              "'a':{'type':'string','format':'ipv6'}",
              "'a':'2a03:2880:f12f:83:face:b00c:0:25de'"),
          fits(
              "uuid",
              "'a':{'type':'string','format':'uuid'}",
              "'a':'f47ac10b-58cc-4372-a567-0e02b2c3d479'"),
          fits(
              "date",
              "'birth_date':{'type':'string','format':'date'}",
              "'birth_date':'1984-11-23'"),
          fits("max-length", "'m':{'type':'string','maxLength':3}", "'m':'abc'"),
          fits(
              "card-length",
              "'c':{'type':'string','minLength':16,'maxLength':16}",
              "'c':'" + CARD + "'"),
          fits(
              "card-pattern",
              "'c':{'type':'string','pattern':'^[0-9]{16}$'}",
              "'c':'" + CARD + "'"),
          fits(
              "ssn-pattern",
              "'ssn':{'type':'string','pattern':'^[0-9]{3}-[0-9]{2}-[0-9]{4}$'}",
              "'ssn':'536-90-4399'"),
          fits("integer", "'c':{'type':'integer','minimum':1}", "'c':" + CARD),
          fits("exclusive", "'c':{'type':'integer','exclusiveMinimum':1000}", "'c':" + CARD),
          fits(
              "array",
              "'a':{'type':'array','minItems':2,'items':{'type':'string','format':'email'}}",
              "'a':['" + MAIL + "','b" + MAIL + "']"),
          fits(
              "nested",
              "'o':{'type':'object','required':['p'],'properties':{'p':{'type':'object','required':['m'],'properties':{'m':{'type':'string','format':'email'}}}}}",
              "'o':{'p':{'m':'" + MAIL + "'}}"),
          fits(
              "reference",
              "'o':{'$ref':'#/properties/p'},'p':{'type':'object','properties':{'m':{'type':'string','format':'email'}}}",
              "'o':{'m':'" + MAIL + "'}"),
          fits(
              "any-of",
              "'x':{'anyOf':[{'type':'null'},{'type':'string','maxLength':100},{'type':'string','format':'email'}]}",
              "'x':'" + MAIL + "'"),
          fits(
              "home",
              "'home':{'type':'object','required':['city'],'properties':{'city':{'type':'string','minLength':2},'no':{'type':'integer','minimum':5}}}",
              "'home':{'city':'Kiel','no':7}"),
          fits(
              "homes",
              "'homes':{'type':'array','minItems':1,'items':{'type':'string'}}",
              "'homes':['Kiel','Bonn']"),
          fits(
              "names",
              "'by':{'type':'object','additionalProperties':{'type':'integer'}}",
              "'by':{'" + MAIL + "':1}"),
          refused("enum", "'m':{'enum':['" + MAIL + "','x']}", "'m':'" + MAIL + "'"),
          refused("const", "'m':{'const':'" + MAIL + "'}", "'m':'" + MAIL + "'"),
          refused(
              "multiple",
              "'c':{'type':'integer','minimum':1000,'multipleOf':5425233430109903}",
              "'c':" + CARD),
          refused("pattern", "'m':{'type':'string','pattern':'^zebedee'}", "'m':'" + MAIL + "'"),
          refused(
              "required",
              "'by':{'type':'object','required':['" + MAIL + "']}",
              "'by':{'" + MAIL + "':1}"),
          refused(
              "closed",
              "'by':{'type':'object','additionalProperties':false,'properties':{'"
                  + MAIL
                  + "':{}},'minProperties':1}",
              "'by':{'" + MAIL + "':1}"));

  private static Tool fits(String name, String schema, String content) {
    return new Tool(name, schema, content, true);
  }

  private static Tool refused(String name, String schema, String content) {
    return new Tool(name, schema, content, false);
  }

  @TempDir static Path directory;
  private static final Map<String, Tool> BY_NAME = new LinkedHashMap<>();
  private static ScriptedUpstream upstream;
  private static WholeGateway gateway;

  @BeforeAll
  static void open() throws Exception {
    TOOLS.forEach(tool -> BY_NAME.put(tool.name, tool));
    upstream = ScriptedUpstream.start(MaskedSchemasTest::answer);
    Files.writeString(
        directory.resolve("policy.yaml"),
        """
        roles: { anyone: { tools: ['*'] } }
        masks:
          - { name: everything, detect: [all] }
          - { name: homes, fields: [/home, /homes] }
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

  private static Tool tool(String name) {
    return Objects.requireNonNull(BY_NAME.get(name));
  }

  private static String schema(Tool tool) {
    return ("{'type':'object','properties':{" + tool.schema + "}}").replace('\'', '"');
  }

  private static String content(Tool tool) {
    return ("{" + tool.content + "}").replace('\'', '"');
  }

  private static void answer(
      ScriptedUpstream.Request request, ScriptedUpstream.Connection connection) throws IOException {
    JsonNode message = WholeGateway.JSON.readTree(request.body());
    StringBuilder result = new StringBuilder("\"resultType\":\"complete\",");
    if (message.path("method").asText().equals("tools/list")) {
      result.append("\"tools\":[");
      for (Tool tool : TOOLS) {
        result.append(
            "%s{\"name\":\"%s\",\"inputSchema\":{\"type\":\"object\"},\"outputSchema\":%s}"
                .formatted(tool.equals(TOOLS.getFirst()) ? "" : ",", tool.name, schema(tool)));
      }
      result.append("]");
    } else {
      String content = content(tool(message.at("/params/name").asText()));
      result
          .append("\"content\":[{\"type\":\"text\",\"text\":")
          .append(Json.quote(content))
          .append("}],\"structuredContent\":")
          .append(content);
    }
    connection.respond(
        200,
        "application/json",
        "{\"jsonrpc\":\"2.0\",\"id\":" + message.get("id") + ",\"result\":{" + result + "}}");
  }

  @AfterAll
  static void close() {
    gateway.close();
    upstream.close();
  }

  static List<String> tools() {
    return TOOLS.stream().map(Tool::name).toList();
  }

  @ParameterizedTest
  @MethodSource("tools")
  void aMaskedResultSatisfiesTheSchemaOrIsRefused(String name) throws Exception {
    Tool tool = tool(name);
    // The upstream itself keeps to what it says.
    assertThat(problems(tool, WholeGateway.JSON.readTree(content(tool)))).isEmpty();
    for (boolean modern : new boolean[] {false, true}) {
      RawHttp.Answer answer = call(modern, name);
      LeakReader reader = new LeakReader(answer.body());
      for (String secret :
          List.of(MAIL, CARD, "536904399", "19841123", "s3cr3tQ9", "52.94.236.248")) {
        assertThat(reader.sees(secret, 6)).as(answer.body()).isFalse();
      }
      JsonNode body = WholeGateway.JSON.readTree(answer.body());
      if (!tool.fits) {
        assertThat(body.at("/error/message").asText())
            .as(answer.body())
            .startsWith(
                "The result was withheld by policy: masked, it does not satisfy the tool's outputSchema: ");
        continue;
      }
      JsonNode structured = body.at("/result/structuredContent");
      assertThat(structured.isObject()).as(answer.body()).isTrue();
      assertThat(problems(tool, structured)).as(answer.body()).isEmpty();
      assertThat(WholeGateway.JSON.readTree(body.at("/result/content/0/text").asText()))
          .as("the copy")
          .isEqualTo(structured);
    }
  }

  private static List<String> problems(Tool tool, JsonNode value) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(schema(tool))
        .validate(
            value,
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
        .stream()
        .map(Object::toString)
        .toList();
  }

  private static RawHttp.Answer call(boolean modern, String tool) throws IOException {
    try (RawHttp connection = gateway.connect()) {
      connection.send(
          modern
              ? Requests.post(
                  gateway.port(), "/modern", Requests.fields(tool), Requests.call(tool, "{}"))
              : Requests.post(
                  gateway.port(),
                  "/legacy",
                  "MCP-Protocol-Version: 2025-11-25\r\n",
                  "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\""
                      + tool
                      + "\",\"arguments\":{}}}"));
      return connection.answer();
    }
  }
}
