package io.mcpgateway.app.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a route can serve anybody.
 *
 * @param issuers whose tokens it accepts; empty if it asks nobody, or for API keys alone
 * @param apiKeys whether it accepts API keys, too
 */
public record RouteStatus(String path, String upstream, List<Issuer> issuers, boolean apiKeys) {
  public RouteStatus {
    issuers = List.copyOf(issuers);
  }

  /**
   * @param name how the operator calls it
   * @param issuer the {@code iss} of its tokens
   * @param ready whether its tokens can be verified now
   * @param keys how many can be used now
   * @param fetchedAt when they were last fetched with success; null if never
   * @param problem what the last attempt failed of; null if it succeeded
   */
  public record Issuer(
      String name,
      String issuer,
      boolean ready,
      int keys,
      @Nullable Instant fetchedAt,
      @Nullable String problem) {}

  /** One kind of caller is enough: the others are refused meanwhile. */
  public boolean ready() {
    return issuers.isEmpty() || apiKeys || issuers.stream().anyMatch(Issuer::ready);
  }
}
