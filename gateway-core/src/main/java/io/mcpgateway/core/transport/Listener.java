package io.mcpgateway.core.transport;

import io.mcpgateway.core.exchange.Sessions;
import io.mcpgateway.core.exchange.Site;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An address that the gateway serves. Thread-safe. */
// A failed write closes the connection, which is noticed where it is watched.
@SuppressWarnings("FutureReturnValueIgnored")
public final class Listener implements AutoCloseable {
  /** What a listener tells its connections. */
  enum Event {
    DRAIN
  }

  private final ListenerSettings settings;
  private final Intake intake;
  private final Messages messages;
  private final ClientAuthorities.Refusals refusals;
  private final EdgeCounters counters = new EdgeCounters();
  private final Map<EventLoop, Sweep> sweeps = new ConcurrentHashMap<>();
  private final Set<Channel> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger open = new AtomicInteger();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private volatile @Nullable SslContext tls;
  private volatile @Nullable Channel acceptor;
  private volatile boolean draining;

  Listener(
      ListenerSettings settings,
      Supplier<Site> sites,
      ExchangeIds ids,
      Sessions sessions,
      ClientAuthorities.Refusals refusals,
      @Nullable SslContext tls) {
    this.settings = settings;
    this.intake = new Intake(settings, sites, ids);
    this.messages = new Messages(settings.limits(), ids, new LegacyDialect(sessions));
    this.refusals = refusals;
    this.tls = tls;
  }

  void acceptsOn(Channel bound) {
    acceptor = bound;
  }

  /** Where it listens; the port is the real one even if 0 was asked for. */
  public InetSocketAddress address() {
    Channel bound = acceptor;
    if (bound == null || !(bound.localAddress() instanceof InetSocketAddress address)) {
      throw new IllegalStateException("listener " + settings.name() + " is closed");
    }
    return address;
  }

  /**
   * Uses another certificate for connections to come; those that are open keep theirs.
   *
   * @throws BadCertificateException if the pair is not usable; the old one stays in use
   */
  public void tls(TlsMaterial material) throws BadCertificateException {
    if (settings.plaintext()) {
      throw new IllegalStateException("listener " + settings.name() + " is plaintext");
    }
    tls = ServerTls.context(material, refusals);
  }

  /** How many event streams are open to clients. */
  public int openStreams() {
    return counters.streamsOpen();
  }

  public int openConnections() {
    return open.get();
  }

  public ListenerStatistics statistics() {
    return new ListenerStatistics(
        counters.requests.sum(),
        counters.refused.sum(),
        counters.connectionsAccepted.sum(),
        counters.connectionsRejected.sum(),
        counters.handshakesFailed.sum(),
        refusals.count());
  }

  /**
   * Accepts no more connections, asks clients to close theirs ({@code Connection: close}, GOAWAY),
   * ends standalone streams, and waits for the exchanges under way.
   *
   * @param limit after which connections are cut
   * @return complete when no connection is open any more
   */
  public CompletionStage<Void> drain(Duration limit) {
    draining = true;
    Channel bound = acceptor;
    if (bound == null) {
      drained.complete(null);
      return drained;
    }
    bound
        .close()
        .addListener(
            _ -> {
              for (Channel connection : connections) {
                connection
                    .eventLoop()
                    .execute(() -> connection.pipeline().fireUserEventTriggered(Event.DRAIN));
              }
              completeWhenEmpty();
            });
    bound.eventLoop().schedule(this::cut, limit.toMillis(), TimeUnit.MILLISECONDS);
    return drained;
  }

  private void cut() {
    for (Channel connection : connections) {
      connection.close();
    }
  }

  private void completeWhenEmpty() {
    if (draining && connections.isEmpty()) {
      drained.complete(null);
    }
  }

  /** Closes it and every connection at once. */
  @Override
  public void close() {
    draining = true;
    Channel bound = acceptor;
    if (bound != null) {
      bound.close().addListener(_ -> completeWhenEmpty());
    }
    cut();
  }

  // For its connections.

  /** Takes a connection into account; false if there are too many. */
  boolean admit(Channel connection) {
    if (open.incrementAndGet() > settings.limits().connections() || draining) {
      open.decrementAndGet();
      counters.connectionsRejected.increment();
      return false;
    }
    counters.connectionsAccepted.increment();
    connections.add(connection);
    connection
        .closeFuture()
        .addListener(
            _ -> {
              connections.remove(connection);
              open.decrementAndGet();
              completeWhenEmpty();
            });
    return true;
  }

  Sweep sweep(EventLoop loop) {
    return sweeps.computeIfAbsent(loop, each -> new Sweep(each, sweepNanos()));
  }

  /** Often enough that no limit is exceeded by much, seldom enough to cost nothing. */
  private long sweepNanos() {
    ListenerSettings.Limits limits = settings.limits();
    long shortest = Long.MAX_VALUE;
    for (Duration each :
        new Duration[] {
          limits.header(),
          limits.body(),
          limits.idle(),
          limits.writeStall(),
          limits.keepAliveComment()
        }) {
      shortest = Math.min(shortest, each.toNanos());
    }
    return Math.clamp(shortest / 8, TimeUnit.MILLISECONDS.toNanos(5), TimeUnit.SECONDS.toNanos(1));
  }

  ListenerSettings settings() {
    return settings;
  }

  Intake intake() {
    return intake;
  }

  Messages messages() {
    return messages;
  }

  EdgeCounters counters() {
    return counters;
  }

  boolean draining() {
    return draining;
  }

  @Nullable SslContext tlsContext() {
    return tls;
  }
}
