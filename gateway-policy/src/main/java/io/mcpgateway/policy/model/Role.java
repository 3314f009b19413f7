package io.mcpgateway.policy.model;

import java.util.Set;

/**
 * What the callers who have a role may use.
 *
 * @param name as the issuer's roles claim says it, or {@link PolicySpec#ANYONE}
 * @param includes other roles that those who have this one have too
 * @param members who has it without a claim that says so
 */
public record Role(
    String name, Set<String> includes, Members members, Selection permits, Source source) {
  public Role {
    includes = Set.copyOf(includes);
  }
}
