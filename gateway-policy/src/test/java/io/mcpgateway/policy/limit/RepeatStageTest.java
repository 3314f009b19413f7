package io.mcpgateway.policy.limit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Observation;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.RefusalAnswer;
import io.mcpgateway.core.exchange.Target;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.RequestId;
import io.mcpgateway.core.protocol.Span;
import io.mcpgateway.policy.Exchanges;
import io.mcpgateway.policy.model.Mode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatStageTest {
  private static final Principal ANN = Exchanges.someone("ann");
  private static final Principal BOB = Exchanges.someone("bob");
  private static final String RULE = "{ name: same, times: 3, within: 10m }";

  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final Repeats memory = new Repeats(clock::get);

  @Test
  void anAgentThatRetriesForEverIsStoppedAndLetGoOnLater() {
    RepeatStage stage = stage(RULE);
    int made = 0;
    // One attempt every second for an hour, as a loop that nobody watches makes them.
    for (int second = 0; second < 3600; second++) {
      if (stage.apply(call(ANN, "refund", "{\"order\":7}")) instanceof Verdict.Continue) {
        made++;
      }
      forward(Duration.ofSeconds(1));
    }

    assertThat(made).as("three in each of six windows").isEqualTo(18);
    assertThat(memory.size()).isEqualTo(1);
  }

  @Test
  void theWindowSlides() {
    RepeatStage stage = stage(RULE);
    Exchange call = call(ANN, "refund", "{}");
    for (int i = 0; i < 3; i++) {
      assertThat(stage.apply(call)).isEqualTo(new Verdict.Continue(call));
      forward(Duration.ofMinutes(3));
    }

    assertThat(stage.apply(call)).isEqualTo(refused("same", Duration.ofMinutes(1)));
    forward(Duration.ofMinutes(1).minusNanos(1));
    assertThat(stage.apply(call)).isEqualTo(refused("same", Duration.ofNanos(1)));
    forward(Duration.ofNanos(1));
    assertThat(stage.apply(call)).isEqualTo(new Verdict.Continue(call));
    assertThat(stage.apply(call)).isEqualTo(refused("same", Duration.ofMinutes(3)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a':1,'b':[1,2]} | { 'b' : [ 1 , 2 ] , 'a' : 1 }",
        "{'a':1} | {'a':1.0}",
        "{'a':1} | {'a':1e0}",
        "{'a':100} | {'a':1E+2}",
        "{'a':-0.5} | {'a':-5e-01}",
        "{'a':0} | {'a':-0.000e7}",
        "{'a':'é/'} | {'\\u0061':'\\u00E9\\/'}",
        "{'a':{'x':1,'y':null}} | {'a':{'y':null,'x':1}}",
        "{} | null",
      })
  void whatIsWrittenOtherwiseIsTheSameCall(String first, String second) {
    RepeatStage stage = stage("{ name: same, times: 1, within: 1s }");

    assertThat(stage.apply(call(ANN, "t", first))).isInstanceOf(Verdict.Continue.class);
    assertThat(stage.apply(call(ANN, "t", second))).isInstanceOf(Verdict.Refuse.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a':1} | {'a':2}",
        "{'a':1} | {'a':'1'}",
        "{'a':1} | {'A':1}",
        "{'a':1} | {'a':10}",
        "{'a':0.1} | {'a':1}",
        "{'a':9007199254740993} | {'a':9007199254740992}",
        "{'a':1e400} | {'a':1e401}",
        "{'a':1e99999999999999999999} | {'a':1e-99999999999999999999}",
        "{'a':null} | {}",
        "{'a':[1,2]} | {'a':[2,1]}",
        "{'a':['b','c']} | {'a':['b,c']}",
        "{'a':[]} | {'a':{}}",
        "{'a':true} | {'a':false}",
      })
  void whatMeansSomethingElseIsAnotherCall(String first, String second) {
    RepeatStage stage = stage("{ name: same, times: 1, within: 1s }");

    assertThat(stage.apply(call(ANN, "t", first))).isInstanceOf(Verdict.Continue.class);
    assertThat(stage.apply(call(ANN, "t", second))).isInstanceOf(Verdict.Continue.class);
  }

  @Test
  void callersToolsAndRoutesAreCountedEachForThemselves() {
    RepeatStage stage = stage("{ name: same, times: 1, within: 1s }");
    Exchange call = call(ANN, "t", "{}");

    assertThat(passes(stage, call)).isTrue();
    assertThat(passes(stage, call(BOB, "t", "{}"))).isTrue();
    assertThat(passes(stage, call(ANN, "u", "{}"))).isTrue();
    assertThat(passes(stage, Exchanges.onRoute("/other", ANN, call.operation(), call.target())))
        .isTrue();
    assertThat(passes(stage, call)).isFalse();
  }

  @Test
  void theRoundsOfOneCallAreNotRepeats() {
    RepeatStage stage = stage("{ name: same, times: 1, within: 1s }");

    assertThat(passes(stage, params("{\"name\":\"t\",\"arguments\":{}}"))).isTrue();
    assertThat(passes(stage, params("{\"name\":\"t\",\"requestState\":\"1\"}"))).isTrue();
    assertThat(passes(stage, params("{\"name\":\"t\",\"requestState\":\"2\"}"))).isTrue();
    assertThat(
            passes(stage, params("{\"name\":\"t\",\"inputResponses\":{\"a\":{\"action\":\"x\"}}}")))
        .isTrue();
    assertThat(passes(stage, params("{\"name\":\"t\",\"_meta\":{\"progressToken\":2}}")))
        .as("but whatever else changes does not matter")
        .isFalse();
    assertThat(passes(stage, params("{\"name\":\"t\",\"requestState\":\"2\"}"))).isFalse();
  }

  @Test
  void onlyNamedToolsAndOnlyCallsAreCounted() {
    RepeatStage stage = stage("{ name: same, tools: ['re*'], times: 1, within: 1s }");

    assertThat(passes(stage, call(ANN, "search", "{}"))).isTrue();
    assertThat(passes(stage, call(ANN, "search", "{}"))).isTrue();
    Exchange list = Exchanges.request(ANN, McpMethod.TOOLS_LIST, "{}");
    assertThat(passes(stage, list)).isTrue();
    assertThat(passes(stage, list)).isTrue();
    Exchange resumed =
        Exchanges.exchange(
            ANN,
            new Operation.OpenStream(),
            new Target(McpMethod.TOOLS_CALL, McpMethod.Primitive.TOOL, "refund"));
    assertThat(passes(stage, resumed)).isTrue();
    assertThat(passes(stage, resumed)).isTrue();
    assertThat(passes(stage, call(ANN, "refund", "{}"))).isTrue();
    assertThat(passes(stage, call(ANN, "refund", "{}"))).isFalse();
  }

  @Test
  void whatIsObservedIsNotedAndLetThrough() {
    RepeatStage stage = stage("{ name: same, times: 1, within: 1s, mode: observe }");
    Exchange call = call(ANN, "t", "{}");

    assertThat(stage.apply(call)).isEqualTo(new Verdict.Continue(call));
    assertThat(stage.apply(call))
        .isEqualTo(
            new Verdict.Continue(
                call.observed(
                    java.util.List.of(new Observation("repeats:same", Observation.Effect.DENY)))));
  }

  @Test
  void aPolicyOrRouteThatIsObservedRefusesNothing() {
    String yaml = "repeats: [{ name: same, times: 1, within: 1s }]";
    Exchange call = call(ANN, "t", "{}");
    RepeatStage policy = new RepeatStage(Exchanges.policy("mode: observe\n" + yaml), memory);
    RepeatStage route =
        new RepeatStage(Exchanges.policy(yaml).under(Mode.OBSERVE), new Repeats(clock::get));
    RepeatStage platform =
        new RepeatStage(
            Exchanges.policy("roles: {}").under(Mode.OBSERVE),
            Exchanges.policy(yaml),
            new Repeats(clock::get));

    for (RepeatStage stage : new RepeatStage[] {policy, route}) {
      assertThat(passes(stage, call)).isTrue();
      assertThat(passes(stage, call)).isTrue();
    }
    assertThat(passes(platform, call)).isTrue();
    assertThat(passes(platform, call)).as("the platform's rules count as ever").isFalse();
  }

  @Test
  void theSameRuleInBothPoliciesCountsOnce() {
    String yaml = "repeats: [{ name: same, times: 2, within: 1s }]";
    RepeatStage stage = new RepeatStage(Exchanges.policy(yaml), Exchanges.policy(yaml), memory);
    Exchange call = call(ANN, "t", "{}");

    assertThat(passes(stage, call)).isTrue();
    assertThat(passes(stage, call)).isTrue();
    assertThat(passes(stage, call)).isFalse();
  }

  @Test
  void whatOneRuleRefusesDoesNotCountForTheOthers() {
    RepeatStage stage =
        stage("{ name: long, times: 2, within: 1h }, { name: short, times: 1, within: 1s }");
    Exchange call = call(ANN, "t", "{}");

    assertThat(passes(stage, call)).isTrue();
    assertThat(stage.apply(call)).isEqualTo(refused("short", 1, Duration.ofSeconds(1)));
    forward(Duration.ofSeconds(1));
    assertThat(passes(stage, call)).isTrue();
    forward(Duration.ofSeconds(1));
    assertThat(stage.apply(call))
        .isEqualTo(refused("long", 2, Duration.ofHours(1).minusSeconds(2)));
  }

  @Test
  void aReloadDoesNotForgetAndTheMemoryIsBounded() {
    Repeats small = new Repeats(clock::get, 10 * 33);
    Exchange call = call(ANN, "t", "{\"n\":0}");
    assertThat(passes(stage("{ name: s, times: 1, within: 1h }", small), call)).isTrue();
    assertThat(passes(stage("{ name: s, times: 1, within: 1h }", small), call)).isFalse();

    RepeatStage stage = stage("{ name: s, times: 1, within: 1h }", small);
    for (int i = 1; i < 1000; i++) {
      stage.apply(call(ANN, "t", "{\"n\":" + i + "}"));
    }
    assertThat(small.size()).isLessThanOrEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MODERN", "LEGACY"})
  void theModelIsToldInAResultOfTheTool(Era era) throws Exception {
    RefusalAnswer answer =
        RefusalAnswer.of(new Refusal.Repeated("repeats:same", 3, Duration.ofSeconds(9)), era, "x");

    assertThat(answer.status()).isEqualTo(200);
    JsonNode body = new ObjectMapper().readTree(answer.body(new RequestId("7")));
    assertThat(body.get("id").intValue()).isEqualTo(7);
    assertThat(body.has("error")).isFalse();
    assertThat(body.at("/result/isError").booleanValue()).isTrue();
    assertThat(body.at("/result/content/0/text").textValue())
        .contains("was made 3 times")
        .doesNotContain("same\"");
    assertThat(body.at("/result/resultType").asText())
        .isEqualTo(era == Era.MODERN ? "complete" : "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ times: 1, within: 1s } | name: missing",
        "{ name: a, within: 1s } | times: (expected: how many of the same calls",
        "{ name: a, times: 1 } | within: (expected: a duration",
        "{ name: a, times: 0, within: 1s } | from 1 to 100",
        "{ name: a, times: 101, within: 1s } | from 1 to 100",
        "{ name: a, times: 1, within: 0s } | longer than zero",
        "{ name: a, times: 1, within: 1s, mode: maybe } | one of enforce, observe",
        "{ name: a, times: 1, within: 1s }, { name: a, times: 1, within: 1s } | a name that no",
        "{ name: a, times: 1, within: 1s, key: [x] } | unknown key",
      })
  void mistakesAreFoundWhenThePolicyIsRead(String entries, String problem) {
    assertThatThrownBy(() -> Exchanges.policy("repeats: [" + entries + "]"))
        .hasMessageContaining(problem);
  }

  @Test
  void deepAndWideArgumentsHaveOneFormToo() {
    StringBuilder deep = new StringBuilder("1.50");
    for (int i = 0; i < 30; i++) {
      deep.insert(0, "{\"b\": [ ], \"a\":[").append("]}");
    }
    byte[] bytes = deep.toString().getBytes(UTF_8);

    String canonical = CanonicalJson.of(bytes, new Span(0, bytes.length));

    assertThat(canonical).startsWith("{\"a\":[{\"a\":[").contains("[15e-1]").endsWith("\"b\":[]}");
  }

  private RepeatStage stage(String rules) {
    return stage(rules, memory);
  }

  private static RepeatStage stage(String rules, Repeats memory) {
    return new RepeatStage(Exchanges.policy("repeats: [" + rules + "]"), memory);
  }

  private static boolean passes(RepeatStage stage, Exchange call) {
    return stage.apply(call) instanceof Verdict.Continue;
  }

  private static Verdict refused(String rule, Duration wait) {
    return refused(rule, 3, wait);
  }

  private static Verdict refused(String rule, int times, Duration wait) {
    return new Verdict.Refuse(new Refusal.Repeated("repeats:" + rule, times, wait));
  }

  private static Exchange call(Principal principal, String tool, String arguments) {
    return Exchanges.request(
        principal,
        McpMethod.TOOLS_CALL,
        "{\"name\":\"" + tool + "\",\"arguments\":" + arguments.replace('\'', '"') + "}");
  }

  private static Exchange params(String params) {
    return Exchanges.request(ANN, McpMethod.TOOLS_CALL, params);
  }

  private void forward(Duration time) {
    clock.addAndGet(time.toNanos());
  }
}
