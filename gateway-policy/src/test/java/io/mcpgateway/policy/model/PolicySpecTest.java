package io.mcpgateway.policy.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.config.Problem;
import io.mcpgateway.core.config.Problems;
import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.policy.Exchanges;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicySpecTest {
  @Test
  void aPolicyIsReadAsItStands() {
    PolicySpec policy =
        Exchanges.policy(
            """
            roles:
              sales:
                tools: [search_customers, "get_*"]
                resources: ["crm://accounts/**"]
                prompts: ["*"]
              support: { includes: [sales], tools: [refund] }
              anyone: { tools: ping_tool }
            rules:
              - { name: no-deletes, deny: { tools: ["delete_*"] }, unless-roles: [support] }
            scopes:
              - { tools: [refund, wire], require: [crm:write, crm:pay] }
              - { resources: ["crm://accounts/**"], prompts: [greet], require: crm:read }
            scope-hierarchy: { crm:admin: [crm:write, crm:pay], crm:write: crm:read }
            masks:
              - { name: cards, detect: [card, email], action: keep-last-4 }
              - name: billing
                fields: [/customer/billing, /items/*/price, /a~1b~0]
                unless-roles: [support]
                tools: [get_customer]
            limits:
              - { name: per-user, key: [principal], rate: 120/min, burst: 30 }
              - { name: refunds, tools: [refund], key: [principal, tool], rate: 5/h }
            """);

    assertThat(policy.version()).isEqualTo("v1");
    assertThat(policy.rolesOf(Set.of("support", "unknown")))
        .containsExactlyInAnyOrder("support", "sales", "anyone");
    assertThat(policy.rolesOf(Set.of())).containsExactly("anyone");
    assertThat(policy.masks().get(0).action()).isEqualTo(new MaskAction.KeepLast(4));
    assertThat(policy.masks().get(1).fields().get(2).tokens()).containsExactly("a/b~");
    assertThat(policy.limits())
        .containsExactly(
            new Limit(
                "per-user",
                List.of(),
                Set.of(Limit.Element.PRINCIPAL),
                120,
                Duration.ofMinutes(1),
                30),
            new Limit(
                "refunds",
                List.of(Glob.ofName("refund")),
                Set.of(Limit.Element.PRINCIPAL, Limit.Element.TOOL),
                5,
                Duration.ofHours(1),
                5));
    assertThat(policy.knownTools())
        .containsExactlyInAnyOrder(
            "search_customers", "refund", "ping_tool", "get_customer", "wire");
    assertThat(policy.scopes().required()).containsExactly("crm:pay", "crm:read", "crm:write");
    assertThat(policy.scopes().satisfying("crm:read"))
        .containsExactlyInAnyOrder("crm:read", "crm:write", "crm:admin");
    assertThat(policy.scopes().satisfying("crm:admin")).containsExactly("crm:admin");
    assertThat(policy.knownTools()).contains("refund");
    assertThat(policy.knownTools()).doesNotContain("get_x");
  }

  @Test
  void conditionsMembersAndRiskAreReadAsTheyStand() {
    PolicySpec policy =
        Exchanges.policy(
            """
            mode: observe
            risk: { classes: [low, high], default: low, tools: { high: ["delete_*"] } }
            roles:
              support:
                members: { groups: /crm, scopes: [a, b], clients: [ci], api-keys: [robots/x], when: "principal.tenant == 't'" }
                asks: [elicitation, roots]
                methods: ["vendor/*"]
                risk: [low]
            rules:
              - { name: a, tools: [x], risk: [high], deny-when: "args.x > 1" }
              - { name: b, mode: observe, prompts: [x], require: "args.x == 'y'" }
              - { name: c, resources: ["x://**"], permit-when: "principal.subject != ''" }
              - { name: d, deny: { methods: [completion/complete], asks: [sampling] } }
            """);

    Role support = policy.roles().get("support");
    assertThat(policy.mode()).isEqualTo(Mode.OBSERVE);
    assertThat(policy.risk().byDefault()).isEqualTo("low");
    assertThat(support).isNotNull();
    assertThat(support.source()).hasToString("policy.yaml:5");
    assertThat(support.members().groups()).containsExactly("/crm");
    assertThat(support.members().apiKeys()).containsExactly("robots/x");
    assertThat(support.members().when()).hasToString("principal.tenant == 't'");
    assertThat(support.permits().asks()).containsExactlyInAnyOrder(Ask.ELICITATION, Ask.ROOTS);
    assertThat(support.permits().methods()).containsExactly(Glob.ofName("vendor/*"));
    assertThat(support.permits().risk()).containsExactly("low");
    assertThat(policy.rules())
        .extracting(rule -> rule.name() + " " + rule.effect().key() + " " + rule.source())
        .containsExactly(
            "a deny-when policy.yaml:10",
            "b require policy.yaml:11",
            "c permit-when policy.yaml:12",
            "d deny policy.yaml:13");
    assertThat(policy.rules().get(1).isObserved()).isTrue();
  }

  @Test
  void mistakesOfConditionsMembersAndRiskAreReported() {
    assertThat(
            problems(
                """
                mode: dry
                risk: { classes: [a, a], default: c, tools: { none: [x] } }
                roles:
                  r:
                    members: { api-keys: [x], when: "args.x == 1" }
                    asks: [phone]
                    risk: [worst]
                rules:
                  - { name: a, tools: [x], deny-when: "arg.x > 1" }
                  - { name: b, deny-when: "true" }
                  - { name: c, tools: [x] }
                  - { name: d, tools: [x], deny-when: "true", require: "true" }
                  - { name: e, tools: [x], deny: { tools: [y] }, deny-when: "true" }
                  - { name: f, tools: [x], require: "1 + 1" }
                """))
        .containsExactlyInAnyOrder(
            "1 mode",
            "2 risk.classes",
            "2 risk.default",
            "2 risk.tools.none",
            "5 roles.r.members.api-keys[0]",
            "5 roles.r.members.when",
            "6 roles.r.asks[0]",
            "7 roles.r.risk[0]",
            "9 rules[0].deny-when",
            "10 rules[1].tools",
            "11 rules[2].deny",
            "11 rules[2].deny",
            "12 rules[3].require",
            "13 rules[4].deny",
            "14 rules[5].require");
  }

  @Test
  void aMistakeOfAConditionSaysWhatIsWrongWithIt() {
    Problems problems = new Problems();
    PolicySpec.read(
        YamlMap.parse(
            "p.yaml",
            "rules: [{ name: a, tools: [x], deny-when: \"principal.rolez == []\" }]",
            problems,
            name -> null),
        "v");

    assertThat(problems.all())
        .singleElement()
        .asString()
        .startsWith("p.yaml:1: rules[0].deny-when: \"principal.rolez == []\"")
        .contains("column 1: undeclared reference to 'principal'")
        .contains("there are args, principal.issuer,");
  }

  @Test
  void everyProblemIsReportedAtOnceWithItsLine() {
    assertThat(
            problems(
                """
                roles:
                  sales:
                    tools:
                      - ok
                      - ""
                    resources: [accounts, "CRM://x/**", "crm://a/%2e/**", "crm://a/***"]
                    tool: x
                  a: { includes: [b] }
                  b: { includes: [a, nobody] }
                  "*": {}
                rules:
                  - name: empty
                    deny: {}
                  - name: typo
                    deny: { tools: [x] }
                    unless-roles: [sale]
                masks:
                  - name: cards
                    detect: [card, shoe-size]
                    action: hide
                  - name: cards
                    fields:
                      - billing
                      - /a~2
                  - name: nothing
                  - { name: nulls, detect: [card], action: nullify }
                limits:
                  - { name: l 1, key: [user], rate: 5/min }
                  - { name: l2, key: [principal], rate: 5/day }
                  - { name: l3, rate: 0/s, burst: 0 }
                  - { key: [route] }
                scopes:
                  - { require: [a] }
                  - { tools: [x] }
                  - { tools: [x], require: [a, "b c"] }
                  - { resources: [accounts], require: [offline_access], scope: x }
                scope-hierarchy:
                  a: [b]
                  b: [c]
                  c: [a, '"']
                  "x y": [d]
                surprise: 1
                """))
        .containsExactly(
            "5 roles.sales.tools[1]",
            "6 roles.sales.resources[0]",
            "6 roles.sales.resources[1]",
            "6 roles.sales.resources[2]",
            "6 roles.sales.resources[3]",
            "7 roles.sales.tool",
            "8 roles.a.includes",
            "9 roles.b.includes[1]",
            "9 roles.b.includes",
            "10 roles.*",
            "13 rules[0].deny",
            "16 rules[1].unless-roles[0]",
            "19 masks[0].detect[1]",
            "20 masks[0].action",
            "21 masks[1].name",
            "23 masks[1].fields[0]",
            "24 masks[1].fields[1]",
            "25 masks[2].fields",
            "26 masks[3].action",
            "28 limits[0].name",
            "28 limits[0].key[0]",
            "29 limits[1].rate",
            "30 limits[2].key",
            "30 limits[2].rate",
            "30 limits[2].burst",
            "31 limits[3].name",
            "31 limits[3].rate",
            "33 scopes[0].tools",
            "34 scopes[1].require",
            "35 scopes[2].require[1]",
            "36 scopes[3].resources[0]",
            "36 scopes[3].require[0]",
            "36 scopes[3].scope",
            "38 scope-hierarchy.a",
            "39 scope-hierarchy.b",
            "40 scope-hierarchy.c[1]",
            "40 scope-hierarchy.c",
            "41 scope-hierarchy.x y",
            "42 surprise");
  }

  @Test
  void aProblemNamesValueAndExpectation() {
    Problems problems = new Problems();
    PolicySpec.read(
        YamlMap.parse("p.yaml", "roles:\n  a: { includes: [b] }\n", problems, name -> null), "v");

    assertThat(problems.all())
        .extracting(Problem::toString)
        .containsExactly(
            "p.yaml:2: roles.a.includes[0]: \"b\" (expected: a role of this policy: a)");
  }

  @ParameterizedTest
  @CsvSource({
    "*, anything, true",
    "get_*, get_, true",
    "get_*, get_x, true",
    "get_*, forget_x, false",
    "*_all, delete_all, true",
    "*_all, delete_all_, false",
    "a*b*c, aXbYbZc, true",
    "a*b*c, aXbY, false",
    "a/*, a/b/c, true",
    "exact, exact, true",
    "exact, exactly, false",
    "exact, exac, false",
  })
  void aNameGlobMatchesRuns(String glob, String name, boolean matches) {
    assertThat(Glob.ofName(glob).matches(name)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "crm://a/*, crm://a/b, true",
    "crm://a/*, crm://a/, true",
    "crm://a/*, crm://a/b/c, false",
    "crm://a/**, crm://a/b/c?d#e, true",
    "crm://a/**/z, crm://a/b/c/z, true",
    "crm://a/**/z, crm://a/b/c, false",
    "crm://a/*/z, crm://a/b/z, true",
    "crm://a/*/z, crm://a/b/c/z, false",
    "crm://*/x, crm://h?/x, false",
    "**, any:thing, true",
  })
  void aUriGlobKeepsToItsSegments(String glob, String uri, boolean matches) {
    assertThat(Glob.ofUri(glob).matches(uri)).isEqualTo(matches);
  }

  private static List<String> problems(String yaml) {
    Problems problems = new Problems();
    PolicySpec.read(YamlMap.parse("p.yaml", yaml, problems, name -> null), "v");
    return problems.all().stream().map(problem -> problem.line() + " " + problem.key()).toList();
  }
}
