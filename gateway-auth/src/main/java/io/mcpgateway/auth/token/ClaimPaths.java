package io.mcpgateway.auth.token;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where an issuer's tokens say what the standards leave open. A path is the name of a claim, or
 * names with dots for a claim within a claim.
 *
 * @param roles a string or an array of strings
 * @param tenant a string, or null if its tokens name none
 * @param scope words with blanks between them or an array of words; null for {@code scope} or, if
 *     there is none, {@code scp}
 * @param groups a string or an array of strings, or null if its tokens name none
 * @param kept the names of top-level claims that policies may ask for, see {@link KeptClaims}
 */
public record ClaimPaths(
    String roles,
    @Nullable String tenant,
    @Nullable String scope,
    @Nullable String groups,
    Set<String> kept) {
  public static final ClaimPaths DEFAULT = new ClaimPaths("roles", null);

  public ClaimPaths {
    kept = Set.copyOf(kept);
    IssuerSettings.require(!roles.isBlank(), "roles-claim", roles, "a claim");
    requireClaim("tenant-claim", tenant);
    requireClaim("scope-claim", scope);
    requireClaim("groups-claim", groups);
    KeptClaims.requireNames(kept);
  }

  /** With the scopes where the standards have them. */
  public ClaimPaths(String roles, @Nullable String tenant) {
    this(roles, tenant, null);
  }

  /** Without groups and further claims. */
  public ClaimPaths(String roles, @Nullable String tenant, @Nullable String scope) {
    this(roles, tenant, scope, null, Set.of());
  }

  private static void requireClaim(String key, @Nullable String path) {
    IssuerSettings.require(path == null || !path.isBlank(), key, "blank", "a claim or none");
  }
}
