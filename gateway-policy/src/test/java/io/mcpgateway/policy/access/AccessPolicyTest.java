package io.mcpgateway.policy.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.McpMethod.Primitive;
import io.mcpgateway.policy.Exchanges;
import io.mcpgateway.policy.access.Question.Subject;
import io.mcpgateway.policy.model.Ask;
import io.mcpgateway.policy.model.Mode;
import io.mcpgateway.policy.model.PolicySpec;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessPolicyTest {
  private static final Principal ANN = Exchanges.someone("ann", "sales");
  private static final PolicySpec SALES =
      Exchanges.policy(
          """
          roles:
            sales: { tools: [refund], asks: [elicitation, sampling] }
            lead: { tools: ["*"] }
          rules:
            - name: large
              tools: [refund]
              deny-when: "args.amount > 100"
            - { name: quiet, deny: { asks: [sampling] } }
            - { name: known-hosts, asks: [elicitation], require: "client.name == 'good'" }
          """);

  private static Question question(Principal caller, Subject subject, int amount) {
    return new Question(
        caller,
        subject,
        new Circumstances(
            "/crm/mcp",
            "crm",
            "good",
            Era.MODERN,
            "tools/call",
            null,
            new Circumstances.Arguments.Known(
                () -> JsonNodeFactory.instance.objectNode().put("amount", amount)),
            Instant.EPOCH));
  }

  private static Subject tool(String name) {
    return new Subject.Use(Primitive.TOOL, name);
  }

  @Test
  void anUpstreamMayAskOnlyWhatARolePermits() {
    AccessPolicy policy = new AccessPolicy(SALES);

    assertThat(policy.decide(question(ANN, new Subject.Answer(Ask.ELICITATION), 0)))
        .isEqualTo(new Decision.Permit("role:sales"));
    assertThat(policy.decide(question(ANN, new Subject.Answer(Ask.SAMPLING), 0)))
        .isEqualTo(new Decision.Deny("rule:quiet"));
    assertThat(policy.decide(question(ANN, new Subject.Answer(Ask.ROOTS), 0)))
        .isEqualTo(new Decision.Deny("default"));
    assertThat(
            new AccessPolicy(PolicySpec.permitAll("v"))
                .decide(question(ANN, new Subject.Answer(Ask.ROOTS), 0)))
        .isEqualTo(new Decision.Permit("permit-all"));
  }

  @Test
  void anExplanationNamesFileAndLineAndWhatWouldHelp() {
    AccessPolicy policy = new AccessPolicy(SALES);

    Explanation large = policy.explain(question(ANN, tool("refund"), 101));
    assertThat(large.decision()).isEqualTo(new Decision.Deny("rule:large"));
    assertThat(large.steps().getFirst())
        .hasToString(
            "Step[rule=rule:large, source=policy.yaml:5, "
                + "says=denies: its condition is true, counts=true]");
    assertThat(large.remedies())
        .containsExactly(
            "Change rule:large (policy.yaml:5), or ask so that this is false: args.amount > 100.");

    Explanation other = policy.explain(question(ANN, tool("other"), 1));
    assertThat(other.decision()).isEqualTo(new Decision.Deny("default"));
    assertThat(other.steps())
        .singleElement()
        .hasToString(
            "Step[rule=role:lead, source=policy.yaml:3, "
                + "says=would permit, but the caller does not have it, counts=false]");
    assertThat(other.remedies())
        .containsExactly("Give the caller one of role:lead (policy.yaml:3).");

    Explanation good = policy.explain(question(ANN, tool("refund"), 1));
    assertThat(good.decision()).isEqualTo(new Decision.Permit("role:sales"));
    assertThat(good.remedies()).isEmpty();
  }

  @Test
  void aRouteThatPermitsAllIsHeldToThePlatform() {
    AccessPolicy policy = AccessPolicy.of(PolicySpec.permitAll("v1"), SALES, Mode.OBSERVE);

    assertThat(policy.permitsAll()).isFalse();
    assertThat(policy.decide(question(ANN, tool("refund"), 1)).isPermit()).isTrue();
    assertThat(policy.decide(question(ANN, tool("refund"), 101)))
        .isEqualTo(new Decision.Deny("platform:rule:large"));
    assertThat(policy.decide(question(ANN, tool("other"), 1)))
        .isEqualTo(new Decision.Deny("platform:default"));
    assertThat(policy.version()).isEqualTo("v1+v1");
    assertThat(
            AccessPolicy.of(PolicySpec.permitAll("v1"), SALES, Mode.ENFORCE)
                .decide(question(ANN, tool("refund"), 1)))
        .isEqualTo(new Decision.Permit("platform:role:sales"));
  }

  @Test
  void scopesOfThePlatformCannotBeImpliedByTheRoute() {
    PolicySpec route =
        Exchanges.policy(
            """
            roles: { anyone: { tools: ["*"] } }
            scopes: [{ tools: [x], require: [small] }]
            scope-hierarchy: { tiny: [big, small] }
            """);
    PolicySpec platform =
        Exchanges.policy(
            """
            roles: { anyone: { tools: ["*"] } }
            scopes: [{ tools: [x], require: [big] }]
            """);
    AccessPolicy policy = AccessPolicy.of(route, platform, Mode.ENFORCE);
    Set<String> required = policy.requiredScopes(Primitive.TOOL, "x");

    assertThat(required).containsExactlyInAnyOrder("small", "big");
    assertThat(policy.allows(Exchanges.withScopes("ann", Set.of("tiny")), required)).isFalse();
    assertThat(policy.allows(Exchanges.withScopes("ann", Set.of("tiny", "big")), required))
        .isTrue();
  }

  @Test
  void definitionsAreNeededWhereSomethingLooksAtThem() {
    assertThat(new AccessPolicy(SALES).needsDefinitions()).isFalse();
    for (String yaml :
        new String[] {
          "roles: { a: { risk: [read] } }",
          "rules: [{ name: x, tools: [x], deny-when: \"tool.risk == 'read'\" }]",
          "rules: [{ name: x, tools: [x], require: \"has(tool.annotations.title)\" }]"
        }) {
      assertThat(new AccessPolicy(Exchanges.policy(yaml)).needsDefinitions()).isTrue();
    }
  }

  @Test
  void rolesAreThoseThatThePolicyKnows() {
    assertThat(
            new AccessPolicy(SALES)
                .rolesOf(Exchanges.someone("ann", "sales", "other"), Instant.EPOCH))
        .containsExactly("sales");
  }
}
