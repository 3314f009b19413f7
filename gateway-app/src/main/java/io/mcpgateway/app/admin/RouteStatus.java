package io.mcpgateway.app.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a route can serve anybody.
 *
 * @param issuers whose tokens it accepts; empty if it asks nobody
 */
public record RouteStatus(String path, String upstream, List<Issuer> issuers) {
  public RouteStatus {
    issuers = List.copyOf(issuers);
  }

  /**
   * @param name how the operator calls it
   * @param issuer the {@code iss} of its tokens
   * @param keys how many can be used now
   * @param fetchedAt when they were last fetched with success; null if never
   * @param problem what the last attempt failed of; null if it succeeded
   */
  public record Issuer(
      String name,
      String issuer,
      int keys,
      @Nullable Instant fetchedAt,
      @Nullable String problem) {}

  /** Tokens of one issuer are enough: those of the others are refused meanwhile. */
  public boolean ready() {
    return issuers.isEmpty() || issuers.stream().anyMatch(issuer -> issuer.keys() > 0);
  }
}
