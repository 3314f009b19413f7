package io.mcpgateway.app.config;

import io.mcpgateway.auth.token.ApiKey;
import io.mcpgateway.auth.token.ApiKeySet;
import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.core.exchange.ScopeToken;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads sets of API keys, those in files of their own too. What a key may be is for {@link ApiKey}
 * to say.
 */
final class ApiKeySets {
  private final Path directory;
  private final Function<Path, YamlMap> files;
  private final Set<String> hashes = new HashSet<>();

  /**
   * @param files opens a file of the configuration
   */
  ApiKeySets(Path directory, Function<Path, YamlMap> files) {
    this.directory = directory;
    this.files = files;
  }

  ApiKeySet read(YamlMap map) {
    String name = map.string("name");
    String header = map.optionalString("header");
    String file = map.optionalString("file");
    Set<String> ids = new HashSet<>();
    List<ApiKey> keys = new ArrayList<>(keys(map, ids));
    if (!map.has("keys") && file == null) {
      map.problem("keys", "keys, a file with keys, or both");
    }
    if (file != null) {
      YamlMap more = files.apply(directory.resolve(file).normalize());
      keys.addAll(keys(more, ids));
      more.finish();
    }
    map.finish();
    try {
      return new ApiKeySet(name, header, keys);
    } catch (IllegalArgumentException wrong) {
      Rejection rejection = Rejection.of(wrong);
      map.problem(rejection.key(), rejection.expected());
      return new ApiKeySet(name, null, List.of());
    }
  }

  private List<ApiKey> keys(YamlMap map, Set<String> ids) {
    List<ApiKey> keys = new ArrayList<>();
    for (YamlMap each : map.maps("keys")) {
      ApiKey key = key(each);
      if (key == null) {
        continue;
      }
      keys.add(key);
      if (!ids.add(key.id())) {
        each.problem("id", "an id that no other key of the set has");
      }
      if (!hashes.add(key.sha256().toLowerCase(Locale.ROOT))) {
        each.hiddenProblem("sha256", "a key that is nowhere else");
      }
    }
    return keys;
  }

  private static @Nullable ApiKey key(YamlMap map) {
    String id = map.string("id");
    String sha256 = map.string("sha256");
    String principal = map.string("principal");
    Set<String> roles = Set.copyOf(new HashSet<>(map.strings("roles")));
    Set<String> groups = Set.copyOf(new HashSet<>(map.strings("groups")));
    Map<String, Object> claims = claims(map.map("claims"));
    Set<String> scopes = scopes(map);
    String tenant = map.optionalString("tenant");
    Instant expires = instant(map, "expires");
    map.finish();
    if (!map.has("id") || !map.has("sha256") || !map.has("principal")) {
      return null;
    }
    try {
      return new ApiKey(id, sha256, principal, roles, groups, claims, scopes, tenant, expires);
    } catch (IllegalArgumentException wrong) {
      Rejection rejection = Rejection.of(wrong);
      map.hiddenProblem(rejection.key(), rejection.expected());
      return null;
    }
  }

  private static Map<String, Object> claims(@Nullable YamlMap map) {
    Map<String, Object> claims = new HashMap<>();
    if (map != null) {
      for (String name : map.keys()) {
        Object value = map.value(name);
        if (value == null) {
          map.problem(name, "a value");
        } else {
          claims.put(name, value);
        }
      }
    }
    return claims;
  }

  private static Set<String> scopes(YamlMap map) {
    List<String> scopes = map.strings("scopes");
    for (int i = 0; i < scopes.size(); i++) {
      if (!ScopeToken.isValid(scopes.get(i))) {
        map.problem("scopes", i, "a scope: visible ASCII without blank, quote and backslash");
      }
    }
    return Set.copyOf(new HashSet<>(scopes));
  }

  private static @Nullable Instant instant(YamlMap map, String key) {
    String text = map.optionalString(key);
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException malformed) {
      map.problem(key, "a time with its zone, such as 2027-01-01T00:00:00Z");
      return null;
    }
  }
}
