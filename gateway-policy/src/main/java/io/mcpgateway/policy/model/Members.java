package io.mcpgateway.policy.model;

import io.mcpgateway.policy.condition.Condition;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who has a role, beside those whose roles claim says so: whoever any of these fits.
 *
 * @param groups as the issuer's groups claim says them
 * @param scopes any of which the token allows
 * @param clients OAuth client ids
 * @param apiKeys each as the name of the set, a slash, and the id of the key
 * @param when true of the caller; null if there is no condition
 */
public record Members(
    Set<String> groups,
    Set<String> scopes,
    Set<String> clients,
    Set<String> apiKeys,
    @Nullable Condition when) {
  static final Members NONE = new Members(Set.of(), Set.of(), Set.of(), Set.of(), null);

  public Members {
    groups = Set.copyOf(groups);
    scopes = Set.copyOf(scopes);
    clients = Set.copyOf(clients);
    apiKeys = Set.copyOf(apiKeys);
  }
}
