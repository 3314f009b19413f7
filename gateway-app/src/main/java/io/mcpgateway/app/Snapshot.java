package io.mcpgateway.app;

import io.mcpgateway.app.config.LoadedConfig;
import io.mcpgateway.core.exchange.Site;
import java.util.Map;
import java.util.Objects;

/**
 * One configuration in force: immutable, so that an exchange is decided by exactly one.
 *
 * @param sites by the name of their listener
 */
record Snapshot(LoadedConfig config, Parts parts, Map<String, Site> sites) {
  Snapshot {
    sites = Map.copyOf(sites);
  }

  /** What the listener serves. */
  Site site(String listener) {
    return Objects.requireNonNull(sites.get(listener), listener);
  }
}
