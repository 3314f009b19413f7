package io.mcpgateway.auth.resource;

import org.jspecify.annotations.Nullable;

/** How a token is presented in {@code Authorization}. */
enum TokenScheme {
  /** RFC 6750 section 2.1. */
  BEARER("Bearer "),
  /** RFC 9449 section 7.1. */
  DPOP("DPoP ");

  private final String prefix;

  TokenScheme(String prefix) {
    this.prefix = prefix;
  }

  /** The scheme of a field's value, or null if it is neither. */
  static @Nullable TokenScheme of(String value) {
    if (BEARER.begins(value)) {
      return BEARER;
    }
    return DPOP.begins(value) ? DPOP : null;
  }

  private boolean begins(String value) {
    return value.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  /** Where the token begins. */
  int tokenStart() {
    return prefix.length();
  }
}
