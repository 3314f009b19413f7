package io.mcpgateway.policy.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Grant;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.RefusalAnswer;
import io.mcpgateway.core.exchange.Session;
import io.mcpgateway.core.exchange.Target;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.McpMethod.Primitive;
import io.mcpgateway.policy.Exchanges;
import io.mcpgateway.policy.model.PolicySpec;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
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
  void aDeniedMethodAndAnUnknownOneAnswerWithTheSameBytes() {
    AuthorizationStage denies =
        new AuthorizationStage(
            new AccessPolicy(
                Exchanges.policy(
                    "rules: [{ name: x, deny: { methods: [vendor/x, completion/complete] } }]")));
    List<String> answers =
        Stream.of("vendor/x", "vendor/y", "completion/complete")
            .map(
                method ->
                    Exchanges.message(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\"}"))
            .map(message -> denies.apply(Exchanges.send(ANN, message)))
            .map(verdict -> ((Verdict.Refuse) verdict).refusal())
            .map(refusal -> RefusalAnswer.of(refusal, Era.MODERN, "x1").toString())
            .distinct()
            .toList();

    assertThat(answers).singleElement().asString().contains("-32601").contains("unknown-method");
  }

  @Test
  void aStreamThatGoesOnWithAForeignMethodIsDecidedAsThatMethod() {
    AuthorizationStage vendor =
        new AuthorizationStage(
            new AccessPolicy(Exchanges.policy("roles: { sales: { methods: [vendor/a] } }")));

    assertThat(word(vendor.apply(goingOn("vendor/a")))).isEqualTo("role:sales");
    assertThat(word(vendor.apply(goingOn("vendor/b")))).isEqualTo("unknown-method");
    assertThat(word(vendor.apply(goingOn("GET")))).isEqualTo("session");
  }

  private static Exchange goingOn(String method) {
    Exchange stream = Exchanges.exchange(ANN, new Operation.OpenStream(), Target.none());
    return stream.with(
        stream
            .client()
            .with(
                new Session.Open(
                    "s", "u", new Session.ResumePoint("e", method, ""), Instant.EPOCH)));
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

  @Test
  void everyExchangeNeedsTheScopesOfTheRoute() {
    AuthorizationStage asks = scoped(false);
    Principal reader = Exchanges.withScopes("ann", Set.of("mcp:read"), "sales");
    JsonRpcMessage note =
        Exchanges.message("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\"}");
    for (Principal caller : List.of(ANN, reader)) {
      String good = caller.equals(reader) ? "ok" : "403 mcp:read";
      assertThat(answered(asks, Exchanges.request(caller, McpMethod.DISCOVER, "{}")))
          .isEqualTo(good);
      assertThat(answered(asks, Exchanges.request(caller, McpMethod.TOOLS_LIST, "{}")))
          .isEqualTo(good);
      assertThat(answered(asks, Exchanges.send(caller, note))).isEqualTo(good);
      assertThat(answered(asks, Exchanges.call(caller, "search"))).isEqualTo(good);
      assertThat(answered(asks, opening(caller))).isEqualTo(good);
      assertThat(answered(asks, ending(caller))).isEqualTo(good);
      assertThat(answered(asks, Exchanges.call(caller, "refund")))
          .isEqualTo("403 crm:write mcp:read");
    }
    assertThat(
            answered(
                new AuthorizationStage(new AccessPolicy(PolicySpec.permitAll("v")), NEEDS_READ),
                Exchanges.call(Exchanges.anonymous(), "search")))
        .isEqualTo("403 mcp:read");
  }

  @Test
  void onlyARequestCanBeAnsweredInABody() {
    AuthorizationStage asks = scoped(true);

    assertThat(answered(asks, Exchanges.call(ANN, "search"))).isEqualTo("200 mcp:read");
    assertThat(answered(asks, opening(ANN))).isEqualTo("403 mcp:read");
    assertThat(answered(asks, ending(ANN))).isEqualTo("403 mcp:read");
    assertThat(
            answered(
                asks,
                Exchanges.send(
                    ANN,
                    Exchanges.message(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\"}"))))
        .isEqualTo("403 mcp:read");
  }

  @Test
  void aResumedStreamNeedsTheScopesOfTheReplyThatItWasPartOf() {
    AuthorizationStage asks = scoped(false);

    assertThat(answered(asks, resumed(McpMethod.TOOLS_CALL, Primitive.TOOL, "refund")))
        .isEqualTo("403 crm:write mcp:read");
    assertThat(answered(asks, resumed(McpMethod.COMPLETE, null, "greet")))
        .isEqualTo("403 crm:greet mcp:read");
    assertThat(answered(asks, resumed(McpMethod.COMPLETE, null, "crm://accounts/{id}")))
        .isEqualTo("403 crm:read mcp:read");
  }

  private static final ScopeChallenge NEEDS_READ =
      new ScopeChallenge(Set.of("mcp:read"), URI.create("https://mcp.example/prm"), false);

  private static AuthorizationStage scoped(boolean inBody) {
    return new AuthorizationStage(
        new AccessPolicy(
            Exchanges.policy(
                """
                roles:
                  sales: { tools: ["*"], resources: ["crm://**"], prompts: [greet] }
                scopes:
                  - { tools: [refund], require: [crm:write] }
                  - { resources: ["crm://accounts/**"], require: [crm:read] }
                  - { prompts: [greet], require: [crm:greet] }
                """)),
        new ScopeChallenge(NEEDS_READ.routeScopes(), NEEDS_READ.resourceMetadata(), inBody));
  }

  /** The status and the scopes of the refusal. */
  private static String answered(AuthorizationStage asked, Exchange exchange) {
    if (!(asked.apply(exchange) instanceof Verdict.Refuse(Refusal.InsufficientScope missing, _))) {
      return "ok";
    }
    RefusalAnswer answer = RefusalAnswer.of(missing, exchange.client().era(), exchange.id());
    String scopes = String.join(" ", missing.scopes());
    assertThat(answer.headers())
        .containsEntry(
            "www-authenticate",
            "Bearer error=\"insufficient_scope\", scope=\""
                + scopes
                + "\", resource_metadata=\"https://mcp.example/prm\"");
    return answer.status() + " " + scopes;
  }

  private static Exchange opening(Principal caller) {
    return Exchanges.exchange(caller, new Operation.OpenStream(), Target.none());
  }

  private static Exchange ending(Principal caller) {
    return Exchanges.exchange(caller, new Operation.EndSession(), Target.none());
  }

  private static Exchange resumed(
      McpMethod method, @org.jspecify.annotations.Nullable Primitive primitive, String name) {
    return Exchanges.exchange(ANN, new Operation.OpenStream(), new Target(method, primitive, name));
  }

  private String answer(Exchange exchange) {
    return stage.apply(exchange) instanceof Verdict.Refuse(var refusal, _)
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
      case Verdict.Refuse(var refusal, _) -> refusal.reason();
      case Verdict.Await _ -> "await";
    };
  }
}
