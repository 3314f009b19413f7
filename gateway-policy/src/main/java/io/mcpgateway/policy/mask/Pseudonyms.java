package io.mcpgateway.policy.mask;

import java.time.Duration;

/** What stands for values of one caller's tenant so that they can be told apart, or turned back. */
public interface Pseudonyms {
  /**
   * The same text for the same value, that tells nothing else of it.
   *
   * @param kind what the value is
   */
  String hash(String kind, byte[] value);

  /**
   * A token that can be turned back into the value.
   *
   * @param mask the name of the mask that asks for it
   * @param life how long it can be turned back, at least
   */
  String token(String kind, String mask, byte[] value, Duration life);

  /**
   * Whether {@code text} is a token that can be turned back.
   *
   * @param mask the name of the mask that asked for it
   */
  boolean isToken(String mask, String text);
}
