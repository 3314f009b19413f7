package io.mcpgateway.core.upstream;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.ReplyControl;
import io.mcpgateway.core.exchange.ReplySink;
import io.mcpgateway.core.exchange.Upstream;
import io.mcpgateway.core.protocol.Era;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * One upstream: speaks its era, keeps connections to it on every event loop that has used it.
 * Thread-safe; every exchange stays on its own loop.
 */
public final class UpstreamEdge implements Upstream, AutoCloseable {
  private final UpstreamSettings settings;
  private final UpstreamStats stats = new UpstreamStats();
  private final Connector connector;
  private final Map<EventLoop, ConnectionPool> pools = new ConcurrentHashMap<>();
  private final UpstreamDialect modern;
  private final UpstreamDialect legacy;
  private volatile boolean closed;

  /**
   * @throws IllegalArgumentException if the trusted certificates cannot be read
   */
  public UpstreamEdge(UpstreamSettings settings) {
    this.settings = settings;
    this.connector = new Connector(settings);
    RequestHead head = new RequestHead(settings);
    Replies replies = new Replies(settings.name());
    this.modern = new ModernUpstream(replies, head);
    this.legacy = new LegacyUpstream(replies, head);
  }

  public UpstreamSettings settings() {
    return settings;
  }

  public UpstreamStats stats() {
    return stats;
  }

  /**
   * {@inheritDoc}
   *
   * @param loop a Netty event loop: only the two edges know Netty, so the contract between them
   *     cannot name it
   */
  @Override
  public ReplyControl send(Exchange exchange, ReplySink sink, Executor loop) {
    Relay relay = new Relay(this, pool((EventLoop) loop), exchange, sink);
    switch (settings.protocol()) {
      case AUTO, MODERN -> speak(relay, exchange, Era.MODERN);
      case LEGACY -> speak(relay, exchange, Era.LEGACY);
      case SSE -> speak(relay, exchange, Era.SSE);
    }
    return relay;
  }

  private void speak(Relay relay, Exchange exchange, Era spoken) {
    Era client = exchange.client().era();
    if (client != spoken || spoken == Era.SSE) {
      relay.refuse(new Refusal.EraMismatch(client, spoken.label()));
    } else {
      relay.start(spoken == Era.MODERN ? modern : legacy);
    }
  }

  private ConnectionPool pool(EventLoop loop) {
    ConnectionPool pool = pools.get(loop);
    if (pool == null) {
      pool =
          pools.computeIfAbsent(loop, each -> new ConnectionPool(each, settings, stats, connector));
      if (closed) {
        pool.retire();
      }
    }
    return pool;
  }

  void toolsChanged() {}

  void doubtEra() {}

  /** Closes idle connections, and the others as soon as what is under way on them has ended. */
  @Override
  public void close() {
    closed = true;
    pools.forEach((loop, pool) -> loop.execute(pool::retire));
  }
}
