package io.mcpgateway.policy.lint;

import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.policy.model.Glob;
import io.mcpgateway.policy.model.PolicySpec;
import io.mcpgateway.policy.model.Risk;
import io.mcpgateway.policy.model.Role;
import io.mcpgateway.policy.model.Rule;
import java.util.ArrayList;
import java.util.List;

/** What is said of tools that nobody may call, and risk that is never taken. */
final class ToolLint {
  /** Lists of the file whose entries concern tools; what they do is not looked at. */
  static final List<String> LISTS = List.of("limits", "masks", "schemas", "repeats");

  /** Keys of such entries whose values are names of tools. */
  static final List<String> KEYS = List.of("tools", "restore-in");

  private final PolicySpec spec;
  private final Findings findings;

  ToolLint(PolicySpec spec, Findings findings) {
    this.spec = spec;
    this.findings = findings;
  }

  void look() {
    if (!permitsByRisk()) {
      List<Glob> callable = callable();
      LISTS.forEach(list -> findings.forEach(list, entry -> uncalled(list, entry, callable)));
    }
    risk(spec.risk());
  }

  private boolean permitsByRisk() {
    return spec.roles().values().stream().anyMatch(role -> !role.permits().risk().isEmpty())
        || spec.rules().stream()
            .anyMatch(rule -> isPermit(rule) && !rule.concerns().risk().isEmpty());
  }

  private static boolean isPermit(Rule rule) {
    return rule.effect() instanceof Rule.Effect.PermitWhen;
  }

  /** What somebody may call, under some circumstances. */
  private List<Glob> callable() {
    List<Glob> globs = new ArrayList<>();
    for (Role role : spec.roles().values()) {
      globs.addAll(role.permits().tools());
    }
    spec.rules().stream()
        .filter(ToolLint::isPermit)
        .forEach(rule -> globs.addAll(rule.concerns().tools()));
    return globs;
  }

  private void uncalled(String list, YamlMap entry, List<Glob> callable) {
    KEYS.forEach(key -> uncalled(list, entry, key, callable));
  }

  private void uncalled(String list, YamlMap entry, String key, List<Glob> callable) {
    List<String> tools = entry.has(key) ? entry.strings(key) : List.of();
    for (int i = 0; i < tools.size(); i++) {
      Glob tool = Glob.ofName(tools.get(i));
      if (callable.stream().noneMatch(tool::overlaps)) {
        findings.warn(
            "uncallable-tool",
            Findings.at(entry, key, i),
            list + ": " + entry.string("name", "") + ": nobody may call " + tool);
      }
    }
  }

  /** Of several classes the most severe counts, so that a milder one may never. */
  private void risk(Risk risk) {
    for (int severity = 0; severity < risk.classes().size(); severity++) {
      String name = risk.classes().get(severity);
      List<Glob> globs = risk.tools().getOrDefault(name, List.of());
      for (int i = 0; i < globs.size(); i++) {
        for (String worse : risk.classes().subList(severity + 1, risk.classes().size())) {
          if (Selections.covers(risk.tools().getOrDefault(worse, List.of()), globs.get(i))) {
            findings.warn(
                "risk-never-applies",
                findings.risk(name, i),
                "risk: " + globs.get(i) + " is never " + name + ": it is " + worse + ", too");
            break;
          }
        }
      }
    }
  }
}
