package io.mcpgateway.policy.condition;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a condition may name. Each is declared with its whole name, so that one that is misspelt is
 * found when the policy is loaded.
 */
public enum Variable {
  /** A {@code Map<String, Object>}, converted by {@link JsonValues}. */
  ARGS("args", MapType.create(SimpleType.STRING, SimpleType.DYN)),
  /** A {@code String}, like all that follow and do not say otherwise. */
  ISSUER("principal.issuer", SimpleType.STRING),
  SUBJECT("principal.subject", SimpleType.STRING),
  CLIENT("principal.client", SimpleType.STRING),
  TENANT("principal.tenant", SimpleType.STRING),
  /** A {@code List<String>}. */
  ROLES("principal.roles", ListType.create(SimpleType.STRING)),
  /** A {@code List<String>}. */
  GROUPS("principal.groups", ListType.create(SimpleType.STRING)),
  /** A {@code List<String>}. */
  SCOPES("principal.scopes", ListType.create(SimpleType.STRING)),
  /** A {@code List<String>}: subjects, the one who acts now first. */
  ACTORS("principal.actors", ListType.create(SimpleType.STRING)),
  /** A {@code Map<String, Object>}. */
  CLAIMS("principal.claims", MapType.create(SimpleType.STRING, SimpleType.DYN)),
  TOOL_NAME("tool.name", SimpleType.STRING),
  TOOL_RISK("tool.risk", SimpleType.STRING),
  /** A {@code Map<String, Object>}. */
  TOOL_ANNOTATIONS("tool.annotations", MapType.create(SimpleType.STRING, SimpleType.DYN)),
  UPSTREAM("upstream", SimpleType.STRING),
  ROUTE("route", SimpleType.STRING),
  CLIENT_NAME("client.name", SimpleType.STRING),
  ERA("request.era", SimpleType.STRING),
  METHOD("request.method", SimpleType.STRING),
  /** A {@link java.time.Instant}. */
  NOW("now", SimpleType.TIMESTAMP);

  private static final Map<String, Variable> BY_PATH =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(Variable::path, Function.identity()));

  private final String path;
  private final CelType type;

  Variable(String path, CelType type) {
    this.path = path;
    this.type = type;
  }

  /** How a condition writes it. */
  public String path() {
    return path;
  }

  CelType type() {
    return type;
  }

  static @Nullable Variable of(String path) {
    return BY_PATH.get(path);
  }
}
