package io.mcpgateway.policy.model;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.mcpgateway.core.exchange.Principal;
import java.util.Set;
import java.util.function.Function;

/**
 * Something that is worked out once for each set of roles. Thread-safe.
 *
 * @param <T> immutable or thread-safe
 */
public final class ByRoles<T> {
  private static final int MAX_SETS = 10_000;

  private final LoadingCache<Set<String>, T> cache;

  /**
   * @param compile gets all roles of a caller that the policy knows, included ones too
   */
  public ByRoles(PolicySpec policy, Function<Set<String>, T> compile) {
    this.cache =
        Caffeine.newBuilder()
            .maximumSize(MAX_SETS)
            .executor(Runnable::run)
            .build(claimed -> compile.apply(policy.rolesOf(claimed)));
  }

  public T of(Principal principal) {
    return cache.get(principal.roles());
  }
}
