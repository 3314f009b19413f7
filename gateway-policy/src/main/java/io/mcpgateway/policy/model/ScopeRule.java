package io.mcpgateway.policy.model;

import java.util.Set;

/** Scopes that a token must have for whatever {@code concerns} matches, all of them. */
public record ScopeRule(Selection concerns, Set<String> required) {
  public ScopeRule {
    required = Set.copyOf(required);
  }
}
