package io.mcpgateway.core.transport;

import java.util.concurrent.atomic.LongAdder;

/** What a listener counts. Written on event loops, read by anyone. */
final class EdgeCounters {
  final LongAdder requests = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder connectionsAccepted = new LongAdder();
  final LongAdder connectionsRejected = new LongAdder();
  final LongAdder handshakesFailed = new LongAdder();
  private final LongAdder streamsOpen = new LongAdder();

  void streamOpened() {
    streamsOpen.increment();
  }

  void streamClosed() {
    streamsOpen.decrement();
  }

  int streamsOpen() {
    return streamsOpen.intValue();
  }
}
