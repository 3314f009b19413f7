package io.mcpgateway.policy.access;

import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.protocol.McpMethod.Primitive;
import io.mcpgateway.policy.model.ScopeRules;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What tokens need, by the route's policy and the platform's together. What the platform requires,
 * only scopes that the platform says imply it can stand for. Immutable.
 */
final class Scopes {
  private final Map<Primitive, List<ScopeNeeds>> needs = new EnumMap<>(Primitive.class);

  /** By scope: those any of which will do. Scopes that nothing implies are not in it. */
  private final Map<String, Set<String>> satisfying = new HashMap<>();

  Scopes(ScopeRules route, @Nullable ScopeRules platform) {
    for (Primitive primitive : Primitive.values()) {
      ScopeNeeds own = new ScopeNeeds(route, primitive);
      needs.put(
          primitive,
          platform == null ? List.of(own) : List.of(own, new ScopeNeeds(platform, primitive)));
    }
    addImplied(route);
    if (platform != null) {
      platform.required().forEach(satisfying::remove);
      addImplied(platform);
    }
  }

  private void addImplied(ScopeRules rules) {
    for (Set<String> implied : rules.hierarchy().values()) {
      implied.forEach(scope -> satisfying.merge(scope, rules.satisfying(scope), ScopeNeeds::union));
    }
  }

  Set<String> of(Primitive primitive, String name) {
    String judged = Names.judged(primitive, name);
    Set<String> all = Set.of();
    if (judged != null) {
      for (ScopeNeeds each : of(primitive)) {
        all = ScopeNeeds.union(all, each.of(judged));
      }
    }
    return all;
  }

  Set<String> ofTemplate(String template) {
    if (template.indexOf('{') < 0) {
      return of(Primitive.RESOURCE, template);
    }
    String judged = Names.judged(Primitive.RESOURCE, Names.literalStart(template));
    Set<String> all = Set.of();
    if (judged != null) {
      for (ScopeNeeds each : of(Primitive.RESOURCE)) {
        all = ScopeNeeds.union(all, each.ofPrefix(judged));
      }
    }
    return all;
  }

  private List<ScopeNeeds> of(Primitive primitive) {
    return Objects.requireNonNull(needs.get(primitive));
  }

  boolean allow(Principal principal, Set<String> required) {
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
}
