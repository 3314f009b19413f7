package io.mcpgateway.policy.lint;

import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.policy.model.PolicySpec;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks through a policy that has no mistakes for what it cannot mean. */
public final class Lint {
  private Lint() {}

  /**
   * Everything that is to be said, in the order of the file.
   *
   * @param root the file that {@code spec} was read from
   * @param knownRoles those that issuers put into tokens, or null if that is not known
   */
  public static List<Finding> of(PolicySpec spec, YamlMap root, @Nullable Set<String> knownRoles) {
    Findings findings = new Findings(root);
    new RoleLint(spec, findings).look(knownRoles);
    new RuleLint(spec, findings).look();
    new ToolLint(spec, findings).look();
    new MaskLint(spec, findings).look();
    return findings.all();
  }
}
