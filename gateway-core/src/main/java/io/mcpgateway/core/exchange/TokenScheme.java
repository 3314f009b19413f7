package io.mcpgateway.core.exchange;

import org.jspecify.annotations.Nullable;

/** How a token is presented in {@code Authorization}. */
public enum TokenScheme {
  /** RFC 6750 section 2.1. */
  BEARER("Bearer"),
  /** RFC 9449 section 7.1. */
  DPOP("DPoP");

  private final String word;
  private final String prefix;

  TokenScheme(String word) {
    this.word = word;
    this.prefix = word + ' ';
  }

  /** The scheme of a field's value, or null if it is neither. */
  public static @Nullable TokenScheme of(String value) {
    if (BEARER.begins(value)) {
      return BEARER;
    }
    return DPOP.begins(value) ? DPOP : null;
  }

  private boolean begins(String value) {
    return value.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  /** Where the token begins. */
  public int tokenStart() {
    return prefix.length();
  }

  /** As header fields write it. */
  public String word() {
    return word;
  }
}
