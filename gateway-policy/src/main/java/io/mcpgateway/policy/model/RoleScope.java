package io.mcpgateway.policy.model;

import java.util.Collections;
import java.util.Set;

/**
 * Whom a rule applies to.
 *
 * @param only those who have one of these roles; everybody if empty
 * @param unless but nobody who has one of these
 */
public record RoleScope(Set<String> only, Set<String> unless) {
  public RoleScope {
    only = Set.copyOf(only);
    unless = Set.copyOf(unless);
  }

  /**
   * @param roles all roles of a caller, included ones too
   */
  public boolean covers(Set<String> roles) {
    return (only.isEmpty() || !Collections.disjoint(only, roles))
        && Collections.disjoint(unless, roles);
  }
}
