package io.mcpgateway.policy.argument;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Observation;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.ToolDefinition;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.policy.Exchanges;
import io.mcpgateway.policy.model.ArgumentRules;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsStageTest {
  private static final String AMOUNT =
      "{'type':'object','properties':{'amount':{'type':'integer'}}}";
  private static final String CALL = "'arguments':{'amount':'x'}";

  private final ArgumentChecks checks = new ArgumentChecks();
  private boolean waited;

  @AfterEach
  void stop() {
    checks.close();
  }

  private ArgumentsStage stage(String... policies) {
    List<ArgumentRules> rules =
        Arrays.stream(policies)
            .map(yaml -> Exchanges.policy("roles: {}\n" + yaml).arguments())
            .toList();
    return new ArgumentsStage(rules, checks);
  }

  private static Exchange call(String arguments) {
    return Exchanges.request(
        Exchanges.anonymous(),
        McpMethod.TOOLS_CALL,
        ("{'name':'refund'" + (arguments.isEmpty() ? "" : "," + arguments) + "}")
            .replace('\'', '"'));
  }

  private static ToolDefinition tool(String schema) {
    try {
      return new ToolDefinition(
          "refund",
          new ObjectMapper().readTree(("{'inputSchema':" + schema + "}").replace('\'', '"')));
    } catch (IOException malformed) {
      throw new IllegalArgumentException(malformed);
    }
  }

  private Verdict apply(ArgumentsStage stage, Exchange exchange) {
    Verdict verdict = stage.apply(exchange);
    waited = verdict instanceof Verdict.Await;
    return verdict instanceof Verdict.Await(var later)
        ? later.toCompletableFuture().join()
        : verdict;
  }

  private static Verdict invalid(String... problems) {
    return new Verdict.Refuse(new Refusal.InvalidArguments(List.of(problems)));
  }

  @Test
  void theFirstCallOfADefinitionWaitsAndTheOthersDoNot() {
    ArgumentsStage stage = stage("validate-arguments: enforce");
    ToolDefinition tool = tool(AMOUNT);
    Exchange wrong = call(CALL).with(tool);

    assertThat(apply(stage, wrong)).isEqualTo(invalid("/amount is a string (expected: integer)"));
    assertThat(waited).isTrue();
    assertThat(apply(stage, wrong)).isEqualTo(invalid("/amount is a string (expected: integer)"));
    assertThat(waited).isFalse();
    Exchange right = call("'arguments':{'amount':1}").with(tool);
    assertThat(apply(stage, right)).isEqualTo(new Verdict.Continue(right));
    assertThat(waited).isFalse();
  }

  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource({
    "off,off,passes",
    "off,observe,observed",
    "observe,off,observed",
    "observe,enforce,refused",
    "enforce,off,refused",
  })
  void ofTwoLayersTheStricterCounts(String platform, String route, String result) {
    Exchange wrong = call(CALL).with(tool(AMOUNT));

    Verdict verdict =
        apply(stage("validate-arguments: " + platform, "validate-arguments: " + route), wrong);

    Verdict expected =
        switch (result) {
          case "passes" -> new Verdict.Continue(wrong);
          case "observed" ->
              new Verdict.Continue(
                  wrong.observed(
                      List.of(new Observation("arguments:refund", Observation.Effect.DENY))));
          default -> invalid("/amount is a string (expected: integer)");
        };
    assertThat(verdict).isEqualTo(expected);
  }

  @Test
  void schemasOfAllLayersCountEachInItsMode() {
    String tight = "schemas: [{ name: a, tools: ['*'], schema: { required: [reason] } }]";
    String observed =
        "schemas: [{ name: b, tools: [refund], mode: observe, schema: { maxProperties: 0 } },"
            + " { name: c, tools: [other], schema: { maxProperties: 0 } }]";

    assertThat(apply(stage(tight, observed), call("'arguments':{'amount':1}")))
        .isEqualTo(
            new Verdict.Refuse(
                new Refusal.InvalidArguments(List.of("/reason is missing (expected: a value)")),
                List.of(new Observation("schema:b", Observation.Effect.DENY))));
    assertThat(waited).isFalse();
  }

  @Test
  void aPolicyThatIsOnlyObservedEnforcesNothing() {
    ArgumentRules rules =
        Exchanges.policy(
                "validate-arguments: enforce\n"
                    + "schemas: [{ name: a, tools: ['*'], schema: { required: [reason] } }]")
            .arguments()
            .observed();
    Exchange wrong = call(CALL).with(tool(AMOUNT));

    assertThat(apply(new ArgumentsStage(List.of(rules), checks), wrong))
        .isEqualTo(
            new Verdict.Continue(
                wrong.observed(
                    List.of(
                        new Observation("arguments:refund", Observation.Effect.DENY),
                        new Observation("schema:a", Observation.Effect.DENY)))));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | ok",
        "'arguments':{} | ok",
        "'arguments':null | the arguments are no object (expected: an object)",
        "'arguments':[] | the arguments are no object (expected: an object)",
        "'arguments':{'amount':1e999999999} | a number is too long (expected: at most 1000 digits"
            + " and an exponent within as many)",
        "'arguments':{'amount':null} | /amount is null (expected: integer)",
        "'arguments':{'amount':1e2} | ok",
      })
  void whateverArgumentsAre(String arguments, String problem) {
    Exchange call = call(arguments).with(tool(AMOUNT));

    assertThat(apply(stage("validate-arguments: enforce"), call))
        .isEqualTo(problem.equals("ok") ? new Verdict.Continue(call) : invalid(problem));
  }

  @Test
  void aToolWithoutDefinitionIsHiddenOrObserved() {
    Exchange call = call("");

    assertThat(apply(stage("validate-arguments: enforce"), call))
        .isEqualTo(
            new Verdict.Refuse(new Refusal.Hidden(call.target(), "arguments:unlisted-tool")));
    assertThat(apply(stage("validate-arguments: observe"), call))
        .isEqualTo(
            new Verdict.Continue(
                call.observed(
                    List.of(new Observation("arguments:unlisted-tool", Observation.Effect.DENY)))));
    assertThat(stage("validate-arguments: observe").needsDefinitions()).isTrue();
    assertThat(stage("").needsDefinitions()).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"{'pattern':'(?=a)'}", "{'allOf':[{'$ref':'#'}]}", "7", "{'$ref':'http://a/b'}"})
  void aSchemaThatCannotBeUsedRefusesAlwaysAndIsCountedEachTime(String schema) {
    Exchange call = call("").with(tool(schema));
    ArgumentsStage enforced = stage("validate-arguments: enforce");

    for (int i = 1; i <= 2; i++) {
      Verdict verdict = apply(enforced, call);
      assertThat(verdict).isInstanceOf(Verdict.Refuse.class);
      assertThat(((Verdict.Refuse) verdict).refusal())
          .isInstanceOf(Refusal.BadUpstreamAnswer.class);
      assertThat(checks.unusableSchemas()).isEqualTo(i);
    }
    assertThat(apply(stage("validate-arguments: observe"), call))
        .isEqualTo(
            new Verdict.Continue(
                call.observed(
                    List.of(new Observation("arguments:refund", Observation.Effect.DENY)))));
  }

  @Test
  void whatIsTooMuchForAnEventLoopIsCheckedElsewhereAndWhatIsTooMuchForAllIsRefused() {
    String large =
        "{'type':'object','additionalProperties':{'items':{'type':'integer','minimum':0}}}";
    ToolDefinition tool = tool(large);
    ArgumentsStage stage = stage("validate-arguments: enforce");
    apply(stage, call("").with(tool));

    Exchange few = call("'arguments':{'a':[1,2,3]}").with(tool);
    assertThat(apply(stage, few)).isEqualTo(new Verdict.Continue(few));
    assertThat(waited).isFalse();
    Exchange many = call("'arguments':{'a':[" + "1,".repeat(7_000) + "1]}").with(tool);
    assertThat(apply(stage, many)).isEqualTo(new Verdict.Continue(many));
    assertThat(waited).isTrue();

    String twice =
        "{'allOf':[{'properties':{'a':{'$ref':'#'}}},{'properties':{'a':{'$ref':'#'}}}]}";
    Exchange deep =
        call("'arguments':" + "{'a':".repeat(40) + "{}" + "}".repeat(40)).with(tool(twice));
    assertThat(apply(stage, deep))
        .isEqualTo(
            invalid(
                "the arguments take too long to check (expected: smaller or less nested ones)"));
    assertThat(checks.spentBudgets()).isEqualTo(1);
  }
}
