package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.app.config.ConfigException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Pinned tools: written down with the command, compared by a running gateway, over sockets. */
class ToolPinsTest {
  private static final String REFUND =
      "{'name':'refund','description':'Gives money back.','inputSchema':{'type':'object',"
          + "'properties':{'amount':{'type':'integer'}}}}";
  private static final String SEARCH =
      "{'name':'search','description':'Finds.','inputSchema':{'type':'object'}}";
  private static final String CHANGED = REFUND.replace("money back", "all money back");

  @TempDir private Path directory;
  private final ToolServer server = new ToolServer();
  private String printed = "";

  @AfterEach
  void stop() {
    server.close();
  }

  private String upstream(boolean modern, String tools) {
    return """
    upstreams: [{ name: crm, url: "%s", protocol: %s, tools: %s }]
    routes: [{ path: /crm, upstream: crm, anonymous: true, permit-all: true }]
    """
        .formatted(server.url(), modern ? "modern" : "legacy", tools);
  }

  private int pin(String more, String... arguments) throws Exception {
    Path file = directory.resolve("pin.yaml");
    Files.writeString(
        file, "listeners: [{ name: local, address: \"127.0.0.1:0\", plaintext: true }]\n" + more);
    StringWriter out = new StringWriter();
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
    String[] all = new String[arguments.length + 5];
    all[0] = "pin";
    all[1] = "--config";
    all[2] = file.toString();
    all[3] = "--upstream";
    all[4] = "crm";
    System.arraycopy(arguments, 0, all, 5, arguments.length);
    int exit = command.execute(all);
    printed = out.toString();
    return exit;
  }

  private void pinBoth(boolean modern) throws Exception {
    server.lists(REFUND, SEARCH);
    assertThat(pin(upstream(modern, "{ pins: pins.yaml }"))).as(printed).isZero();
  }

  private WholeGateway gateway(boolean modern, String tools) throws Exception {
    return WholeGateway.start(directory, "", upstream(modern, tools));
  }

  @ParameterizedTest(name = "modern: {0}")
  @ValueSource(booleans = {true, false})
  void whatIsPinnedIsListedAndCallableAndNothingIsFound(boolean modern) throws Exception {
    pinBoth(modern);
    String lock = Files.readString(directory.resolve("pins.yaml"));
    assertThat(lock)
        .contains("upstream: \"crm\"", "  \"refund\":", "      \"amount\": \"")
        .doesNotContain("money");
    assertThat(lock.indexOf("refund")).isLessThan(lock.indexOf("search"));
    assertThat(pin(upstream(modern, "{ pins: pins.yaml }"), "--check")).isZero();
    assertThat(printed).contains("2 tools, all as they were reviewed");

    try (WholeGateway gateway = gateway(modern, "{ pins: pins.yaml, on-drift: block }")) {
      McpClient client = new McpClient(gateway.url("/crm"), modern);

      assertThat(client.tools()).containsExactly("refund", "search");
      assertThat(client.call("refund", "{}").has("result")).isTrue();
      assertThat(gateway.metric("mcpgateway_tool_findings{kind=\"changed\",upstream=\"crm\"}"))
          .isZero();
    }
  }

  @ParameterizedTest(name = "modern {0}: {1}")
  @CsvSource({"true,hide", "false,hide", "true,block", "false,block", "true,warn", "false,warn"})
  void whatChangedOnTheSecondPageIsKeptFromListsAndCallsAlike(boolean modern, String action)
      throws Exception {
    server.lists(SEARCH, REFUND);
    assertThat(pin(upstream(modern, "{ pins: pins.yaml }"))).as(printed).isZero();
    server.lists(SEARCH, CHANGED);

    try (WholeGateway gateway = gateway(modern, "{ pins: pins.yaml, on-drift: " + action + " }")) {
      McpClient client = new McpClient(gateway.url("/crm"), modern);

      List<String> tools = client.tools();
      JsonNode called = client.call("refund", "{}");
      client.tools();

      if (action.equals("warn")) {
        assertThat(tools).containsExactly("search", "refund");
        assertThat(called.has("result")).isTrue();
      } else {
        assertThat(tools).containsExactly("search");
        assertThat(server.calls()).isEmpty();
        assertThat(called.path("error").path("message").asText())
            .isEqualTo(
                action.equals("hide")
                    ? "Unknown tool"
                    : "The tool has changed and waits for somebody to review it");
      }
      assertThat(client.call("search", "{}").has("result")).isTrue();
      assertThat(gateway.metric("mcpgateway_tool_findings{kind=\"changed\",upstream=\"crm\"}"))
          .isEqualTo(1);
      await().until(() -> findings(gateway).size() == 1);
      JsonNode finding = findings(gateway).getFirst();
      assertThat(finding.at("/unmapped/gw/event").asText()).isEqualTo("tool-finding");
      assertThat(finding.at("/unmapped/gw/details/upstream").asText()).isEqualTo("crm");
      assertThat(finding.at("/unmapped/gw/details/tool").asText()).isEqualTo("refund");
      assertThat(finding.at("/unmapped/gw/details/finding").asText()).isEqualTo("changed");
      assertThat(finding.at("/unmapped/gw/details/differences").asText())
          .isEqualTo("description changed");
    }
  }

