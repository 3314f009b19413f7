package io.mcpgateway.core.upstream;

import io.mcpgateway.core.exchange.Credential;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.ReplyControl;
import io.mcpgateway.core.exchange.ReplySink;
import io.mcpgateway.core.exchange.Upstream;
import io.mcpgateway.core.protocol.Era;
import io.netty.channel.EventLoop;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One upstream: speaks its era, keeps connections to it on every event loop that has used it.
 * Thread-safe; every exchange stays on its own loop.
 */
public final class UpstreamEdge implements Upstream, AutoCloseable {
  private final UpstreamSettings settings;
  private final UpstreamStats stats = new UpstreamStats();
  private final Connector connector;
  private final Map<EventLoop, ConnectionPool> pools = new ConcurrentHashMap<>();
  private final OwnLoop ownLoop;
  private final UpstreamDialect modern;
  private final UpstreamDialect legacy;
  private final OwnRequests requests;
  private final @Nullable Set<Era> configured;
  private final EraProbe probe;
  private final ToolCatalog tools;
  private volatile boolean closed;

  /**
   * @throws IllegalArgumentException if the trusted certificates cannot be read
   */
  public UpstreamEdge(UpstreamSettings settings) {
    this(settings, InstantSource.system());
  }

  UpstreamEdge(UpstreamSettings settings, InstantSource clock) {
    this.settings = settings;
    this.connector = new Connector(settings);
    this.ownLoop = new OwnLoop(settings.name());
    RequestHead head = new RequestHead(settings);
    Replies replies = new Replies(settings.name());
    this.modern = new ModernUpstream(replies, head);
    this.legacy = new LegacyUpstream(replies, head);
    this.requests = new OwnRequests(head);
    this.configured =
        switch (settings.protocol()) {
          case AUTO -> null;
          case MODERN -> Set.of(Era.MODERN);
          case LEGACY -> Set.of(Era.LEGACY);
          case SSE -> Set.of(Era.SSE);
        };
    this.probe = new EraProbe(settings.name(), requests, clock);
    this.tools = new ToolCatalog(settings.name(), clock);
  }

  public UpstreamSettings settings() {
    return settings;
  }

  public UpstreamStats stats() {
    return stats;
  }

  /** The eras that the upstream speaks, configured or found out; null while they are unknown. */
  public @Nullable Set<Era> eras() {
    return configured == null ? probe.known() : configured;
  }

  /**
   * {@inheritDoc}
   *
   * @param loop a Netty event loop: only the two edges know Netty, so the contract between them
   *     cannot name it
   */
  @Override
  public ReplyControl send(Exchange exchange, ReplySink sink, Executor loop) {
    ConnectionPool pool = pool((EventLoop) loop);
    Relay relay = new Relay(this, pool, exchange, sink);
    Set<Era> eras = eras();
    if (eras != null) {
      speak(relay, exchange, eras);
      return relay;
    }
    var _ =
        probe
            .ask(pool, exchange.credential())
            .thenAcceptAsync(
                verdict -> {
                  switch (verdict) {
                    case EraProbe.Verdict.Speaks(Set<Era> found) -> speak(relay, exchange, found);
                    case EraProbe.Verdict.Unknown(Refusal why) -> relay.refuse(why);
                  }
                },
                loop);
    return relay;
  }

  private void speak(Relay relay, Exchange exchange, Set<Era> eras) {
    Era client = exchange.client().era();
    if (!eras.contains(client) || client == Era.SSE) {
      String spoken = eras.stream().map(Era::label).collect(Collectors.joining(" and "));
      relay.refuse(new Refusal.EraMismatch(client, spoken));
    } else {
      relay.start(client == Era.MODERN ? modern : legacy);
    }
  }

  private ConnectionPool pool(EventLoop loop) {
    ConnectionPool pool = pools.get(loop);
    if (pool == null) {
      pool =
          pools.computeIfAbsent(loop, each -> new ConnectionPool(each, settings, stats, connector));
      if (closed) {
        loop.execute(pool::retire);
      }
    }
    return pool;
  }

  // What relays notice.

  /** The upstream answered as if it did not speak the era it was spoken to in. */
  void doubtEra() {
    probe.doubt();
  }

  void toolsChanged() {
    tools.invalidate();
  }

  // What the gateway learns for itself.

  ToolCatalog.@Nullable Snapshot knownTools(String tool) {
    return tools.known(tool);
  }

  /** Lists the upstream's tools, unless it is known not to be a modern one. */
  CompletableFuture<ToolCatalog.Snapshot> loadTools(Exchange exchange) {
    Set<Era> eras = eras();
    if (closed || (eras != null && !eras.contains(Era.MODERN))) {
      return CompletableFuture.completedFuture(tools.empty());
    }
    Credential credential = exchange.credential();
    ConnectionPool pool = pool(ownLoop.loop());
    return tools.load(
        cursor -> Inquiry.ask(pool, requests.tools(credential.headers(), cursor), credential));
  }

  /** Closes idle connections, and the others as soon as what is under way on them has ended. */
  @Override
  public void close() {
    closed = true;
    pools.forEach((loop, pool) -> loop.execute(pool::retire));
    ownLoop.close();
  }
}
