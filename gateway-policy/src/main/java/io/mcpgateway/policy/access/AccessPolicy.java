package io.mcpgateway.policy.access;

import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.protocol.McpMethod.Primitive;
import io.mcpgateway.policy.model.ByRoles;
import io.mcpgateway.policy.model.PolicySpec;
import io.mcpgateway.policy.model.ResourceUri;

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
    String judged =
        switch (primitive) {
          case TOOL -> isToolName(name) ? name : null;
          case RESOURCE -> ResourceUri.normalize(name);
          case PROMPT -> isPromptName(name) ? name : null;
        };
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
