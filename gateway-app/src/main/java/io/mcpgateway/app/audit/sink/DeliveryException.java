package io.mcpgateway.app.audit.sink;

import java.io.IOException;
import java.time.Duration;

/** A sink did not take records, and said why. */
final class DeliveryException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;
  private final boolean tooLarge;

  /**
   * @param retryAfter when it wants to be asked again; zero if it does not say
   * @param tooLarge whether fewer at a time may do
   */
  DeliveryException(String problem, Duration retryAfter, boolean tooLarge) {
    super(problem);
    this.retryAfter = retryAfter;
    this.tooLarge = tooLarge;
  }

  Duration retryAfter() {
    return retryAfter;
  }

  boolean isTooLarge() {
    return tooLarge;
  }
}
