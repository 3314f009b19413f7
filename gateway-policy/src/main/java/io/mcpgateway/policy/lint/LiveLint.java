package io.mcpgateway.policy.lint;

import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.policy.lint.Finding.Weight;
import io.mcpgateway.policy.model.Glob;
import io.mcpgateway.policy.model.PolicySpec;
import io.mcpgateway.policy.model.Risk;
import io.mcpgateway.policy.model.Role;
import io.mcpgateway.policy.model.Rule;
import io.mcpgateway.policy.model.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares a policy with the tools that there are behind a route. */
public final class LiveLint {
  private final PolicySpec spec;
  private final Findings findings;
  private final List<String> tools;

  private LiveLint(PolicySpec spec, Findings findings, List<String> tools) {
    this.spec = spec;
    this.findings = findings;
    this.tools = tools;
  }

  /**
   * What does not fit, in the order of the file.
   *
   * @param root the file that {@code spec} was read from
   * @param tools the names of all tools of the upstream, as clients see them
   */
  public static List<Finding> of(PolicySpec spec, YamlMap root, List<String> tools) {
    Findings findings = new Findings(root);
    LiveLint lint = new LiveLint(spec, findings, List.copyOf(tools));
    lint.unmatched();
    List<Finding> all = new ArrayList<>(findings.all());
    all.addAll(lint.forgotten(root));
    return all;
  }

  private void unmatched() {
    for (Role role : spec.roles().values()) {
      List<Glob> globs = role.permits().tools();
      for (int i = 0; i < globs.size(); i++) {
        unmatched("role " + role.name(), globs.get(i), findings.role(role.name(), "tools", i));
      }
    }
    for (int rule = 0; rule < spec.rules().size(); rule++) {
      List<Glob> globs = spec.rules().get(rule).concerns().tools();
      for (int i = 0; i < globs.size(); i++) {
        unmatched(
            "rule " + spec.rules().get(rule).name(), globs.get(i), findings.rule(rule, "tools", i));
      }
    }
    spec.risk()
        .tools()
        .forEach(
            (name, globs) -> {
              for (int i = 0; i < globs.size(); i++) {
                unmatched("risk " + name, globs.get(i), findings.risk(name, i));
              }
            });
    for (String list : ToolLint.LISTS) {
      for (String key : ToolLint.KEYS) {
        findings.forEach(list, entry -> unmatched(list, entry, key));
      }
    }
  }

  private void unmatched(String list, YamlMap entry, String key) {
    List<String> globs = entry.has(key) ? entry.strings(key) : List.of();
    for (int i = 0; i < globs.size(); i++) {
      unmatched(
          list + " " + entry.string("name", ""),
          Glob.ofName(globs.get(i)),
          Findings.at(entry, key, i));
    }
  }

  private void unmatched(String where, Glob glob, Source source) {
    if (tools.stream().noneMatch(glob::matches)) {
      findings.warn(
          "unmatched-glob", source, where + ": tools: " + glob + " matches no tool that there is");
    }
  }

  /** Tools that the policy says nothing of. */
  private List<Finding> forgotten(YamlMap root) {
    List<Finding> forgotten = new ArrayList<>();
    Source source = new Source(root.file(), root.line());
    Set<String> permittedRisk = permittedRisk();
    for (String tool : tools) {
      if (!isPermitted(tool) && !permittedRisk.contains(riskOf(tool))) {
        forgotten.add(
            new Finding(
                Weight.WARNING, "unpermitted-tool", source, "nobody may call the tool " + tool));
      }
      if (!spec.risk().tools().isEmpty() && !isClassified(tool)) {
        forgotten.add(
            new Finding(
                Weight.WARNING,
                "unclassified-tool",
                source,
                "the tool "
                    + tool
                    + " has no risk class and counts as "
                    + spec.risk().byDefault()));
      }
    }
    return forgotten;
  }

  private boolean isPermitted(String tool) {
    return spec.roles().values().stream().anyMatch(role -> matches(role.permits().tools(), tool))
        || permitting().stream().anyMatch(rule -> matches(rule.concerns().tools(), tool));
  }

  private List<Rule> permitting() {
    return spec.rules().stream()
        .filter(rule -> rule.effect() instanceof Rule.Effect.PermitWhen)
        .toList();
  }

  private Set<String> permittedRisk() {
    Set<String> classes = new HashSet<>();
    spec.roles().values().forEach(role -> classes.addAll(role.permits().risk()));
    permitting().forEach(rule -> classes.addAll(rule.concerns().risk()));
    return classes;
  }

  private boolean isClassified(String tool) {
    return spec.risk().tools().values().stream().anyMatch(globs -> matches(globs, tool));
  }

  /** Of several classes the most severe. */
  private String riskOf(String tool) {
    Risk risk = spec.risk();
    for (String name : risk.classes().reversed()) {
      if (matches(risk.tools().getOrDefault(name, List.of()), tool)) {
        return name;
      }
    }
    return risk.byDefault();
  }

  private static boolean matches(List<Glob> globs, String tool) {
    return globs.stream().anyMatch(glob -> glob.matches(tool));
  }
}
