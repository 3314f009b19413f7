package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.app.config.ConfigException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments on their way to an upstream: clients and servers of both eras, over sockets. */
class ToolArgumentsTest {
  private static final String REFUND =
      "{'name':'refund','inputSchema':{'type':'object','required':['amount'],"
          + "'additionalProperties':false,'properties':{'amount':{'type':'integer','minimum':1},"
          + "'currency':{'enum':['EUR','USD']}}}}";

  @TempDir private Path directory;
  private final ToolServer server = new ToolServer();

  @AfterEach
  void stop() {
    server.close();
  }

  private WholeGateway gateway(boolean modern, String policy) throws Exception {
    return gateway(modern, policy, "refund, unlisted, broken");
  }

  private WholeGateway gateway(boolean modern, String policy, String tools) throws Exception {
    Files.writeString(
        directory.resolve("policy.yaml"),
        "roles: { anyone: { tools: [" + tools + "] } }\n" + policy);
    return WholeGateway.start(
        directory,
        "",
        """
        upstreams: [{ name: crm, url: "%s", protocol: %s }]
        routes: [{ path: /crm, upstream: crm, anonymous: true, policy: policy.yaml }]
        """
            .formatted(server.url(), modern ? "modern" : "legacy"));
  }

  @ParameterizedTest(name = "modern: {0}")
  @ValueSource(booleans = {true, false})
  void argumentsThatDoNotFitAreAnsweredSoThatAModelCanCorrectThem(boolean modern) throws Exception {
    server.lists("{'name':'other','inputSchema':{'type':'object'}}", REFUND);
    try (WholeGateway gateway = gateway(modern, "validate-arguments: enforce")) {
      McpClient client = new McpClient(gateway.url("/crm"), modern);

      JsonNode wrong = client.call("refund", "{'amount':'12','currency':'GBP','note':'hi'}");
      JsonNode right = client.call("refund", "{'amount':12}");

      assertThat(wrong.path("id").asInt()).isEqualTo(7);
      JsonNode result = wrong.path("result");
      assertThat(result.path("isError").asBoolean()).isTrue();
      assertThat(result.path("resultType").asText()).isEqualTo(modern ? "complete" : "");
      assertThat(result.path("content").path(0).path("type").asText()).isEqualTo("text");
      assertThat(result.path("content").path(0).path("text").asText())
          .contains("/amount is a string (expected: integer)")
          .contains("/currency is wrong (expected: one of [\"EUR\",\"USD\"])")
          .contains("/note is not known")
          .doesNotContain("GBP")
          .doesNotContain("hi\n");
      assertThat(right.path("result").path("content").path(0).path("text").asText())
          .isEqualTo("done");
      assertThat(server.calls()).hasSize(1);
      assertThat(gateway.refusals("/crm", "invalid-arguments")).isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "modern: {0}")
  @ValueSource(booleans = {true, false})
  void whatIsSaidOfTheSchemaIsMaskedAsTheListOfToolsIs(boolean modern) throws Exception {
    List<String> secrets =
        List.of("5425233430109903", "zebedee.quill@wumblefink.com", "536904399", "131052-308T");
    String number = "'5425233430109903'";
    String many = String.join(",", Collections.nCopies(19, number));
    server.lists(
        "{'name':'pay','inputSchema':{'type':'object','properties':{"
            + "'card':{'enum':['cash',"
            + number
            + "]},'cards':{'enum':["
            + many
            + "]},'mail':{'const':'zebedee.quill@wumblefink.com'},"
            + "'number':{'pattern':'^(536-90-4399|x)$'},"
            + "'id':{'not':{'default':'131052-308T'}},"
            + "'long':{'pattern':'^(?:"
            + "x".repeat(282)
            + "|5425233430109903)$'}},"
            + "'required':['zebedee.quill@wumblefink.com']}}");
    String policy =
        """
        validate-arguments: enforce
        masks:
          - { name: cards, detect: [card], tools: [pay] }
          - { name: people, detect: [email, national-id], action: keep-last-4 }
        """;
    try (WholeGateway gateway = gateway(modern, policy, "pay")) {
      JsonNode wrong =
          new McpClient(gateway.url("/crm"), modern)
              .call("pay", "{'card':'x','cards':'x','mail':'x','number':'9','id':'x','long':'9'}");

      String text = wrong.at("/result/content/0/text").asText();
      assertThat(text)
          .contains("/card is wrong (expected: one of [\"cash\",\"[card]\"])")
          .contains("/mail is wrong (expected: \"****\")")
          .contains("/number is wrong (expected: a text that matches \"^(****4399|x)$\")")
          .contains("/**** is missing");
      LeakReader reader = new LeakReader(text);
      for (String secret : secrets) {
        assertThat(reader.sees(secret, 6)).as(text).isFalse();
      }
      assertThat(gateway.newRecords(0, modern ? 1 : 2).toString())
          .doesNotContain("5425", "zebedee", "536-90");
    }
  }

  @Test
  void whatABlockingMaskFindsInAProblemIsNotSaid() throws Exception {
    server.lists(
        "{'name':'pay','inputSchema':{'type':'object','properties':{"
            + "'card':{'enum':['5425233430109903']},'sum':{'minimum':1}}}}");
    String policy =
        "validate-arguments: enforce\nmasks: [{ name: c, detect: [card], action: block }]";
    try (WholeGateway gateway = gateway(true, policy, "pay")) {
      JsonNode wrong = new McpClient(gateway.url("/crm"), true).call("pay", "{'card':1,'sum':0}");

      assertThat(wrong.at("/result/content/0/text").asText())
          .contains("- they are not what the tool's inputSchema says")
          .contains("/sum is wrong (expected: at least 1)")
          .doesNotContain("5425");
    }
  }

  @ParameterizedTest(name = "modern: {0}")
  @ValueSource(booleans = {true, false})
  void aToolThatIsNotListedAnswersLikeOneThatIsDeniedAndIsNotForwarded(boolean modern)
      throws Exception {
    server.lists(REFUND);
    try (WholeGateway gateway = gateway(modern, "validate-arguments: enforce")) {
      McpClient client = new McpClient(gateway.url("/crm"), modern);

      JsonNode unlisted = client.call("unlisted", "{}");
      JsonNode denied = client.call("denied", "{}");

      assertThat(unlisted).isEqualTo(denied);
      assertThat(server.calls()).isEmpty();
    }
  }

  @Test
  void observedArgumentsGoOnAndOffAsksNothing() throws Exception {
    server.lists(REFUND);
    try (WholeGateway gateway = gateway(true, "validate-arguments: observe")) {
      new McpClient(gateway.url("/crm"), true).call("refund", "{'amount':'12'}");
    }
    assertThat(server.calls()).hasSize(1);
    assertThat(server.methods()).contains("tools/list");

    try (ToolServer quiet = new ToolServer();
        WholeGateway gateway =
            WholeGateway.start(
                directory,
                "",
                """
                upstreams: [{ name: crm, url: "%s", protocol: legacy }]
                routes: [{ path: /crm, upstream: crm, anonymous: true, permit-all: true }]
                """
                    .formatted(quiet.url()))) {
      new McpClient(gateway.url("/crm"), false).call("refund", "{'amount':'12'}");
      assertThat(quiet.methods()).containsExactly("initialize", "tools/call");
    }
  }

  @Test
  void schemasOfThePolicyAreTighterAndNeedNoList() throws Exception {
    server.lists(REFUND);
    String schemas =
        """
        schemas:
          - name: small-refunds
            tools: ["ref*"]
            schema: { properties: { amount: { maximum: 100 } } }
          - name: only-euros
            tools: [refund]
            mode: observe
            schema: { properties: { currency: { const: EUR } } }
        """;
    try (WholeGateway gateway = gateway(false, schemas)) {
      McpClient client = new McpClient(gateway.url("/crm"), false);

      JsonNode large = client.call("refund", "{'amount':101}");
      JsonNode dollars = client.call("refund", "{'amount':100,'currency':'USD'}");

      assertThat(large.path("result").path("content").path(0).path("text").asText())
          .contains("/amount is wrong (expected: at most 100)");
      assertThat(dollars.path("result").path("isError").asBoolean()).isFalse();
      assertThat(server.methods()).doesNotContain("tools/list");
    }
  }

  @ParameterizedTest(name = "modern: {0}")
  @ValueSource(booleans = {true, false})
  void aSchemaThatRefersElsewhereMakesItsToolUnusableAndNobodyIsAsked(boolean modern)
      throws Exception {
    try (ServerSocket elsewhere = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      elsewhere.setSoTimeout(1);
      server.lists(
          REFUND
              + ",{'name':'broken','inputSchema':{'type':'object','properties':{'a':{'$ref':"
              + "'http://127.0.0.1:"
              + elsewhere.getLocalPort()
              + "/x.json'}}}}");
      try (WholeGateway gateway = gateway(modern, "validate-arguments: enforce")) {
        McpClient client = new McpClient(gateway.url("/crm"), modern);

        JsonNode broken = client.call("broken", "{'a':1}");
        JsonNode fine = client.call("refund", "{'amount':1}");

        assertThat(broken.path("error").path("data").path("reason").asText())
            .isEqualTo("bad-upstream-answer");
        assertThat(fine.has("result")).isTrue();
        assertThat(server.calls()).hasSize(1);
        assertThat(gateway.metric("mcpgateway_arguments_unusable_schemas_total")).isEqualTo(1);
      }
      assertThatThrownBy(elsewhere::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void aListThatCannotBeHadRefusesTheCall() throws Exception {
    server.close();
    try (WholeGateway gateway = gateway(true, "validate-arguments: enforce")) {
      JsonNode refused = new McpClient(gateway.url("/crm"), true).call("refund", "{'amount':1}");

      assertThat(refused.path("error").path("data").path("reason").asText())
          .isEqualTo("upstream-unreachable");
    }
  }

  @Test
  void mistakesInSchemasAreFoundWhenThePolicyIsRead() throws Exception {
    String schemas =
        """
        schemas:
          - { name: a, tools: [x], schema: { $ref: "http://127.0.0.1:1/x" } }
          - { name: a, schema: { pattern: "(?=x)" } }
          - { name: "b c", tools: [x] }
        """;
    ConfigException wrong =
        catchThrowableOfType(
            ConfigException.class,
            () -> gateway(true, "validate-arguments: maybe\n" + schemas).close());
    List<String> problems = wrong.problems().stream().map(Object::toString).toList();
    assertThat(problems)
        .anyMatch(each -> each.contains("policy.yaml:2: validate-arguments: \"maybe\""))
        .anyMatch(each -> each.contains("policy.yaml:4: schemas[0].schema"))
        .anyMatch(each -> each.contains("policy.yaml:5: schemas[1].name: \"a\""))
        .anyMatch(each -> each.contains("policy.yaml:5: schemas[1].tools"))
        .anyMatch(each -> each.contains("policy.yaml:5: schemas[1].schema"))
        .anyMatch(each -> each.contains("policy.yaml:6: schemas[2].name: \"b c\""))
        .anyMatch(each -> each.contains("policy.yaml:6: schemas[2].schema"));
  }
}
