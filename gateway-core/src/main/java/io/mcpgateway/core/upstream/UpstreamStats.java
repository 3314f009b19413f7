package io.mcpgateway.core.upstream;

import java.util.concurrent.atomic.LongAdder;

/** What happens at one upstream, counted. Written on event loops, read from anywhere. */
public final class UpstreamStats {
  final LongAdder open = new LongAdder();
  final LongAdder idle = new LongAdder();
  final LongAdder inFlight = new LongAdder();
  final LongAdder opened = new LongAdder();
  final LongAdder reused = new LongAdder();
  final LongAdder connectFailures = new LongAdder();
  final LongAdder repeated = new LongAdder();
  final LongAdder droppedResponses = new LongAdder();
  final LongAdder droppedEvents = new LongAdder();
  final LongAdder uncheckedParams = new LongAdder();

  UpstreamStats() {}

  /** Connections that are open now, the idle ones included. */
  public long openConnections() {
    return open.sum();
  }

  public long idleConnections() {
    return idle.sum();
  }

  /** HTTP requests that are under way now. */
  public long inFlight() {
    return inFlight.sum();
  }

  /** Connections opened since the start. */
  public long opened() {
    return opened.sum();
  }

  /** Requests that found an idle connection, since the start. */
  public long reused() {
    return reused.sum();
  }

  public long connectFailures() {
    return connectFailures.sum();
  }

  /** Requests sent a second time because an idle connection turned out to be dead. */
  public long repeated() {
    return repeated.sum();
  }

  /** Responses on a fresh GET stream: what they answer is unknown, so nobody could filter them. */
  public long droppedResponses() {
    return droppedResponses.sum();
  }

  /** Events of a kind that MCP does not know. */
  public long droppedEvents() {
    return droppedEvents.sum();
  }

  /** Tool calls whose {@code Mcp-Param} headers were left to the upstream to check. */
  public long uncheckedParams() {
    return uncheckedParams.sum();
  }
}
