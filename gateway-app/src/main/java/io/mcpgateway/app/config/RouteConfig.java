package io.mcpgateway.app.config;

import io.mcpgateway.auth.resource.SenderRules;
import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.policy.model.Mode;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A path, and what is behind it.
 *
 * @param path exact, for example {@code /crm/mcp}
 * @param listeners where it is served; empty for everywhere
 * @param upstream the name of the upstream
 * @param authenticate the names of the issuers whose tokens and of the sets whose API keys are
 *     accepted; empty only if {@code anonymous: true} was said
 * @param policy the policy file, or null only if {@code permit-all: true} was said
 * @param policyMode whether what {@code policy} decides about access is enforced
 * @param scopes what tokens must allow
 * @param origins what browsers may call from
 * @param sender how tokens may or must be bound to those who bring them
 * @param auditContent what audit records have of what was said
 */
public record RouteConfig(
    String path,
    List<String> listeners,
    String upstream,
    List<String> authenticate,
    @Nullable Path policy,
    Mode policyMode,
    ScopesConfig scopes,
    Set<String> origins,
    int maxRequestBytes,
    SenderRules sender,
    AuditContentConfig auditContent) {

  private static final int DEFAULT_MAX_REQUEST = 4 << 20;

  static RouteConfig read(YamlMap map, Path directory) {
    String path = map.string("path");
    if (!path.isEmpty() && !isPlainPath(path)) {
      map.problem("path", "an absolute path of plain segments, such as /crm/mcp");
    }
    List<String> listeners = map.strings("listener");
    String upstream = map.string("upstream");
    List<String> authenticate = map.strings("authenticate");
    boolean anonymous = map.flag("anonymous", false);
    if (authenticate.isEmpty() && !anonymous) {
      map.problem("authenticate", "at least one issuer or set of API keys, or anonymous: true");
    }
    if (!authenticate.isEmpty() && anonymous) {
      map.problem("anonymous", "either authenticate or anonymous: true, not both");
    }
    String policy = map.optionalString("policy");
    boolean permitAll = map.flag("permit-all", false);
    if (policy == null && !permitAll) {
      map.problem("policy", "a policy file, or permit-all: true");
    }
    if (policy != null && permitAll) {
      map.problem("permit-all", "either policy or permit-all: true, not both");
    }
    Mode policyMode = map.oneOf("policy-mode", Mode.class, Mode.ENFORCE);
    ScopesConfig scopes = ScopesConfig.read(map);
    Set<String> origins = origins(map);
    int maxRequestBytes = map.size("max-request-size", DEFAULT_MAX_REQUEST);
    SenderRules sender = CallersConfig.sender(map);
    AuditContentConfig auditContent = AuditContentConfig.read(map.map("audit-content"));
    map.finish();
    return new RouteConfig(
        path,
        List.copyOf(listeners),
        upstream,
        List.copyOf(authenticate),
        policy == null ? null : directory.resolve(policy).normalize(),
        policyMode,
        scopes,
        Set.copyOf(origins),
        maxRequestBytes,
        sender,
        auditContent);
  }

  /** Whether it is served on a listener. */
  public boolean isOn(String listener) {
    return listeners.isEmpty() || listeners.contains(listener);
  }

  private static Set<String> origins(YamlMap map) {
    Set<String> origins = new TreeSet<>(map.strings("origins"));
    for (String origin : origins) {
      if (!isOrigin(origin)) {
        map.problem("origins", "origins such as https://app.example.com, not " + origin);
      }
    }
    return origins;
  }

  private static boolean isOrigin(String text) {
    try {
      URI uri = new URI(text);
      return uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && text.equals(uri.getScheme() + "://" + uri.getRawAuthority())
          && uri.getRawUserInfo() == null;
    } catch (java.net.URISyntaxException malformed) {
      return false;
    }
  }

  /** No segment that another party could read differently: no dots, no escapes, none empty. */
  private static boolean isPlainPath(String path) {
    if (!path.startsWith("/") || path.startsWith("/.well-known")) {
      return false;
    }
    if (path.equals("/")) {
      return true;
    }
    for (String segment : path.substring(1).split("/", -1)) {
      boolean plain =
          segment
              .chars()
              .allMatch(
                  c ->
                      (c >= 'a' && c <= 'z')
                          || (c >= 'A' && c <= 'Z')
                          || (c >= '0' && c <= '9')
                          || "-._~".indexOf(c) >= 0);
      if (!plain || segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return false;
      }
    }
    return true;
  }
}
