package io.mcpgateway.app.config;

import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.policy.model.PolicySpec;
import io.mcpgateway.policy.model.ScopeRules;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What routes and policies say of scopes, looked at together. */
final class ScopeChecks {
  private ScopeChecks() {}

  /**
   * Notes every route whose callers can never have what its policy asks of them, and every scope
   * that is implied but that nothing asks for: most likely it is misspelt.
   *
   * @param root what {@code gateway} was read from
   * @param policyMaps what {@code policies} were read from
   */
  static void check(
      GatewayConfig gateway,
      YamlMap root,
      Map<Path, PolicySpec> policies,
      Map<Path, YamlMap> policyMaps) {
    List<RouteConfig> routes = gateway.routes();
    Path platformFile = gateway.platformPolicy();
    PolicySpec platform = platformFile == null ? null : policies.get(platformFile);
    for (int i = 0; i < routes.size(); i++) {
      RouteConfig route = routes.get(i);
      PolicySpec policy = route.policy() == null ? null : policies.get(route.policy());
      if (policy != null && route.authenticate().isEmpty() && !policy.scopes().rules().isEmpty()) {
        root.maps("routes")
            .get(i)
            .problem("policy", "a policy without scopes where callers are anonymous and have none");
      }
      if (platform != null
          && route.authenticate().isEmpty()
          && !platform.scopes().rules().isEmpty()) {
        root.maps("routes")
            .get(i)
            .problem("anonymous", "authenticate: the platform-policy asks for scopes");
      }
    }
    policies.forEach(
        (file, policy) -> {
          YamlMap map = policyMaps.get(file);
          YamlMap hierarchy =
              map == null || policy.scopes().hierarchy().isEmpty()
                  ? null
                  : map.map("scope-hierarchy");
          if (hierarchy != null) {
            check(
                hierarchy,
                policy.scopes(),
                file.equals(platformFile)
                    ? askedAnywhere(policies.values(), routes)
                    : asked(file, policy.scopes(), routes));
          }
        });
  }

  private static Set<String> asked(Path file, ScopeRules scopes, List<RouteConfig> routes) {
    Set<String> asked = new HashSet<>(scopes.required());
    asked.addAll(scopes.hierarchy().keySet());
    for (RouteConfig route : routes) {
      if (file.equals(route.policy())) {
        asked.addAll(route.scopes().required());
      }
    }
    return asked;
  }

  /** The policy of the platform goes with all routes. */
  private static Set<String> askedAnywhere(
      Collection<PolicySpec> policies, List<RouteConfig> routes) {
    Set<String> asked = new HashSet<>();
    for (PolicySpec policy : policies) {
      asked.addAll(policy.scopes().required());
      asked.addAll(policy.scopes().hierarchy().keySet());
    }
    routes.forEach(route -> asked.addAll(route.scopes().required()));
    return asked;
  }

  private static void check(YamlMap hierarchy, ScopeRules scopes, Set<String> asked) {
    for (String scope : scopes.hierarchy().keySet()) {
      List<String> implied = hierarchy.strings(scope);
      for (int i = 0; i < implied.size(); i++) {
        if (!asked.contains(implied.get(i))) {
          hierarchy.problem(scope, i, "a scope that this policy or a route with it requires");
        }
      }
    }
  }
}
