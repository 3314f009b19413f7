package io.mcpgateway.app.config;

import io.mcpgateway.auth.server.ServerAccess;
import io.mcpgateway.auth.token.ClaimPaths;
import io.mcpgateway.auth.token.IntrospectionSettings;
import io.mcpgateway.auth.token.IssuerSettings;
import io.mcpgateway.auth.token.KeySource;
import io.mcpgateway.auth.token.MetadataSource;
import io.mcpgateway.auth.token.TokenRules;
import io.mcpgateway.core.config.YamlMap;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads issuers. What an issuer may be is for {@link IssuerSettings} to say. */
final class Issuers {
  private Issuers() {}

  static IssuerSettings read(YamlMap map) {
    String name = map.string("name");
    // As it is written: an issuer is compared character for character.
    String issuer = map.string("issuer");
    try {
      return new IssuerSettings(
          name,
          issuer,
          tokens(map),
          claims(map),
          keys(map),
          server(map),
          metadata(map),
          introspection(map));
    } catch (IllegalArgumentException wrong) {
      if (!name.isEmpty() && !issuer.isEmpty()) {
        Rejection rejection = Rejection.of(wrong);
        map.problem(rejection.key().isEmpty() ? "issuer" : rejection.key(), rejection.expected());
      }
      return IssuerSettings.of(name.isEmpty() ? "?" : name, "https://invalid.invalid");
    } finally {
      map.finish();
    }
  }

  private static TokenRules tokens(YamlMap map) {
    TokenRules unsaid = TokenRules.DEFAULT;
    List<String> algorithms = map.strings("algorithms");
    return new TokenRules(
        map.has("algorithms") ? new LinkedHashSet<>(algorithms) : unsaid.algorithms(),
        map.optionalString("audience"),
        map.flag("allow-audience-array", false),
        map.duration("leeway", unsaid.leeway()),
        map.has("token-types") ? new LinkedHashSet<>(map.strings("token-types")) : unsaid.types(),
        map.integer("max-actors", 0, TokenRules.MOST_ACTORS, unsaid.maxActors()));
  }

  private static ClaimPaths claims(YamlMap map) {
    return new ClaimPaths(
        map.string("roles-claim", ClaimPaths.DEFAULT.roles()),
        map.optionalString("tenant-claim"),
        map.optionalString("scope-claim"),
        map.optionalString("groups-claim"),
        new LinkedHashSet<>(map.strings("claims")));
  }

  private static KeySource keys(YamlMap map) {
    return new KeySource(
        map.optionalUrl("jwks-uri"),
        map.duration("outage-window", KeySource.DISCOVERED.outageWindow()));
  }

  private static ServerAccess server(YamlMap map) {
    return new ServerAccess(
        map.optionalFile("ca"), new LinkedHashSet<>(map.strings("trusted-hosts")));
  }

  private static MetadataSource metadata(YamlMap map) {
    return new MetadataSource(map.optionalUrl("metadata-url"), map.flag("publish-metadata", false));
  }

  private static @Nullable IntrospectionSettings introspection(YamlMap issuer) {
    YamlMap map = issuer.map("introspection");
    if (map == null) {
      return null;
    }
    IntrospectionSettings settings =
        new IntrospectionSettings(
            map.optionalUrl("url"),
            ClientAuthentications.read(map),
            map.flag("jwt", false),
            cache(map));
    map.finish();
    return settings;
  }

  private static Duration cache(YamlMap map) {
    Duration cache = map.duration("cache", IntrospectionSettings.DEFAULT_CACHE);
    if (cache.compareTo(IntrospectionSettings.MAX_CACHE) > 0) {
      map.problem("cache", "up to 60s");
      return IntrospectionSettings.DEFAULT_CACHE;
    }
    return cache;
  }
}
