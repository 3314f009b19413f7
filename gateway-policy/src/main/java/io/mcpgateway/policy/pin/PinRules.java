package io.mcpgateway.policy.pin;

import org.jspecify.annotations.Nullable;

/**
 * What is done about an upstream's definitions of tools.
 *
 * @param pins those that were reviewed, or null if nobody did
 * @param onDrift what becomes of a tool that is not as it was reviewed
 * @param onHiddenCharacters what becomes of a tool whose texts nobody can review by looking at them
 */
public record PinRules(@Nullable ToolPins pins, Action onDrift, Action onHiddenCharacters) {

  /** What becomes of a tool; the mildest first. */
  public enum Action {
    /** It goes on being used. */
    WARN,
    /** It is not listed, and a call is answered as if it did not exist. */
    HIDE,
    /** It is not listed, and a call is answered with what happened. */
    BLOCK
  }

  /** Whether a tool may be kept from clients. */
  boolean isEnforced() {
    return (pins != null && onDrift != Action.WARN) || onHiddenCharacters != Action.WARN;
  }
}