  private static List<JsonNode> findings(WholeGateway gateway) {
    return gateway.audit().stream()
        .filter(record -> record.at("/unmapped/gw/event").asText().equals("tool-finding"))
        .toList();
  }

  @Test
  void aHiddenToolAnswersByteForByteLikeOneThatDoesNotExist() throws Exception {
    pinBoth(true);
    server.lists(CHANGED, SEARCH);
    try (WholeGateway gateway = gateway(true, "{ pins: pins.yaml, on-drift: hide }")) {
      McpClient client = new McpClient(gateway.url("/crm"), true);

      assertThat(client.call("refund", "{}")).isEqualTo(client.call("nothing", "{}"));
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'name':'refund','description':'Gives money back.','inputSchema':{'type':'object',"
            + "'properties':{'amount':{'type':'integer'},'to':{}}}} | new-parameter |"
            + " parameter to added",
        "{'name':'refund','description':'Gives money back.','inputSchema':{'type':'object',"
            + "'properties':{}}} | changed | parameter amount removed",
        "{'name':'refund','description':'Gives money back.','inputSchema':{'type':'object',"
            + "'properties':{'amount':{'type':'number'}}}} | changed | parameter amount changed",
        "{'name':'refund','title':'x','description':'Gives money back.','inputSchema':{"
            + "'type':'object','required':['amount'],'properties':{'amount':{'type':'integer'}}}}"
            + " | changed | title added, inputSchema changed",
        "{'name':'refund2','description':'Gives money back.','inputSchema':{'type':'object',"
            + "'properties':{'amount':{'type':'integer'}}}} | renamed-tool | was refund",
        "{'name':'delete','inputSchema':{'type':'object'}} | new-tool | ``",
      })
  void whatIsDifferentIsSaid(String tool, String kind, String differences) throws Exception {
    pinBoth(true);
    server.lists(SEARCH, tool);
    String config = upstream(true, "{ pins: pins.yaml }");

    assertThat(pin(config, "--check")).isEqualTo(1);
    assertThat(printed)
        .contains(": " + kind + (differences.isEmpty() ? "" : ": " + differences) + "\n");

    try (WholeGateway gateway = gateway(true, "{ pins: pins.yaml, on-drift: hide }")) {
      McpClient client = new McpClient(gateway.url("/crm"), true);

      assertThat(client.tools()).containsExactly("search");
      assertThat(gateway.metric("mcpgateway_tool_findings{kind=\"" + kind + "\",upstream=\"crm\"}"))
          .isEqualTo(1);
    }
  }

  @Test
  void aToolThatIsGoneIsFound() throws Exception {
    pinBoth(true);
    server.lists(SEARCH);

    assertThat(pin(upstream(true, "{ pins: pins.yaml }"), "--check")).isEqualTo(1);
    assertThat(printed).contains("refund: removed-tool\n");
    try (WholeGateway gateway = gateway(true, "{ pins: pins.yaml }")) {
      new McpClient(gateway.url("/crm"), true).tools();

      assertThat(gateway.metric("mcpgateway_tool_findings{kind=\"removed-tool\",upstream=\"crm\"}"))
          .isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "modern: {0}")
  @ValueSource(booleans = {true, false})
  void hiddenCharactersAreFoundInEveryTextAlsoWithoutPins(boolean modern) throws Exception {
    server.lists(
        SEARCH,
        "{'name':'a','description':'x\u200By','inputSchema':{'type':'object'}}",
        "{'name':'b','inputSchema':{'type':'object','properties':{'p':{'enum':['\u202E']}}}}",
        "{'name':'c','inputSchema':{'type':'object','properties':{'p':{'default':"
            + "'\\udb40\\udc41'}}}}");
    try (WholeGateway gateway = gateway(modern, "{ on-hidden-characters: block }")) {
      McpClient client = new McpClient(gateway.url("/crm"), modern);

      assertThat(client.tools()).containsExactly("search");
      for (String tool : List.of("a", "b", "c")) {
        assertThat(client.call(tool, "{}").path("error").path("data").path("reason").asText())
            .isEqualTo("unreviewed-tool");
      }
      assertThat(server.calls()).isEmpty();
      assertThat(
              gateway.metric(
                  "mcpgateway_tool_findings{kind=\"hidden-characters\",upstream=\"crm\"}"))
          .isEqualTo(3);
    }
  }

  @Test
  void newPinsTakeEffectWithoutARestart() throws Exception {
    pinBoth(true);
    server.lists(CHANGED, SEARCH);
    try (WholeGateway gateway = gateway(true, "{ pins: pins.yaml, on-drift: hide }")) {
      McpClient client = new McpClient(gateway.url("/crm"), true);
      assertThat(client.tools()).containsExactly("search");

      assertThat(pin(upstream(true, "{ pins: pins.yaml }"))).isZero();

      await().until(() -> client.tools().size() == 2);
      assertThat(client.call("refund", "{}").has("result")).isTrue();
    }
  }

  @Test
  void mistakesInALockFileAreFoundWithTheirLine() throws Exception {
    Files.writeString(
        directory.resolve("pins.yaml"),
        """
        version: 2
        upstream: hr
        tools:
          refund:
            sha256: abc
            members: { instructions: "0123456789abcdef0123456789abcdef" }
            more: 1
        """);
    ConfigException wrong =
        catchThrowableOfType(
            ConfigException.class,
            () -> gateway(true, "{ pins: pins.yaml, on-drift: sometimes, none: 1 }").close());

    assertThat(wrong.problems().stream().map(Object::toString))
        .anyMatch(each -> each.startsWith("gateway.yaml:4: upstreams[0].tools.on-drift"))
        .anyMatch(each -> each.contains("upstreams[0].tools.none: unknown key"))
        .anyMatch(each -> each.startsWith("pins.yaml:1: version"))
        .anyMatch(each -> each.startsWith("pins.yaml:2: upstream: \"hr\""))
        .anyMatch(each -> each.startsWith("pins.yaml:5: tools.refund.sha256: \"abc\""))
        .anyMatch(each -> each.startsWith("pins.yaml:5: tools.refund.body"))
        .anyMatch(each -> each.startsWith("pins.yaml:6: tools.refund.members"))
        .anyMatch(each -> each.contains("tools.refund.more: unknown key"));
  }

  @Test
  void whatCannotBePinnedSaysWhy() throws Exception {
    server.lists(REFUND, CHANGED);
    assertThat(pin(upstream(true, "{ pins: pins.yaml }"))).isEqualTo(1);
    assertThat(printed).contains("two of one name: [refund]");

    assertThat(pin(upstream(true, "{}"))).isEqualTo(2);
    assertThat(printed).contains("--out: ");

    server.lists(REFUND);
    Path other = directory.resolve("other.yaml");
    assertThat(pin(upstream(true, "{}"), "--out", other.toString())).isZero();
    assertThat(other).isNotEmptyFile();
    assertThat(directory).isDirectoryNotContaining("glob:**.tmp");

    server.close();
    assertThat(pin(upstream(true, "{ pins: pins.yaml }"))).isEqualTo(1);
    assertThat(printed).contains("its tools cannot be listed: upstream-unreachable");

    String exchanges =
        upstream(true, "{}")
            .replace(
                "tools: {}",
                "credential: { type: token-exchange, token-url: \"http://127.0.0.1:1/t\","
                    + " client-id: g, client-auth: none, resource: \"http://127.0.0.1:1/\" }")
            .replace("anonymous: true", "authenticate: [corp]");
    assertThat(
            pin(
                exchanges + "issuers: [{ name: corp, issuer: \"http://127.0.0.1:1\" }]\n",
                "--out",
                other.toString()))
        .as(printed)
        .isEqualTo(1);
    assertThat(printed).contains("a token of one is needed");
  }
}
