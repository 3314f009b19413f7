package io.mcpgateway.policy.model;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.policy.condition.Condition;
import io.mcpgateway.policy.condition.Facts;
import io.mcpgateway.policy.condition.Truth;
import java.time.Instant;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Something that is worked out once for each set of roles. Says who has which roles, too: by the
 * roles claim, by membership, and by inclusion. Thread-safe.
 *
 * @param <T> immutable or thread-safe
 */
public final class ByRoles<T> {
  private static final int MAX_SETS = 10_000;
  private static final String API_KEY = "api-key:";

  private final PolicySpec policy;
  private final InstantSource clock;
  private final List<Role> withMembers;

  /** The roles that have a condition for their members; few. */
  private final List<Role> withConditions;

  private final boolean byGroup;
  private final boolean byScope;
  private final boolean byClient;
  private final boolean byApiKey;
  private final LoadingCache<Set<String>, T> compiled;
  private final LoadingCache<Traits, T> cache;

  /** All of a caller that membership depends on; what no role asks for is left empty. */
  private record Traits(
      Set<String> roles,
      Set<String> groups,
      Set<String> scopes,
      String client,
      String apiKey,
      BitSet conditions) {}

  /** Which conditions hold if there are none. Nobody changes it. */
  private static final BitSet NO_CONDITIONS = new BitSet();

  /**
   * @param compile gets all roles of a caller that the policy knows, included ones too
   */
  public ByRoles(PolicySpec policy, Function<Set<String>, T> compile) {
    this(policy, InstantSource.system(), compile);
  }

  public ByRoles(PolicySpec policy, InstantSource clock, Function<Set<String>, T> compile) {
    this.policy = policy;
    this.clock = clock;
    this.withMembers =
        policy.roles().values().stream()
            .filter(role -> !role.members().equals(Members.NONE))
            .toList();
    this.withConditions =
        withMembers.stream().filter(role -> role.members().when() != null).toList();
    this.byGroup = withMembers.stream().anyMatch(role -> !role.members().groups().isEmpty());
    this.byScope = withMembers.stream().anyMatch(role -> !role.members().scopes().isEmpty());
    this.byClient = withMembers.stream().anyMatch(role -> !role.members().clients().isEmpty());
    this.byApiKey = withMembers.stream().anyMatch(role -> !role.members().apiKeys().isEmpty());
    this.compiled = cache(compile);
    this.cache = cache(traits -> compiled.get(roles(traits)));
  }

  private static <K, V> LoadingCache<K, V> cache(Function<K, V> load) {
    return Caffeine.newBuilder().maximumSize(MAX_SETS).executor(Runnable::run).build(load::apply);
  }

  public T of(Principal principal) {
    return of(principal, withConditions.isEmpty() ? Instant.EPOCH : clock.instant());
  }

  /**
   * @param now for conditions that ask what time it is
   */
  public T of(Principal principal, Instant now) {
    return cache.get(traits(principal, now));
  }

  private Traits traits(Principal principal, Instant now) {
    BitSet conditions = withConditions.isEmpty() ? NO_CONDITIONS : conditions(principal, now);
    return switch (principal) {
      case Principal.Anonymous _ ->
          new Traits(principal.roles(), Set.of(), Set.of(), "", "", conditions);
      case Principal.Authenticated known ->
          new Traits(
              known.roles(),
              byGroup ? known.groups() : Set.of(),
              byScope ? known.scopes() : Set.of(),
              byClient && known.clientId() != null ? known.clientId() : "",
              byApiKey ? apiKey(known) : "",
              conditions);
    };
  }

  private BitSet conditions(Principal principal, Instant now) {
    BitSet conditions = new BitSet();
    Facts facts = new CallerFacts(principal, principal.roles(), now);
    for (int i = 0; i < withConditions.size(); i++) {
      Condition condition = withConditions.get(i).members().when();
      conditions.set(i, condition != null && condition.of(facts) == Truth.TRUE);
    }
    return conditions;
  }

  private static String apiKey(Principal.Authenticated known) {
    return known.issuer().startsWith(API_KEY) && known.tokenId() != null
        ? known.issuer().substring(API_KEY.length()) + '/' + known.tokenId()
        : "";
  }

  private Set<String> roles(Traits traits) {
    Set<String> claimed = new HashSet<>(traits.roles());
    for (Role role : withMembers) {
      Members members = role.members();
      if (!Collections.disjoint(members.groups(), traits.groups())
          || !Collections.disjoint(members.scopes(), traits.scopes())
          || members.clients().contains(traits.client())
          || members.apiKeys().contains(traits.apiKey())) {
        claimed.add(role.name());
      }
    }
    for (int i = 0; i < withConditions.size(); i++) {
      if (traits.conditions().get(i)) {
        claimed.add(withConditions.get(i).name());
      }
    }
    return policy.rolesOf(claimed);
  }
}
