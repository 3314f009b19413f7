package io.mcpgateway.benchmarks.load;

/**
 * A policy as a company of some size has it: twenty teams with roles and tools of their own, rules
 * for each of them, and a few conditions that the measured call has to pass.
 */
final class LoadPolicy {
  private static final int TEAMS = 20;

  /** Rules with conditions about the tool that is called. */
  private static final String ABOUT_THE_CALL =
      """
        - { name: customers-have-ids, tools: ["get_*"], require: "args.customer_id.startsWith('cust-')" }
        - { name: not-for-robots, tools: [get_customer], deny-when: "'robot' in principal.roles" }
        - { name: no-exports, only-roles: [sales], deny: { tools: ["export_*", "*_bulk"] } }
        - { name: long-notes, mode: observe, tools: [get_customer], deny-when: "has(args.note) && size(args.note) > 100000" }
      """;

  private LoadPolicy() {}

  /**
   * @param rules how many in all
   */
  static String ofRules(int rules) {
    StringBuilder policy =
        new StringBuilder("risk: { tools: { read: [\"get_*\", \"search_*\"] } }\nroles:\n");
    policy.append("  sales: { tools: [get_customer, search_customers], risk: [read] }\n");
    for (int team = 0; team < TEAMS; team++) {
      policy.append(
          "  team%1$d: { includes: [sales], tools: [\"team%1$d_*\"], resources: [\"team%1$d://**\"] }\n"
              .formatted(team));
    }
    policy.append("rules:\n").append(ABOUT_THE_CALL);
    for (int rule = (int) ABOUT_THE_CALL.lines().count(); rule < rules; rule++) {
      policy.append(rule(rule, rule % TEAMS));
    }
    return policy.toString();
  }

  private static String rule(int rule, int team) {
    String shape =
        switch (rule % 5) {
          case 0 -> "unless-roles: [team%2$d], deny: { tools: [\"team%2$d_secret_%1$d\"] }";
          case 1 -> "tools: [\"team%2$d_pay_*\"], deny-when: \"args.amount > %1$d\"";
          case 2 -> "only-roles: [team%2$d], deny: { resources: [\"team%2$d://private/%1$d/**\"] }";
          case 3 -> "tools: [\"*_delete_%1$d\"], require: \"principal.tenant == 'acme'\"";
          default -> "deny: { tools: [\"legacy_%1$d_*\"], prompts: [\"draft_%1$d\"] }";
        };
    return "  - { name: rule-%1$d, ".formatted(rule) + shape.formatted(rule, team) + " }\n";
  }
}
