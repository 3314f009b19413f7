package io.mcpgateway.app.config;

import io.mcpgateway.auth.credential.CredentialSource;
import io.mcpgateway.core.config.YamlMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the gateway presents itself to an upstream. */
public sealed interface CredentialConfig {
  /** Not at all. */
  record None() implements CredentialConfig {}

  /**
   * The same header fields with every request.
   *
   * @param headers by name in lower case; the values are secrets
   */
  record Static(Map<String, String> headers) implements CredentialConfig {
    public Static {
      headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
      return "Static" + headers.keySet();
    }
  }

  /** What a configuration may choose from. */
  enum Type {
    NONE,
    STATIC
  }

  static CredentialConfig read(@Nullable YamlMap map) {
    if (map == null) {
      return new None();
    }
    Type type = map.oneOf("type", Type.class, Type.NONE);
    YamlMap headers = map.map("headers");
    if (type == Type.STATIC && (headers == null || headers.keys().isEmpty())) {
      map.problem("type", "headers beside type: static");
    }
    if (type == Type.NONE && headers != null) {
      map.problem("type", "static, since there are headers");
    }
    map.finish();
    return headers == null ? new None() : new Static(headers(headers));
  }

  private static Map<String, String> headers(YamlMap map) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : map.keys()) {
      String value = map.secret(name);
      try {
        CredentialSource.fixed(Map.of(name, value));
      } catch (IllegalArgumentException wrong) {
        map.problem(name, Rejection.of(wrong).expected());
      }
      if (headers.put(name.toLowerCase(Locale.ROOT), value) != null) {
        map.problem(name, "each header field once");
      }
    }
    return headers;
  }
}
