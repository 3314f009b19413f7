package io.mcpgateway.app.metrics;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.SessionListener;
import java.time.Duration;

/**
 * How long legacy sessions last. The gateway opens one with the upstream for each of a client's,
 * and ends it when the client does; how long an upstream keeps one that nobody ends, it cannot
 * know. Thread-safe.
 */
final class SessionMeters implements SessionListener {
  private static final String TCP = "tcp";

  private final DurationHistogram server;
  private final DurationHistogram client;

  SessionMeters(DurationHistogram server, DurationHistogram client) {
    this.server = server;
    this.client = client;
  }

  @Override
  public void began(Exchange exchange, String label) {
    // It is counted when it ends.
  }

  @Override
  public void ended(Exchange exchange, String label, Duration lasted, End end) {
    Duration length = lasted.isNegative() ? Duration.ZERO : lasted;
    String route = exchange.route().path();
    server.series(TCP, route).record(length, exchange.trace());
    if (end == End.DELETED) {
      client.series(TCP, route, exchange.route().upstream()).record(length, exchange.trace());
    }
  }
}
