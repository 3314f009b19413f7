package io.mcpgateway.core.transport;

import io.mcpgateway.core.exchange.Sessions;
import io.mcpgateway.core.exchange.Site;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The side of the gateway that clients see: its event loops, and the listeners on them.
 * Thread-safe.
 */
public final class ClientEdge implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(ClientEdge.class);

  private final EventLoopGroup loops;
  private final Class<? extends ServerSocketChannel> acceptors;
  private final LoopLag lag;
  private final Sessions sessions;
  private final ExchangeIds ids = new ExchangeIds();

  /**
   * Starts the event loops.
   *
   * @param sessions seals the session and event ids of legacy clients; the pipelines' session stage
   *     opens them with the same
   */
  public ClientEdge(EdgeSettings settings, Sessions sessions) {
    this.sessions = sessions;
    EdgeSettings.Io io = available(settings.io());
    IoHandlerFactory factory =
        switch (io) {
          case EPOLL -> EpollIoHandler.newFactory();
          case IO_URING -> IoUringIoHandler.newFactory();
          case NIO -> NioIoHandler.newFactory();
        };
    this.acceptors =
        switch (io) {
          case EPOLL -> EpollServerSocketChannel.class;
          case IO_URING -> IoUringServerSocketChannel.class;
          case NIO -> NioServerSocketChannel.class;
        };
    this.loops =
        new MultiThreadIoEventLoopGroup(
            settings.loops(), new DefaultThreadFactory("mcp-gateway-loop"), factory);
    this.lag = LoopLag.of(loops);
  }

  private static EdgeSettings.Io available(EdgeSettings.Io wanted) {
    boolean available =
        switch (wanted) {
          case EPOLL -> Epoll.isAvailable();
          case IO_URING -> IoUring.isAvailable();
          case NIO -> true;
        };
    if (!available) {
      logger.warn("{} is not available here, NIO is used", wanted);
    }
    return available ? wanted : EdgeSettings.Io.NIO;
  }

  /**
   * Opens a listener.
   *
   * @param site asked once for every request
   * @throws IOException if the address cannot be bound
   * @throws BadCertificateException if the certificate and the key are not a usable pair
   */
  public Listener open(ListenerSettings settings, Supplier<Site> site)
      throws IOException, BadCertificateException {
    TlsMaterial material = settings.tls();
    ClientAuthorities.Refusals refusals = new ClientAuthorities.Refusals(settings.name());
    @Nullable SslContext tls = material == null ? null : ServerTls.context(material, refusals);
    Listener listener = new Listener(settings, site, ids, sessions, refusals, tls);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(acceptors)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new ConnectionInitializer(listener))
            .bind(settings.host(), settings.port())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "listener "
              + settings.name()
              + ": cannot bind "
              + settings.host()
              + ":"
              + settings.port(),
          bound.cause());
    }
    listener.acceptsOn(bound.channel());
    return listener;
  }

  /** The longest that something had to wait for an event loop in the last half minute. */
  public Duration loopLag() {
    return lag.longest();
  }

  /** Ends the event loops, and with them every connection. */
  @Override
  public void close() {
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
