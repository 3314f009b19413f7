package io.mcpgateway.app.config;

import io.mcpgateway.core.config.YamlMap;
import org.jspecify.annotations.Nullable;

/**
 * What the audit records of a route have of what was said.
 *
 * @param maxBytes of each copy
 */
public record AuditContentConfig(Form arguments, Form results, int maxBytes) {
  public static final AuditContentConfig NONE =
      new AuditContentConfig(Form.OFF, Form.OFF, AuditContentConfig.DEFAULT_MAX_BYTES);

  private static final int DEFAULT_MAX_BYTES = 4 << 10;
  private static final int LARGEST = 64 << 10;

  /** How something is recorded. */
  public enum Form {
    /** Not at all. */
    OFF,
    /** As a keyed digest, for who knows the value to recognise it. */
    HMAC,
    /** Without the values in it, as far as there is room. */
    MASKED
  }

  static AuditContentConfig read(@Nullable YamlMap map) {
    if (map == null) {
      return NONE;
    }
    Form arguments = map.oneOf("arguments", Form.class, Form.OFF);
    Form results = map.oneOf("results", Form.class, Form.OFF);
    int maxBytes = map.size("max-bytes", DEFAULT_MAX_BYTES);
    if (maxBytes < 1 || maxBytes > LARGEST) {
      map.problem("max-bytes", "1B to 64KiB");
    }
    map.finish();
    return new AuditContentConfig(arguments, results, maxBytes);
  }

  public boolean isOff() {
    return arguments == Form.OFF && results == Form.OFF;
  }

  /** Whether a key is needed. */
  boolean digests() {
    return arguments == Form.HMAC || results == Form.HMAC;
  }
}
