package io.mcpgateway.core.exchange;

import io.mcpgateway.core.protocol.McpMethod;
import java.time.Duration;
import java.time.Instant;

/** When a stream ends because the token behind it does. */
final class StreamEnd {
  static final String PROBLEM = "exp: ended while a stream was open";

  /** For a token that had ended already, and was accepted because clocks differ. */
  private static final Duration LATE = Duration.ofMinutes(1);

  private StreamEnd() {}

  /**
   * Whether the reply is one: an event stream, or a request for a stream that was not answered yet.
   */
  static boolean isStream(Exchange exchange, boolean streaming) {
    return streaming || isOfServer(exchange);
  }

  /** Whether it asks for a stream of what the server has to say, of its own accord. */
  static boolean isOfServer(Exchange exchange) {
    return exchange.operation() instanceof Operation.OpenStream
        || exchange.target().method() == McpMethod.SUBSCRIPTIONS_LISTEN;
  }

  static boolean passed(Exchange exchange, Instant now) {
    if (!(exchange.principal() instanceof Principal.Authenticated known)
        || known.expiresAt().isAfter(now)) {
      return false;
    }
    Instant arrived = exchange.arrival().time();
    return arrived.isBefore(known.expiresAt()) || !arrived.plus(LATE).isAfter(now);
  }
}
