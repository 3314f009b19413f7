package io.mcpgateway.policy.model;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an upstream may ask a client for: with a request of its own in legacy eras, with an entry of
 * {@code inputRequests} in the modern one (MCP 2025-11-25, client features; 2026-07-28, multi round
 * trip requests).
 */
public enum Ask {
  SAMPLING("sampling/createMessage"),
  ELICITATION("elicitation/create"),
  ROOTS("roots/list");

  private final String method;

  Ask(String method) {
    this.method = method;
  }

  /** The JSON-RPC method, in every era. */
  public String method() {
    return method;
  }

  /** The word for it in policies, audit records and answers. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Null if the method is none of these. */
  public static @Nullable Ask of(String method) {
    return Arrays.stream(values())
        .filter(ask -> ask.method.equals(method))
        .findFirst()
        .orElse(null);
  }
}
