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
  private final ToolLister lister;
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
    OwnRequests requests = new OwnRequests(head);
    this.lister = new ToolLister(requests);
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
    Refusal mismatch = mismatch(exchange, eras);
    if (mismatch != null) {
      relay.refuse(mismatch);
    } else {
      relay.start(exchange.client().era() == Era.MODERN ? modern : legacy);
    }
  }

  private static @Nullable Refusal mismatch(Exchange exchange, Set<Era> eras) {
    Era client = exchange.client().era();
    if (eras.contains(client) && client != Era.SSE) {
      return null;
    }
    String spoken = eras.stream().map(Era::label).collect(Collectors.joining(" and "));
    return new Refusal.EraMismatch(client, spoken);
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

  ToolCatalog.@Nullable Snapshot knownTools(Exchange exchange, String tool) {
    return tools.known(viewer(exchange), tool);
  }

  /** Lists the upstream's tools as the exchange would, with its credential and in its session. */
  CompletableFuture<ToolCatalog.Snapshot> loadTools(Exchange exchange) {
    if (closed) {
      return CompletableFuture.completedFuture(tools.failed(new Refusal.Internal()));
    }
    ConnectionPool pool = pool(ownLoop.loop());
    Set<Era> known = eras();
    if (known != null) {
      return loadTools(pool, exchange, known);
    }
    return probe
        .ask(pool, exchange.credential())
        .thenCompose(
            verdict ->
                switch (verdict) {
                  case EraProbe.Verdict.Speaks(Set<Era> found) -> loadTools(pool, exchange, found);
                  case EraProbe.Verdict.Unknown(Refusal why) ->
                      CompletableFuture.completedFuture(tools.failed(why));
                });
  }

  private CompletableFuture<ToolCatalog.Snapshot> loadTools(
      ConnectionPool pool, Exchange exchange, Set<Era> eras) {
    Refusal mismatch = mismatch(exchange, eras);
    return mismatch == null
        ? tools.load(viewer(exchange), lister.pages(pool, exchange))
        : CompletableFuture.completedFuture(tools.failed(mismatch));
  }

  /**
   * All tools that the upstream shows to whoever presents {@code credential}, asked for anew; in a
   * session of its own where the upstream has sessions. The future never fails.
   */
  public CompletableFuture<ToolListing> listTools(Credential credential) {
    ConnectionPool pool = pool(ownLoop.loop());
    CompletableFuture<EraProbe.Verdict> spoken =
        configured == null
            ? probe.ask(pool, credential)
            : CompletableFuture.completedFuture(new EraProbe.Verdict.Speaks(configured));
    return spoken.thenCompose(
        verdict ->
            switch (verdict) {
              case EraProbe.Verdict.Speaks(Set<Era> found) ->
                  lister.list(pool, credential, found.contains(Era.MODERN), tools);
              case EraProbe.Verdict.Unknown(Refusal why) ->
                  CompletableFuture.completedFuture(new ToolListing.Failed(why));
            });
  }

  /** Who shares a list of tools: everybody, unless the upstream can tell callers apart. */
  private String viewer(Exchange exchange) {
    if (exchange.client().era() == Era.LEGACY) {
      return "legacy\n" + exchange.client().protocolVersion() + '\n' + exchange.principal().key();
    }
    return settings.perCaller() ? "modern\n" + exchange.principal().key() : "modern";
  }

  /** Closes idle connections, and the others as soon as what is under way on them has ended. */
  @Override
  public void close() {
    closed = true;
    pools.forEach((loop, pool) -> loop.execute(pool::retire));
    ownLoop.close();
  }
}
