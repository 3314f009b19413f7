package io.mcpgateway.policy.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.Sight;
import io.mcpgateway.policy.Exchanges;
import io.mcpgateway.policy.model.Mode;
import io.mcpgateway.policy.model.PolicySpec;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose lists a change of the policy changes. */
class SightsTest {
  private static final String POLICY =
      """
      risk: { tools: { read: [get_*] } }
      roles:
        sales: { tools: [search, get_customer], prompts: [summary] }
        support: { includes: [sales], tools: [refund], resources: ["crm://accounts/**"] }
        reader: { risk: [read] }
      rules:
        - { name: small, tools: [refund], deny-when: "args.amount > 100" }
        - { name: never, only-roles: [sales], deny: { tools: [delete_*] } }
        - { name: tried, mode: observe, deny: { tools: [search] } }
      """;

  private static final Principal SALES = Exchanges.someone("bob", "sales");
  private static final Principal SUPPORT = Exchanges.someone("alice", "support");
  private static final Principal READER = Exchanges.someone("rita", "reader");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# a comment",
        "masks: [{ name: cards, detect: [card] }]",
        "limits: [{ name: all, key: [principal], rate: 10/s }]",
        "scopes: [{ tools: [refund], require: [crm:write] }]"
      })
  void whatDoesNotBearOnListsMakesNoDifference(String more) {
    for (Principal each : new Principal[] {SALES, SUPPORT, READER}) {
      assertThat(sight(POLICY + more, each)).isEqualTo(sight(POLICY, each));
    }
  }

  @Test
  void theOrderAndTheNamesOfRulesMakeNoDifference() {
    String other =
        POLICY
            .replace("search, get_customer", "get_customer, search")
            .replace("name: small", "name: big");

    assertThat(sight(other, SUPPORT)).isEqualTo(sight(POLICY, SUPPORT));
  }

  @Test
  void onlyTheListOfThoseWhoGetMoreIsAnother() {
    String other = POLICY.replace("tools: [refund], resources", "tools: [refund, pay], resources");

    assertThat(sight(other, SALES)).isEqualTo(sight(POLICY, SALES));
    assertThat(sight(other, READER)).isEqualTo(sight(POLICY, READER));
    Sight before = sight(POLICY, SUPPORT);
    Sight after = sight(other, SUPPORT);
    assertThat(after.tools()).isNotEqualTo(before.tools());
    assertThat(after.prompts()).isEqualTo(before.prompts());
    assertThat(after.resources()).isEqualTo(before.resources());
  }

  @Test
  void eachKindOfListIsComparedByItself() {
    Sight before = sight(POLICY, SUPPORT);
    Sight prompts = sight(POLICY.replace("[summary]", "[summary, greeting]"), SUPPORT);
    Sight resources = sight(POLICY.replace("accounts/**", "accounts/*"), SUPPORT);

    assertThat(prompts)
        .isEqualTo(new Sight(before.tools(), prompts.prompts(), before.resources()))
        .isNotEqualTo(before);
    assertThat(resources)
        .isEqualTo(new Sight(before.tools(), before.prompts(), resources.resources()))
        .isNotEqualTo(before);
  }

  @Test
  void aRuleCountsForThoseWhomItCoversOnly() {
    String other = POLICY.replace("delete_*", "search");

    assertThat(sight(other, SALES)).isNotEqualTo(sight(POLICY, SALES));
    assertThat(sight(other, SUPPORT)).isNotEqualTo(sight(POLICY, SUPPORT));
    assertThat(sight(other, READER)).isEqualTo(sight(POLICY, READER));
  }

  @Test
  void aConditionThatIsAnotherMayShowMore() {
    assertThat(sight(POLICY.replace("> 100", "> 1000"), SALES)).isNotEqualTo(sight(POLICY, SALES));
  }

  @Test
  void aRuleThatIsOnlyObservedHidesNothingUntilItIsEnforced() {
    assertThat(sight(POLICY.replace("[search] } }", "[refund] } }"), SALES))
        .isEqualTo(sight(POLICY, SALES));
    assertThat(sight(POLICY.replace("mode: observe", "mode: enforce"), SALES))
        .isNotEqualTo(sight(POLICY, SALES));
  }

  @Test
  void theClassOfAToolCountsForThoseToWhomClassesMatter() {
    String other = POLICY.replace("read: [get_*]", "read: [get_*, find_*]");

    assertThat(sight(other, READER)).isNotEqualTo(sight(POLICY, READER));
  }

  @Test
  void whoGetsARoleByAnotherWaySeesWhatItShows() {
    String other = POLICY.replace("support: {", "support: { members: { clients: [client] },");

    assertThat(sight(other, SALES)).isNotEqualTo(sight(POLICY, SALES));
  }

  @Test
  void aPolicyThatIsOnlyObservedShowsEverythingLikeNone() {
    Sight all = sight(PolicySpec.permitAll("v"), null, Mode.ENFORCE, SALES);

    assertThat(sight("mode: observe\n" + POLICY, SALES)).isEqualTo(all);
    assertThat(sight(Exchanges.policy(POLICY), null, Mode.OBSERVE, SALES)).isEqualTo(all);
    assertThat(sight(POLICY, SALES)).isNotEqualTo(all);
  }

  @Test
  void thePolicyOfThePlatformCountsToo() {
    PolicySpec route = Exchanges.policy(POLICY);
    PolicySpec wide = Exchanges.policy("roles: { anyone: { tools: ['*'] } }");
    PolicySpec narrow = Exchanges.policy("roles: { anyone: { tools: [search] } }");

    assertThat(sight(route, narrow, Mode.ENFORCE, SALES))
        .isNotEqualTo(sight(route, wide, Mode.ENFORCE, SALES));
    assertThat(sight(route, narrow, Mode.OBSERVE, SALES))
        .isNotEqualTo(sight(route, wide, Mode.OBSERVE, SALES));
  }

  private static Sight sight(String policy, Principal principal) {
    return sight(Exchanges.policy(policy), null, Mode.ENFORCE, principal);
  }

  private static Sight sight(
      PolicySpec route, @Nullable PolicySpec platform, Mode mode, Principal principal) {
    return Sights.of(AccessPolicy.of(route, platform, mode)).of(principal, Instant.EPOCH);
  }
}
