package io.mcpgateway.auth.token;

import org.jspecify.annotations.Nullable;

/**
 * Where an issuer's tokens say what the standards leave open. A path is the name of a claim, or
 * names with dots for a claim within a claim.
 *
 * @param roles a string or an array of strings
 * @param tenant a string, or null if its tokens name none
 * @param scope words with blanks between them or an array of words; null for {@code scope} or, if
 *     there is none, {@code scp}
 */
public record ClaimPaths(String roles, @Nullable String tenant, @Nullable String scope) {
  public static final ClaimPaths DEFAULT = new ClaimPaths("roles", null);

  public ClaimPaths {
    IssuerSettings.require(!roles.isBlank(), "roles-claim", roles, "a claim");
    IssuerSettings.require(
        tenant == null || !tenant.isBlank(), "tenant-claim", "blank", "a claim or none");
    IssuerSettings.require(
        scope == null || !scope.isBlank(), "scope-claim", "blank", "a claim or none");
  }

  /** With the scopes where the standards have them. */
  public ClaimPaths(String roles, @Nullable String tenant) {
    this(roles, tenant, null);
  }
}
