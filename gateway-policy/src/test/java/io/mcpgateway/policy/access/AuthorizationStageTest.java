package io.mcpgateway.policy.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Grant;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.RefusalAnswer;
import io.mcpgateway.core.exchange.Target;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.McpMethod.Primitive;
import io.mcpgateway.policy.Exchanges;
import io.mcpgateway.policy.model.PolicySpec;
import org.junit.jupiter.api.Test;

class AuthorizationStageTest {
  private static final Principal ANN = Exchanges.someone("ann", "sales");

  private final AuthorizationStage stage =
      new AuthorizationStage(
          new AccessPolicy(
              Exchanges.policy(
                  """
                  roles:
                    sales: { tools: ["*"], resources: ["crm://**"], prompts: [greet] }
                  rules:
                    - { name: no-deletes, deny: { tools: ["delete_*"] } }
                  """)));

  @Test
  void aPermittedCallLeavesWithAGrantThatNamesItsRule() {
    Exchange call = Exchanges.call(ANN, "search");

    assertThat(stage.apply(call))
        .isEqualTo(new Verdict.Continue(call.with(new Grant.ByRule("role:sales", "v1"))));
  }

  @Test
  void aHiddenToolAndAnUnknownOneAnswerWithTheSameBytes() {
    assertThat(answer(Exchanges.call(ANN, "delete_all")))
        .isEqualTo(answer(Exchanges.call(Exchanges.anonymous(), "no_such_tool")))
        .contains("-32602");
  }

  @Test
  void whatASessionDoesBesidesMessagesIsPermitted() {
    Exchange response =
        Exchanges.send(ANN, Exchanges.message("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}"));

    assertThat(rule(response)).isEqualTo("session");
    assertThat(rule(Exchanges.exchange(ANN, new Operation.OpenStream(), Target.none())))
        .isEqualTo("session");
    assertThat(rule(Exchanges.exchange(ANN, new Operation.EndSession(), Target.none())))
        .isEqualTo("session");
  }

  @Test
  void aResumedStreamIsDecidedAsTheReplyThatItWasPartOf() {
    assertThat(rule(resumed(McpMethod.TOOLS_CALL, Primitive.TOOL, "search")))
        .isEqualTo("role:sales");
    assertThat(rule(resumed(McpMethod.TOOLS_CALL, Primitive.TOOL, "delete_all")))
        .isEqualTo("denied");
    assertThat(rule(resumed(McpMethod.TOOLS_LIST, Primitive.TOOL, ""))).isEqualTo("session");
    assertThat(rule(resumed(McpMethod.COMPLETE, null, "greet"))).isEqualTo("role:sales");
    assertThat(rule(resumed(McpMethod.COMPLETE, null, "crm://a/{id}"))).isEqualTo("role:sales");
    assertThat(rule(resumed(McpMethod.COMPLETE, null, "hr://a/{id}"))).isEqualTo("denied");
  }

  @Test
  void aRouteThatPermitsAllStillRefusesUnknownMethods() {
    AuthorizationStage open = new AuthorizationStage(new AccessPolicy(PolicySpec.permitAll("v2")));
    Exchange unknown =
        Exchanges.send(ANN, Exchanges.message("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x/y\"}"));

    assertThat(word(open.apply(Exchanges.call(Exchanges.anonymous(), "delete_all"))))
        .isEqualTo("permit-all");
    assertThat(word(open.apply(unknown))).isEqualTo("unknown-method");
  }

  private static Exchange resumed(
      McpMethod method, @org.jspecify.annotations.Nullable Primitive primitive, String name) {
    return Exchanges.exchange(ANN, new Operation.OpenStream(), new Target(method, primitive, name));
  }

  private String answer(Exchange exchange) {
    return stage.apply(exchange) instanceof Verdict.Refuse(var refusal)
        ? new String(
            RefusalAnswer.of(refusal, exchange.client().era(), exchange.id())
                .body(exchange.requestId()),
            UTF_8)
        : "not refused";
  }

  private String rule(Exchange exchange) {
    return word(stage.apply(exchange));
  }

  private static String word(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Continue(Exchange granted) ->
          granted.grant() instanceof Grant.ByRule(String rule, _) ? rule : "no grant";
      case Verdict.Refuse(var refusal) -> refusal.reason();
      case Verdict.Await _ -> "await";
    };
  }
}
