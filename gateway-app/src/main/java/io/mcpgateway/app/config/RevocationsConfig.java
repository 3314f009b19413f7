package io.mcpgateway.app.config;

import io.mcpgateway.core.config.YamlMap;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How revocations are shared between replicas.
 *
 * @param redis where, or null if there is one replica
 */
public record RevocationsConfig(@Nullable Redis redis) {
  private static final URI NOWHERE = URI.create("rediss://invalid.invalid");

  /**
   * A Redis or Valkey.
   *
   * @param url with scheme {@code rediss}, or {@code redis} without TLS
   * @param username empty for the default user
   * @param password empty for none
   * @param ca certificates to trust instead of the system's, as a PEM file
   * @param prefix of every key and channel
   */
  public record Redis(URI url, String username, String password, @Nullable Path ca, String prefix) {
    private static final String DEFAULT_PREFIX = "mcp-gateway:revocations:";

    static Redis read(YamlMap map, Path directory) {
      URI url = redisUrl(map);
      boolean plaintext = map.flag("plaintext", false);
      String ca = map.optionalString("ca");
      Redis redis =
          new Redis(
              url,
              map.string("username", ""),
              map.has("password") ? map.secret("password") : "",
              ca == null ? null : directory.resolve(ca).normalize(),
              map.string("prefix", DEFAULT_PREFIX));
      if (!redis.tls() && !redis.isLocal() && !plaintext) {
        map.problem("url", "a rediss url, or plaintext: true beside it");
      }
      if (ca != null && !redis.tls()) {
        map.problem("ca", "a rediss url beside ca");
      }
      map.finish();
      return redis;
    }

    public boolean tls() {
      return "rediss".equals(url.getScheme());
    }

    private boolean isLocal() {
      String host = url.getHost();
      return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    /** What tells one shared list from another. */
    public String identity() {
      return url + " " + prefix;
    }

    @Override
    public String toString() {
      return "Redis[url=" + url + ", prefix=" + prefix + "]";
    }
  }

  static RevocationsConfig read(@Nullable YamlMap map, Path directory) {
    if (map == null) {
      return new RevocationsConfig(null);
    }
    YamlMap redis = map.map("redis");
    RevocationsConfig config =
        new RevocationsConfig(redis == null ? null : Redis.read(redis, directory));
    map.finish();
    return config;
  }

  private static URI redisUrl(YamlMap map) {
    String text = map.string("url");
    try {
      URI url = new URI(text);
      boolean known = "redis".equals(url.getScheme()) || "rediss".equals(url.getScheme());
      String path = url.getRawPath();
      if (known
          && url.getHost() != null
          && url.getRawUserInfo() == null
          && (path == null || path.isEmpty())
          && url.getRawQuery() == null
          && url.getRawFragment() == null) {
        return url;
      }
    } catch (URISyntaxException malformed) {
      // Reported below, like a URL of another kind.
    }
    if (!text.isEmpty()) {
      map.problem("url", "a rediss or redis URL of a host and a port, and nothing else");
    }
    return NOWHERE;
  }
}
