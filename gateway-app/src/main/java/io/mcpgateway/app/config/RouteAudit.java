package io.mcpgateway.app.config;

import io.mcpgateway.core.config.YamlMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What audit records of a route keep of what is said.
 *
 * @param arguments of what clients send
 * @param results of what clients get
 * @param maxBytes how much a masked copy has, of each of the two
 */
public record RouteAudit(Keep arguments, Keep results, int maxBytes) {
  static final RouteAudit NOTHING = new RouteAudit(Keep.OFF, Keep.OFF, 4 << 10);

  private static final int MIN_BYTES = 256;
  private static final int MAX_BYTES = 16 << 10;

  /** How something is kept. */
  public enum Keep {
    /** Not at all. */
    OFF,
    /** As a keyed digest: who knows it can tell that it was this. */
    HMAC,
    /** As a copy without any value that a detector knows. */
    MASKED
  }

  static RouteAudit read(@Nullable YamlMap map) {
    if (map == null) {
      return NOTHING;
    }
    int maxBytes = map.size("max-bytes", NOTHING.maxBytes);
    if (maxBytes < MIN_BYTES || maxBytes > MAX_BYTES) {
      map.problem("max-bytes", "a size between 256B and 16KiB");
    }
    RouteAudit audit =
        new RouteAudit(
            map.oneOf("arguments", Keep.class, Keep.OFF),
            map.oneOf("results", Keep.class, Keep.OFF),
            maxBytes);
    map.finish();
    return audit;
  }

  /**
   * Notes every digest while there is no key to make it with.
   *
   * @param maps what {@code routes} were read from
   */
  static void requireKeys(List<YamlMap> maps, List<RouteConfig> routes, MaskingConfig masking) {
    if (!masking.keys().isEmpty()) {
      return;
    }
    for (int i = 0; i < routes.size(); i++) {
      RouteAudit audit = routes.get(i).audit();
      requireKeys(maps.get(i), "arguments", audit.arguments);
      requireKeys(maps.get(i), "results", audit.results);
    }
  }

  private static void requireKeys(YamlMap route, String key, Keep keep) {
    YamlMap map = keep == Keep.HMAC ? route.map("audit") : null;
    if (map != null) {
      map.problem(key, "masking.keys in the same file, which digests are made with");
    }
  }

  public boolean keepsNothing() {
    return arguments == Keep.OFF && results == Keep.OFF;
  }
}
