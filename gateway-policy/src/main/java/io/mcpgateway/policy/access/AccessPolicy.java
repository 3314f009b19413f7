package io.mcpgateway.policy.access;

import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.protocol.McpMethod.Primitive;
import io.mcpgateway.policy.model.ByRoles;
import io.mcpgateway.policy.model.Mode;
import io.mcpgateway.policy.model.PolicySpec;
import io.mcpgateway.policy.model.ResourceUri;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may use which tool, resource and prompt. A deny wins over every permit; what nothing permits
 * is denied. Calls and lists ask the same question here, so a list shows what a call permits.
 * Thread-safe.
 */
public final class AccessPolicy {
  private static final Decision PERMIT_ALL = new Decision.Permit("permit-all");
  private static final Decision MALFORMED = new Decision.Deny("malformed-name");
  private static final int MAX_TOOL_NAME = 128;
  private static final int MAX_PROMPT_NAME = 256;

  private final PolicySpec spec;
  private final ByRoles<ForRoles> permissions;
  private final Map<Primitive, ScopeNeeds> scopes = new EnumMap<>(Primitive.class);

  /** By scope: those any of which will do. Scopes that nothing implies are not in it. */
  private final Map<String, Set<String>> satisfying = new HashMap<>();

  private record ForRoles(Permissions tools, Permissions resources, Permissions prompts) {
    Permissions of(Primitive primitive) {
      return switch (primitive) {
        case TOOL -> tools;
        case RESOURCE -> resources;
        case PROMPT -> prompts;
      };
    }
  }

  public AccessPolicy(PolicySpec spec) {
    this.spec = spec;
    this.permissions =
        new ByRoles<>(
            spec,
            roles ->
                new ForRoles(
                    Permissions.of(spec, roles, Primitive.TOOL),
                    Permissions.of(spec, roles, Primitive.RESOURCE),
                    Permissions.of(spec, roles, Primitive.PROMPT)));
    for (Primitive primitive : Primitive.values()) {
      scopes.put(primitive, new ScopeNeeds(spec.scopes(), primitive));
    }
    for (Set<String> implied : spec.scopes().hierarchy().values()) {
      implied.forEach(
          scope -> satisfying.computeIfAbsent(scope, each -> spec.scopes().satisfying(each)));
    }
  }

  /**
   * @param platform what the route's policy can only narrow, or null if there is nothing
   * @param routeMode whether what {@code route} decides is enforced
   */
  public static AccessPolicy of(PolicySpec route, @Nullable PolicySpec platform, Mode routeMode) {
    return new AccessPolicy(route);
  }

  /** What is enforced. */
  public Decision decide(Question question) {
    Principal principal = question.principal();
    return switch (question.subject()) {
      case Question.Subject.Use(Primitive primitive, String name) ->
          decide(principal, primitive, name);
      case Question.Subject.Template(String template) -> decideTemplate(principal, template);
      case Question.Subject.AnyTool() -> decideAnyTool(principal);
      case Question.Subject.Answer _ ->
          spec.permitsAll() ? PERMIT_ALL : new Decision.Deny("default");
      case Question.Subject.Method(_, boolean known) ->
          known ? new Decision.Permit("protocol") : new Decision.Deny("default");
    };
  }

  /** What is enforced, and what differs from it because it is only observed. */
  public Judgement judge(Question question) {
    return new Judgement(decide(question));
  }

  /** Why it is decided so. */
  public Explanation explain(Question question) {
    Decision decision = decide(question);
    return new Explanation(decision, decision, List.of(), List.of());
  }

  /** Whether a decision about a tool may depend on what the upstream says of it. */
  public boolean needsDefinitions() {
    return false;
  }

  /** The roles of a caller that the route's policy knows. */
  public Set<String> rolesOf(Principal principal, Instant now) {
    return spec.rolesOf(principal.roles());
  }

  public String version() {
    return spec.version();
  }

  /** Whether every caller may use everything, so that nothing needs to be filtered. */
  public boolean permitsAll() {
    return spec.permitsAll();
  }

  /**
   * Whether {@code principal} may use it.
   *
   * @param name the tool's or prompt's name, or the resource's URI as the client wrote it
   */
  public Decision decide(Principal principal, Primitive primitive, String name) {
    if (spec.permitsAll()) {
      return PERMIT_ALL;
    }
    String judged = judged(primitive, name);
    return judged == null ? MALFORMED : permissions.of(principal).of(primitive).decide(judged);
  }

  /**
   * Whether {@code principal} may use some resource that the template (RFC 6570) stands for, judged
   * by what stands before its first expression. A template without expressions is a URI.
   */
  public Decision decideTemplate(Principal principal, String template) {
    int expression = template.indexOf('{');
    if (spec.permitsAll() || expression < 0) {
      return decide(principal, Primitive.RESOURCE, template);
    }
    String prefix = ResourceUri.normalize(template.substring(0, expression));
    return prefix == null ? MALFORMED : permissions.of(principal).resources().decidePrefix(prefix);
  }

  /** Whether {@code principal} may use any tool at all. */
  public Decision decideAnyTool(Principal principal) {
    if (spec.permitsAll()) {
      return PERMIT_ALL;
    }
    return permissions.of(principal).tools().permitNothing()
        ? new Decision.Deny("default")
        : new Decision.Permit("task");
  }

  /**
   * The scopes that a token needs for something that {@link #decide} permits.
   *
   * @param name as in {@link #decide}
   */
  public Set<String> requiredScopes(Primitive primitive, String name) {
    String judged = judged(primitive, name);
    return judged == null ? Set.of() : scopes(primitive).of(judged);
  }

  /** The scopes that a token needs for every resource that the template may stand for. */
  public Set<String> requiredScopesOfTemplate(String template) {
    int expression = template.indexOf('{');
    if (expression < 0) {
      return requiredScopes(Primitive.RESOURCE, template);
    }
    String prefix = ResourceUri.normalize(template.substring(0, expression));
    return prefix == null ? Set.of() : scopes(Primitive.RESOURCE).ofPrefix(prefix);
  }

  /** Whether the caller's token has every scope of {@code required}, or one that implies it. */
  public boolean allows(Principal principal, Set<String> required) {
    if (required.isEmpty()) {
      return true;
    }
    Set<String> held =
        principal instanceof Principal.Authenticated known ? known.scopes() : Set.of();
    for (String scope : required) {
      if (!held.contains(scope)
          && Collections.disjoint(satisfying.getOrDefault(scope, Set.of()), held)) {
        return false;
      }
    }
    return true;
  }

  private ScopeNeeds scopes(Primitive primitive) {
    return Objects.requireNonNull(scopes.get(primitive), primitive::name);
  }

  /** The name as rules are compared with it, or null if it is not one. */
  private static @Nullable String judged(Primitive primitive, String name) {
    return switch (primitive) {
      case TOOL -> isToolName(name) ? name : null;
      case RESOURCE -> ResourceUri.normalize(name);
      case PROMPT -> isPromptName(name) ? name : null;
    };
  }

  /** Visible ASCII, so that no two names look alike and no reader cuts one short. */
  private static boolean isToolName(String name) {
    if (name.isEmpty() || name.length() > MAX_TOOL_NAME) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) <= ' ' || name.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  private static boolean isPromptName(String name) {
    return !name.isEmpty()
        && name.length() <= MAX_PROMPT_NAME
        && name.equals(name.strip())
        && name.codePoints()
            .noneMatch(
                c ->
                    Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE);
  }
}
