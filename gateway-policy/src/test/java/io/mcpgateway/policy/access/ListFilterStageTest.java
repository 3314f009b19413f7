package io.mcpgateway.policy.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Revision;
import io.mcpgateway.core.exchange.Revocations;
import io.mcpgateway.core.exchange.Target;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.policy.Exchanges;
import io.mcpgateway.policy.model.PolicySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ListFilterStageTest {
  private static final PolicySpec SALES =
      Exchanges.policy(
          """
          roles:
            sales:
              tools: [a, c]
              resources: ["crm://accounts/**", "file:///srv/readme"]
              prompts: [greet]
          rules:
            - { name: closed, deny: { resources: ["crm://accounts/closed/**"] } }
          """);

  @Test
  void deniedToolsGoAndEveryOtherByteStays() {
    assertThat(
            list(
                McpMethod.TOOLS_LIST,
                "{ \"tools\" : [ {\"name\":\"x\"} ,\n {\"n\":1.10,\"name\":\"a\"},\t{\"name\":\"y\"}"
                    + ", {\"name\":\"\\u0063\", \"z\":9007199254740993 } , {\"name\":\"z\"} ],"
                    + "\"nextCursor\":\"p2\" }"))
        .isEqualTo(
            "{ \"tools\" : [ {\"n\":1.10,\"name\":\"a\"}"
                + ", {\"name\":\"\\u0063\", \"z\":9007199254740993 } ],"
                + "\"nextCursor\":\"p2\" }");
  }

  @Test
  void aPageOfWhichNothingIsLeftKeepsItsCursor() {
    assertThat(
            list(
                McpMethod.TOOLS_LIST,
                "{\"tools\":[ {\"name\":\"x\"},{\"name\":\"y\"} ],\"nextCursor\":\"p2\"}"))
        .isEqualTo("{\"tools\":[],\"nextCursor\":\"p2\"}");
  }

  @Test
  void aListIsPrivateAlsoIfNothingOfItIsHidden() {
    assertThat(
            list(
                McpMethod.TOOLS_LIST,
                "{\"cacheScope\":\"public\",\"tools\":[{\"name\":\"a\"}],\"ttlMs\":1e15}"))
        .isEqualTo("{\"cacheScope\":\"private\",\"tools\":[{\"name\":\"a\"}],\"ttlMs\":1e15}");
  }

  @Test
  void aToolThatIsClosedIsNotShownEvenWhereEverythingIsPermitted() {
    Exchange exchange = Exchanges.request(Exchanges.anonymous(), McpMethod.TOOLS_LIST, "{}");
    ListFilterStage stage =
        new ListFilterStage(new AccessPolicy(PolicySpec.permitAll("v1")), new Closed("a"));

    assertThat(stage.concerns(exchange)).isTrue();
    assertThat(
            text(
                stage.apply(
                    exchange,
                    response(
                        "{\"tools\":[{\"name\":\"a\"},{\"name\":\"b\"}],"
                            + "\"cacheScope\":\"public\"}"))))
        .contains("{\"tools\":[{\"name\":\"b\"}],\"cacheScope\":\"private\"}");
  }

  @Test
  void aToolThatPolicyPermitsAndAnOperatorClosedIsNotShown() {
    Exchange exchange =
        Exchanges.request(Exchanges.someone("ann", "sales"), McpMethod.TOOLS_LIST, "{}");
    ListFilterStage stage = new ListFilterStage(new AccessPolicy(SALES), new Closed("a"));

    assertThat(
            text(
                stage.apply(
                    exchange,
                    response("{\"tools\":[{\"name\":\"a\"},{\"name\":\"c\"},{\"name\":\"x\"}]}"))))
        .contains("{\"tools\":[{\"name\":\"c\"}]}");
  }

  private record Closed(String tool) implements Revocations {
    @Override
    public long version() {
      return 1;
    }

    @Override
    public Refusal.@Nullable Revoked objection(Exchange exchange) {
      return null;
    }

    @Override
    public boolean closes(Exchange exchange, String name) {
      return name.equals(tool);
    }
  }

  @Test
  void aResourceThatOnlySomeMayReadIsPrivate() {
    assertThat(list(McpMethod.RESOURCES_READ, "{\"contents\":[],\"cacheScope\":\"public\"}"))
        .isEqualTo("{\"contents\":[],\"cacheScope\":\"private\"}");
  }

  @Test
  void anEntryWithoutAReadableNameGoes() {
    assertThat(
            list(
                McpMethod.TOOLS_LIST,
                "{\"tools\":[{},\"a\",{\"name\":1},{\"name\":\"a\"},[{\"name\":\"a\"}],null]}"))
        .isEqualTo("{\"tools\":[{\"name\":\"a\"}]}");
  }

  @Test
  void resourcesTemplatesAndPromptsAreFilteredTheSameWay() {
    assertThat(
            list(
                McpMethod.RESOURCES_LIST,
                "{\"resources\":[{\"uri\":\"crm://accounts/1\"},{\"uri\":\"crm://accounts/../x\"}"
                    + ",{\"uri\":\"file:///srv/readme\"}]}"))
        .isEqualTo(
            "{\"resources\":[{\"uri\":\"crm://accounts/1\"},{\"uri\":\"file:///srv/readme\"}]}");
    assertThat(
            list(
                McpMethod.RESOURCE_TEMPLATES_LIST,
                "{\"resourceTemplates\":["
                    + "{\"uriTemplate\":\"crm://accounts/{id}\"},"
                    + "{\"uriTemplate\":\"crm://{any}\"},"
                    + "{\"uriTemplate\":\"crm://accounts/closed/{id}\"},"
                    + "{\"uriTemplate\":\"file:///{path}\"},"
                    + "{\"uriTemplate\":\"hr://people/{id}\"}]}"))
        .isEqualTo(
            "{\"resourceTemplates\":["
                + "{\"uriTemplate\":\"crm://accounts/{id}\"},"
                + "{\"uriTemplate\":\"crm://{any}\"},"
                + "{\"uriTemplate\":\"file:///{path}\"}]}");
    assertThat(
            list(
                McpMethod.PROMPTS_LIST,
                "{\"prompts\":[{\"name\":\"greet\"},{\"name\":\"other\"}]}"))
        .isEqualTo("{\"prompts\":[{\"name\":\"greet\"}]}");
  }

  @Test
  void aResultThatIsNoListIsWithheld() {
    for (String result :
        List.of(
            "[]",
            "7",
            "{}",
            "{\"tools\":{}}",
            "{\"tools\":null}",
            "{\"Tools\":[{\"name\":\"x\"}],\"tools\":[]}")) {
      assertThat(revise(McpMethod.TOOLS_LIST, result))
          .as(result)
          .isEqualTo(new Revision.Blocked(new Refusal.Withheld("list-filter")));
    }
  }

  @Test
  void listsInAStreamOfUnknownOriginAreFiltered() {
    Exchange stream =
        Exchanges.exchange(
            Exchanges.someone("ann", "sales"), new Operation.OpenStream(), Target.none());
    ListFilterStage stage = new ListFilterStage(new AccessPolicy(SALES));

    assertThat(stage.concerns(stream)).isTrue();
    assertThat(text(stage.apply(stream, response("{\"tools\":[{\"name\":\"x\"}]}"))))
        .contains("{\"tools\":[]}");
    assertThat(stage.apply(stream, response("{\"content\":[]}"))).isEqualTo(Revision.UNCHANGED);
  }

  @Test
  void aRouteThatPermitsAllIsLeftAlone() {
    ListFilterStage stage = new ListFilterStage(new AccessPolicy(PolicySpec.permitAll("v1")));

    assertThat(stage.concerns(Exchanges.request(Exchanges.anonymous(), McpMethod.TOOLS_LIST, "{}")))
        .isFalse();
  }

  @Test
  void completionsShowNoValueWhoseResourceIsHidden() {
    assertThat(completed("crm://accounts/{id}", "id", "", "[\"1\", \"closed\",\"2/3\",\"../x\"]"))
        .isEqualTo("[\"1\", \"closed\"]");
    assertThat(
            completed("crm://accounts/{+id}", "id", "", "[\"1\",\"closed/7\",\"../x\",\"2/3\",7]"))
        .isEqualTo("[\"1\",\"2/3\"]");
    assertThat(completed("crm://{kind}/{id}", "id", "{\"kind\":\"accounts\"}", "[\"1\"]"))
        .isEqualTo("[\"1\"]");
    assertThat(completed("crm://{kind}/{id}", "id", "{\"kind\":\"people\"}", "[\"1\"]"))
        .isEqualTo("[]");
    // What else is open could make it one that may be read.
    assertThat(completed("crm://{kind}/{id}", "id", "{}", "[\"1\"]")).isEqualTo("[\"1\"]");
    assertThat(completed("crm://accounts/{id}{?q}", "id", "{}", "[\"1\"]")).isEqualTo("[\"1\"]");
  }

  @Test
  void aCompletionThatCannotBeReadIsWithheld() {
    Exchange exchange = completing("crm://accounts/{id}", "id", "");
    for (String result :
        List.of("7", "{}", "{\"completion\":7}", "{\"completion\":{\"values\":7}}")) {
      assertThat(new ListFilterStage(new AccessPolicy(SALES)).apply(exchange, response(result)))
          .as(result)
          .isEqualTo(new Revision.Blocked(new Refusal.Withheld("list-filter")));
    }
  }

  private static Exchange completing(String template, String argument, String context) {
    return Exchanges.request(
        Exchanges.someone("ann", "sales"),
        McpMethod.COMPLETE,
        "{\"ref\":{\"type\":\"ref/resource\",\"uri\":\""
            + template
            + "\"},\"argument\":{\"name\":\""
            + argument
            + "\",\"value\":\"\"}"
            + (context.isEmpty() ? "" : ",\"context\":{\"arguments\":" + context + "}")
            + "}");
  }

  private static String completed(String template, String argument, String context, String values) {
    Exchange exchange = completing(template, argument, context);
    ListFilterStage stage = new ListFilterStage(new AccessPolicy(SALES));
    assertThat(stage.concerns(exchange)).isTrue();
    Revision revision =
        stage.apply(
            exchange,
            response("{\"completion\":{\"values\":" + values + ",\"total\":9,\"hasMore\":true}}"));
    if (revision.equals(Revision.UNCHANGED)) {
      return values;
    }
    String whole = text(revision);
    assertThat(whole).endsWith(",\"total\":9,\"hasMore\":true}}}");
    return whole.substring(whole.indexOf('['), whole.indexOf(']') + 1);
  }

  @Test
  void removedEntriesAreCounted() {
    assertThat(revise(McpMethod.TOOLS_LIST, "{\"tools\":[{\"name\":\"x\"},{\"name\":\"y\"}]}"))
        .isInstanceOfSatisfying(
            Revision.Changed.class,
            changed -> assertThat(changed.counts()).isEqualTo(Map.of("list-filter", 2)));
  }

  @Test
  void whateverThePolicyAToolIsListedExactlyIfItIsCallable() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      AccessPolicy policy = new AccessPolicy(Exchanges.policy(randomPolicy(random)));
      Principal caller = Exchanges.someone("ann", pick(random, "r0", "r1", "r2", "none"));
      List<String> names = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        names.add(randomName(random));
      }
      List<String> entries = names.stream().map(n -> "{\"name\":\"" + n + "\"}").toList();
      List<String> callable = names.stream().filter(n -> isPermitted(policy, caller, n)).toList();

      Revision revision =
          new ListFilterStage(policy)
              .apply(
                  Exchanges.request(caller, McpMethod.TOOLS_LIST, "{}"),
                  response("{\"tools\":[" + String.join(",", entries) + "]}"));

      String expected =
          String.join(",", callable.stream().map(n -> "{\"name\":\"" + n + "\"}").toList());
      if (callable.size() == names.size()) {
        assertThat(revision).isEqualTo(Revision.UNCHANGED);
      } else {
        assertThat(text(revision))
            .as("seed " + seed)
            .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[" + expected + "]}}");
      }
    }
  }

  private static boolean isPermitted(AccessPolicy policy, Principal caller, String tool) {
    return new AuthorizationStage(policy).apply(Exchanges.call(caller, tool))
        instanceof Verdict.Continue;
  }

  private static String randomPolicy(Random random) {
    StringBuilder yaml = new StringBuilder("roles:\n");
    for (int role = 0; role < 3; role++) {
      yaml.append("  r").append(role).append(": { tools: [");
      for (int i = random.nextInt(4); i >= 0; i--) {
        yaml.append('"').append(randomGlob(random)).append("\",");
      }
      yaml.append("]");
      if (role > 0 && random.nextBoolean()) {
        yaml.append(", includes: [r").append(role - 1).append("]");
      }
      yaml.append(" }\n");
    }
    yaml.append("rules:\n");
    for (int rule = random.nextInt(3); rule >= 0; rule--) {
      yaml.append("  - { name: d")
          .append(rule)
          .append(", deny: { tools: [\"")
          .append(randomGlob(random))
          .append("\"] }, unless-roles: [r")
          .append(random.nextInt(3))
          .append("] }\n");
    }
    return yaml.toString();
  }

  private static String randomGlob(Random random) {
    String name = randomName(random);
    int at = random.nextInt(name.length() + 1);
    return switch (random.nextInt(4)) {
      case 0 -> name;
      case 1 -> name.substring(0, at) + "*";
      case 2 -> "*" + name.substring(at);
      default -> name.substring(0, at) + "*" + name.substring(Math.min(at + 1, name.length()));
    };
  }

  private static String randomName(Random random) {
    StringBuilder name = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      name.append(pick(random, "a", "b", "_", "A"));
    }
    return name.toString();
  }

  private static String pick(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static String list(McpMethod method, String result) {
    String whole = text(revise(method, result));
    String start = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":";
    assertThat(whole).startsWith(start);
    return whole.substring(start.length(), whole.length() - 1);
  }

  private static Revision revise(McpMethod method, String result) {
    Exchange exchange = Exchanges.request(Exchanges.someone("ann", "sales"), method, "{}");
    ListFilterStage stage = new ListFilterStage(new AccessPolicy(SALES));
    assertThat(stage.concerns(exchange)).isTrue();
    return stage.apply(exchange, response(result));
  }

  private static io.mcpgateway.core.protocol.JsonRpcMessage response(String result) {
    return Exchanges.message("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + result + "}");
  }

  private static String text(Revision revision) {
    return revision instanceof Revision.Changed changed
        ? new String(changed.message().bytes(), UTF_8)
        : revision.toString();
  }
}
