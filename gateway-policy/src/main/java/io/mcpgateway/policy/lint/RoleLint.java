package io.mcpgateway.policy.lint;

import io.mcpgateway.policy.model.Glob;
import io.mcpgateway.policy.model.Members;
import io.mcpgateway.policy.model.PolicySpec;
import io.mcpgateway.policy.model.Role;
import io.mcpgateway.policy.model.Rule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Roles that nobody has, that permit nothing, or the same twice. */
final class RoleLint {
  private static final Members NOBODY = new Members(Set.of(), Set.of(), Set.of(), Set.of(), null);

  private final PolicySpec spec;
  private final Findings findings;

  RoleLint(PolicySpec spec, Findings findings) {
    this.spec = spec;
    this.findings = findings;
  }

  void look(@Nullable Set<String> known) {
    reached(known);
    for (Role role : spec.roles().values()) {
      if (permitsNothing(role)) {
        findings.warn(
            "empty-role",
            role.source(),
            "role " + role.name() + " permits nothing, and no rule or" + " mask speaks of it");
      }
      permits(role, "tools", role.permits().tools());
      permits(role, "resources", role.permits().resources());
      permits(role, "prompts", role.permits().prompts());
      permits(role, "methods", role.permits().methods());
    }
  }

  private void reached(@Nullable Set<String> known) {
    Set<String> held = new HashSet<>(known == null ? Set.of() : known);
    for (Role role : spec.roles().values()) {
      if (!role.members().equals(NOBODY)) {
        held.add(role.name());
      }
    }
    Set<String> reached = spec.rolesOf(held);
    for (Role role : spec.roles().values()) {
      if (reached.contains(role.name()) || role.name().equals(PolicySpec.ANYONE)) {
        continue;
      }
      if (known == null) {
        findings.note(
            "claimed-role",
            role.source(),
            "role " + role.name() + " is reached only if the roles claim of an issuer says it");
      } else {
        findings.warn(
            "unreached-role",
            role.source(),
            "role "
                + role.name()
                + " is reached by nobody: no members, included by no role that"
                + " is, not among the known roles");
      }
    }
  }

  private boolean permitsNothing(Role role) {
    boolean spokenOf =
        spec.rules().stream()
                .map(Rule::scope)
                .anyMatch(
                    scope ->
                        scope.only().contains(role.name()) || scope.unless().contains(role.name()))
            || spec.masks().stream()
                .map(mask -> mask.scope())
                .anyMatch(
                    scope ->
                        scope.only().contains(role.name()) || scope.unless().contains(role.name()));
    return !spokenOf
        && role.permits().isEmpty()
        && spec.rolesOf(role.includes()).stream()
            .filter(name -> !name.equals(PolicySpec.ANYONE) || role.includes().contains(name))
            .allMatch(name -> isEmpty(name));
  }

  private boolean isEmpty(String name) {
    Role role = spec.roles().get(name);
    return role == null || role.permits().isEmpty();
  }

  private void permits(Role role, String key, List<Glob> globs) {
    Set<String> included = new HashSet<>(spec.rolesOf(role.includes()));
    included.remove(role.name());
    for (int i = 0; i < globs.size(); i++) {
      Glob glob = globs.get(i);
      boolean said = false;
      for (int other = 0; other < globs.size() && !said; other++) {
        if (other == i) {
          continue;
        }
        if (glob.equals(globs.get(other))) {
          said = other < i;
          if (said) {
            warn("duplicate-permit", role, key, i, glob + " is there twice");
          }
        } else if (globs.get(other).covers(glob)) {
          said = true;
          warn("covered-glob", role, key, i, glob + " is covered by " + globs.get(other));
        }
      }
      if (!said) {
        byIncluded(role, key, i, glob, included);
      }
    }
  }

  private void byIncluded(Role role, String key, int index, Glob glob, Set<String> included) {
    for (String name : included) {
      Role other = spec.roles().get(name);
      if (other != null && Selections.covers(of(other, key), glob)) {
        warn(
            "duplicate-permit",
            role,
            key,
            index,
            glob + " is permitted by the included role " + name);
        return;
      }
    }
  }

  private static List<Glob> of(Role role, String key) {
    return switch (key) {
      case "tools" -> role.permits().tools();
      case "resources" -> role.permits().resources();
      case "prompts" -> role.permits().prompts();
      default -> role.permits().methods();
    };
  }

  private void warn(String kind, Role role, String key, int index, String text) {
    findings.warn(
        kind,
        findings.role(role.name(), key, index),
        "role " + role.name() + ": " + key + ": " + text);
  }
}
