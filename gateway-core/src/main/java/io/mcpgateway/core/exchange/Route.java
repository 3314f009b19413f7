package io.mcpgateway.core.exchange;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A path the gateway serves, and the upstream behind it.
 *
 * @param path the exact path, for example {@code /crm/mcp}; also the route's name in metrics and
 *     audit records
 * @param resource the URL that clients dial: the resource of RFC 8707 and RFC 9728
 * @param upstream the name of the upstream
 * @param origins the {@code Origin}s that browsers may call from, besides the route's own
 * @param maxRequestBytes the largest request body
 * @param configVersion the version of the configuration that this route is part of
 * @param policyVersion the version of its policy
 * @param upstreamUrl where the upstream is, for audit records; null if that is of no interest
 */
public record Route(
    String path,
    URI resource,
    String upstream,
    Set<String> origins,
    int maxRequestBytes,
    String configVersion,
    String policyVersion,
    @Nullable URI upstreamUrl) {
  public Route {
    origins = Set.copyOf(origins);
  }

  /** One of which nobody asks where its upstream is. */
  public Route(
      String path,
      URI resource,
      String upstream,
      Set<String> origins,
      int maxRequestBytes,
      String configVersion,
      String policyVersion) {
    this(path, resource, upstream, origins, maxRequestBytes, configVersion, policyVersion, null);
  }
}
