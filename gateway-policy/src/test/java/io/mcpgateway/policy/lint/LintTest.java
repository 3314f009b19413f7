package io.mcpgateway.policy.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.config.Problems;
import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.policy.model.Glob;
import io.mcpgateway.policy.model.PolicySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LintTest {
  @Test
  void aPolicyInWhichEverythingCountsHasNoFindings() {
    assertThat(
            lint(
                """
                risk: { tools: { read: ["get_*"], write: [refund] } }
                roles:
                  sales: { tools: [search, "get_*"], members: { groups: [/sales] } }
                  support: { includes: [sales], tools: [refund], members: { groups: [/support] } }
                  lead: { members: { groups: [/lead] } }
                rules:
                  - { name: leads, unless-roles: [lead], tools: [refund], deny-when: "args.amount > 100" }
                  - { name: frozen, deny: { tools: [get_frozen] } }
                limits: [{ name: refunds, tools: [refund], key: [principal], rate: 5/min }]
                """,
                null))
        .isEmpty();
  }

  @Test
  void whatAnUnconditionalDenyDecidesIsShadowed() {
    assertThat(
            lint(
                """
                roles: { anyone: { tools: [search] } }
                rules:
                  - { name: later-wins, tools: [wipe], deny-when: "args.x == 1" }
                  - { name: no-writes, deny: { tools: ["w*"] } }
                  - { name: no-wipe, deny: { tools: [wipe_all] } }
                  - { name: hopeless, tools: [wipe_some], permit-when: "principal.tenant == 'x'" }
                  - { name: wider, deny: { tools: ["w*", y] } }
                  - { name: observed, mode: observe, deny: { tools: [z] } }
                  - { name: enforced, deny: { tools: [z] } }
                """,
                null))
        .containsExactly(
            "policy.yaml:3: rule later-wins changes nothing: no-writes (policy.yaml:4) denies all"
                + " that it concerns [shadowed-rule]",
            "policy.yaml:4: rule no-writes changes nothing: wider (policy.yaml:7) denies all that it"
                + " concerns [shadowed-rule]",
            "policy.yaml:5: rule no-wipe changes nothing: no-writes (policy.yaml:4) denies all"
                + " that it concerns [shadowed-rule]",
            "policy.yaml:6: rule hopeless changes nothing: no-writes (policy.yaml:4) denies all"
                + " that it concerns [shadowed-rule]",
            "policy.yaml:8: rule observed changes nothing: enforced (policy.yaml:9) denies all that"
                + " it concerns [shadowed-rule]");
  }

  @Test
  void aRuleForOthersShadowsNothing() {
    assertThat(
            lint(
                """
                roles: { a: { tools: [x], members: { clients: [c] } }, b: { members: { clients: [d] } } }
                rules:
                  - { name: one, only-roles: [a], deny: { tools: [y] } }
                  - { name: two, tools: [y], deny-when: "args.a == 1" }
                  - { name: three, unless-roles: [b], deny: { tools: [z] } }
                  - { name: four, tools: [z], deny-when: "args.a == 1" }
                """,
                null))
        .isEmpty();
  }

  @Test
  void permitsThatADenyAlwaysBeatsAreSaid() {
    assertThat(
            lint(
                """
                roles:
                  anyone:
                    tools: [search, delete_one]
                  admin: { tools: [wipe], members: { clients: [c] } }
                rules:
                  - { name: no-deletes, deny: { tools: ["delete_*"] } }
                  - { name: no-wipe, unless-roles: [admin], deny: { tools: [wipe] } }
                """,
                null))
        .containsExactly(
            "policy.yaml:3: role anyone: tools: delete_one is always denied, by no-deletes"
                + " (policy.yaml:6) [beaten-permit]");
  }

  @Test
  void rolesThatNobodyHasAreAFaultOnceItIsKnownWhichThereAre() {
    String policy =
        """
        roles:
          base: { tools: [a] }
          sales: { includes: [base], tools: [b] }
          sails: { tools: [c] }
        """;
    assertThat(lint(policy, Set.of("sales")))
        .singleElement()
        .asString()
        .startsWith("policy.yaml:4: role sails is reached by nobody");
    assertThat(lint(policy, null))
        .hasSize(3)
        .allMatch(line -> line.contains(": note: ") && line.contains("[claimed-role]"));
  }

  @Test
  void permitsThatAreThereTwiceAreSaid() {
    assertThat(
            lint(
                """
                roles:
                  anyone:
                    tools:
                      - search
                      - "get_*"
                      - get_one
                      - search
                  more: { includes: [anyone], tools: [get_two], members: { clients: [c] } }
                  none: { members: { clients: [c] } }
                """,
                null))
        .containsExactly(
            "policy.yaml:6: role anyone: tools: get_one is covered by get_* [covered-glob]",
            "policy.yaml:7: role anyone: tools: search is there twice [duplicate-permit]",
            "policy.yaml:8: role more: tools: get_two is permitted by the included role anyone"
                + " [duplicate-permit]",
            "policy.yaml:9: role none permits nothing, and no rule or mask speaks of it"
                + " [empty-role]");
  }

  @Test
  void conditionsThatAreAlwaysTheSameAreSaid() {
    assertThat(
            lint(
                """
                roles: { anyone: { tools: [a] }, r: { tools: [b], members: { when: "1 > 2" } } }
                rules:
                  - { name: always, tools: [a], deny-when: "1 < 2" }
                  - { name: fails, tools: [b], deny-when: "1 / 0 > 1" }
                """,
                null))
        .containsExactly(
            "policy.yaml:1: role r: members.when is always false [constant-condition]",
            "policy.yaml:3: rule always: deny-when is always true [constant-condition]",
            "policy.yaml:4: rule fails: deny-when is always an error, which denies"
                + " [constant-condition]");
  }

  @Test
  void whatIsSaidOfToolsThatNobodyMayCallIsSaid() {
    assertThat(
            lint(
                """
                risk: { tools: { read: [get_one], destructive: ["get_*"] } }
                roles: { anyone: { tools: ["get_*"] } }
                limits: [{ name: l, tools: [refund], key: [principal], rate: 1/s }]
                masks:
                  - { name: m, tools: ["*_one"], fields: [/a] }
                  - { name: n, tools: ["put_*"], fields: [/a] }
                """,
                null))
        .containsExactly(
            "policy.yaml:1: risk: get_one is never read: it is destructive, too"
                + " [risk-never-applies]",
            "policy.yaml:3: limits: l: nobody may call refund [uncallable-tool]",
            "policy.yaml:6: masks: n: nobody may call put_* [uncallable-tool]");
  }

  @Test
  void whatIsSaidOfMasksThatAreNoUseIsSaid() {
    assertThat(
            lint(
                """
                roles: { anyone: { tools: ["get_*"] } }
                detectors:
                  - { name: used, words: [x] }
                  - { name: idle, words: [x] }
                masks:
                  - { name: m, detect: [used], when: "false" }
                  - { name: n, detect: [card], when: "1 / 0 > 1" }
                  - name: o
                    detect: [card]
                    action: tokenize
                    restore-in: [get_one, refund]
                """,
                null))
        .containsExactly(
            "policy.yaml:4: detector idle: no mask uses it [unused-detector]",
            "policy.yaml:6: mask m never applies: when looks at nothing [constant-condition]",
            "policy.yaml:7: mask n always applies: when looks at nothing [constant-condition]",
            "policy.yaml:11: masks: o: nobody may call refund [uncallable-tool]");
  }

  /** Against every short text of a small alphabet. */
  @Test
  void whatAPatternCoversItMatches() {
    List<String> texts = texts("", 4);
    Random random = new Random(7);
    int covered = 0;
    for (int i = 0; i < 3000; i++) {
      Glob one = Glob.ofUri("x:" + pattern(random));
      Glob two = Glob.ofUri("x:" + pattern(random));
      boolean all = true;
      boolean any = false;
      for (String text : texts) {
        boolean second = two.matches("x:" + text);
        all &= !second || one.matches("x:" + text);
        any |= second && one.matches("x:" + text);
      }
      if (one.covers(two)) {
        covered++;
        assertThat(all).as("%s covers %s", one, two).isTrue();
      }
      assertThat(one.overlaps(two)).as("%s overlaps %s", one, two).isEqualTo(any);
    }
    assertThat(covered).isGreaterThan(300);
  }

  private static String pattern(Random random) {
    String[] parts = {"a", "b", "/", "*", "**"};
    String pattern = "";
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      String part = parts[random.nextInt(parts.length)];
      pattern += pattern.endsWith("*") && part.startsWith("*") ? "a" : part;
    }
    return pattern;
  }

  private static List<String> texts(String from, int length) {
    List<String> texts = new ArrayList<>(List.of(from));
    if (length > 0) {
      for (String next : new String[] {"a", "b", "/"}) {
        texts.addAll(texts(from + next, length - 1));
      }
    }
    return texts;
  }

  private static List<String> lint(String policy, @Nullable Set<String> known) {
    Problems problems = new Problems();
    YamlMap root = YamlMap.parse("policy.yaml", policy, problems, _ -> null);
    PolicySpec spec = PolicySpec.read(root, "v");
    assertThat(problems.all()).isEmpty();
    return Lint.of(spec, root, known).stream().map(Finding::toString).toList();
  }
}
