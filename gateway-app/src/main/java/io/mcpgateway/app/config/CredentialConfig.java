package io.mcpgateway.app.config;

import io.mcpgateway.auth.credential.ClientCredentialsSettings;
import io.mcpgateway.auth.credential.CredentialSource;
import io.mcpgateway.auth.credential.TokenExchangeSettings;
import io.mcpgateway.core.config.YamlMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the gateway presents itself to an upstream. Equal ones present the same. */
public sealed interface CredentialConfig {
  /** Not at all. */
  record None() implements CredentialConfig {
    @Override
    public Set<String> headers() {
      return Set.of();
    }
  }

  /**
   * The same header fields with every request.
   *
   * @param fields by name in lower case; the values are secrets
   */
  record Static(Map<String, String> fields) implements CredentialConfig {
    public Static {
      fields = Map.copyOf(fields);
    }

    @Override
    public Set<String> headers() {
      return fields.keySet();
    }

    @Override
    public String toString() {
      return "Static" + fields.keySet();
    }
  }

  /** A token that the gateway gets for itself. */
  record ClientCredentials(ClientCredentialsSettings settings) implements CredentialConfig {
    @Override
    public Set<String> headers() {
      return Set.of("authorization");
    }
  }

  /** For each caller a token of their own. */
  record TokenExchange(TokenExchangeSettings settings) implements CredentialConfig {
    @Override
    public Set<String> headers() {
      return Set.of("authorization");
    }
  }

  /** What a configuration may choose from. */
  enum Type {
    NONE,
    STATIC,
    BEARER,
    CLIENT_CREDENTIALS,
    TOKEN_EXCHANGE
  }

  /** The header fields that it takes, in lower case. */
  Set<String> headers();

  static CredentialConfig read(@Nullable YamlMap map) {
    if (map == null) {
      return new None();
    }
    CredentialConfig credential =
        switch (map.oneOf("type", Type.class, Type.NONE)) {
          case NONE -> none(map);
          case STATIC -> fixed(map);
          case BEARER -> bearer(map);
          case CLIENT_CREDENTIALS -> TokenConfigs.clientCredentials(map);
          case TOKEN_EXCHANGE -> TokenConfigs.tokenExchange(map);
        };
    map.finish();
    return credential;
  }

  private static CredentialConfig none(YamlMap map) {
    if (map.has("headers")) {
      map.problem("type", "static, since there are headers");
    }
    return new None();
  }

  private static CredentialConfig fixed(YamlMap map) {
    YamlMap headers = map.map("headers");
    if (headers == null || headers.keys().isEmpty()) {
      map.problem("type", "headers beside type: static");
      return new None();
    }
    Map<String, String> fields = new LinkedHashMap<>();
    for (String name : headers.keys()) {
      String value = headers.secret(name);
      requireField(headers, name, name, value);
      if (fields.put(name.toLowerCase(Locale.ROOT), value) != null) {
        headers.problem(name, "each header field once");
      }
    }
    return new Static(fields);
  }

  private static CredentialConfig bearer(YamlMap map) {
    String value = "Bearer " + map.secret("token");
    requireField(map, "token", "authorization", value);
    return new Static(Map.of("authorization", value));
  }

  private static void requireField(YamlMap map, String key, String name, String value) {
    try {
      CredentialSource.fixed(Map.of(name, value));
    } catch (IllegalArgumentException wrong) {
      map.problem(key, Rejection.of(wrong).expected());
    }
  }
}
