package io.mcpgateway.policy.model;

import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.policy.detect.CustomDetector;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One policy: everything is denied unless a role permits it, and a rule that denies always wins.
 * Every name of a tool in it is the one that clients see; only curation speaks of upstreams' names.
 *
 * @param version which version of the policy this is, for audit records
 * @param permitsAll whether there is no policy at all, because the route says so
 * @param mode whether what it decides about access is enforced; what it says of arguments and of
 *     repeats is observed, too, if it is not
 * @param roles by name
 * @param rules what is denied or permitted beside what roles permit, in the order of the file
 * @param scopes what tokens must allow, whatever the roles permit
 * @param masking what does not leave as it is; whatever the mode
 * @param arguments what the arguments of tool calls must be like
 * @param curation what clients see of the upstream's tools
 * @param repeats how often the same call may be made
 */
public record PolicySpec(
    String version,
    boolean permitsAll,
    Mode mode,
    Risk risk,
    Map<String, Role> roles,
    List<Rule> rules,
    ScopeRules scopes,
    MaskRules masking,
    List<Limit> limits,
    ArgumentRules arguments,
    CurationSpec curation,
    List<Repeat> repeats) {

  /** The role that every caller has, also an anonymous one. */
  public static final String ANYONE = "anyone";

  public PolicySpec {
    roles = Map.copyOf(roles);
    rules = List.copyOf(rules);
    limits = List.copyOf(limits);
    if (mode == Mode.OBSERVE) {
      arguments = arguments.observed();
      repeats = repeats.stream().map(Repeat::observed).toList();
    }
    repeats = List.copyOf(repeats);
  }

  /** The policy of a route that says {@code permit-all: true}. */
  public static PolicySpec permitAll(String version) {
    return new PolicySpec(
        version,
        true,
        Mode.ENFORCE,
        Risk.STANDARD,
        Map.of(),
        List.of(),
        ScopeRules.NONE,
        MaskRules.NONE,
        List.of(),
        ArgumentRules.NONE,
        CurationSpec.NONE,
        List.of());
  }

  /**
   * Reads a policy file. What is wrong goes to the problems of {@code root}; if there are any, the
   * result must not be used.
   *
   * @param version which version of the policy this is, for example a digest of the file
   */
  public static PolicySpec read(YamlMap root, String version) {
    return new PolicyReader(root).read(version);
  }

  public List<Mask> masks() {
    return masking.masks();
  }

  /** What masks can look for beside what is built in. */
  public List<CustomDetector> detectors() {
    return masking.detectors();
  }

  public Unmaskable onUnmaskable() {
    return masking.onUnmaskable();
  }

  /** The same policy on a route that observes it, or enforces what it enforces. */
  public PolicySpec under(Mode routeMode) {
    return routeMode == mode || routeMode == Mode.ENFORCE
        ? this
        : new PolicySpec(
            version,
            permitsAll,
            routeMode,
            risk,
            roles,
            rules,
            scopes,
            masking,
            limits,
            arguments,
            curation,
            repeats);
  }

  /** The same policy with other rules. */
  public PolicySpec withRules(List<Rule> others) {
    return new PolicySpec(
        version,
        permitsAll,
        mode,
        risk,
        roles,
        others,
        scopes,
        masking,
        limits,
        arguments,
        curation,
        repeats);
  }

  /** The roles of a caller that this policy knows: claimed, included by those, and anyone. */
  public Set<String> rolesOf(Set<String> claimed) {
    Set<String> all = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(claimed);
    open.add(ANYONE);
    while (!open.isEmpty()) {
      String name = open.remove();
      Role role = roles.get(name);
      if (role != null && all.add(name)) {
        open.addAll(role.includes());
      }
    }
    return all;
  }

  /** Every tool that the policy mentions by its full name, so that metrics have few labels. */
  public Set<String> knownTools() {
    Set<String> names = new HashSet<>();
    roles.values().forEach(role -> addExact(role.permits().tools(), names));
    rules.forEach(rule -> addExact(rule.concerns().tools(), names));
    risk.tools().values().forEach(globs -> addExact(globs, names));
    scopes.rules().forEach(rule -> addExact(rule.concerns().tools(), names));
    masks().forEach(mask -> addExact(mask.appliesTo().tools(), names));
    masks().stream()
        .map(Mask::action)
        .filter(MaskAction.Tokenize.class::isInstance)
        .map(MaskAction.Tokenize.class::cast)
        .forEach(tokenize -> addExact(tokenize.restoreIn(), names));
    limits.forEach(limit -> addExact(limit.tools(), names));
    curation.tools().stream()
        .filter(tool -> !tool.hidden())
        .map(CurationSpec.Tool::name)
        .forEach(names::add);
    repeats.forEach(repeat -> addExact(repeat.tools(), names));
    arguments.schemas().forEach(schema -> addExact(schema.tools(), names));
    return names;
  }

  private static void addExact(List<Glob> globs, Set<String> names) {
    globs.stream().filter(Glob::isExact).map(Glob::pattern).forEach(names::add);
  }
}
