package io.mcpgateway.core.upstream;

import io.mcpgateway.core.exchange.Refusal;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.NoopAddressResolverGroup;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens connections to one upstream, on the loop that wants them. Thread-safe. */
final class Connector {
  private static final Logger logger = LoggerFactory.getLogger(Connector.class);

  /** Called on the loop, with exactly one of the two. */
  @FunctionalInterface
  interface Opened {
    void accept(@Nullable UpstreamConnection connection, @Nullable Refusal failure);
  }

  private final UpstreamSettings settings;
  private final HostAddresses addresses;
  private final @Nullable SslContext tls;

  Connector(UpstreamSettings settings) {
    this.settings = settings;
    this.addresses = new HostAddresses(settings.host(), settings.port());
    this.tls = settings.tls() ? ClientTls.context(settings) : null;
  }

  void connect(ConnectionPool pool, Opened opened) {
    EventLoop loop = pool.loop();
    var _ =
        addresses
            .addresses()
            .copy()
            .orTimeout(settings.connectTimeout().toNanos(), TimeUnit.NANOSECONDS)
            .whenComplete(
                (found, failure) -> {
                  if (loop.inEventLoop()) {
                    resolved(pool, opened, found, failure);
                  } else {
                    loop.execute(() -> resolved(pool, opened, found, failure));
                  }
                });
  }

  private void resolved(
      ConnectionPool pool,
      Opened opened,
      @Nullable List<InetSocketAddress> found,
      @Nullable Throwable failure) {
    if (found == null) {
      logger.warn("upstream {}: cannot resolve {}", settings.name(), settings.host(), failure);
      opened.accept(null, unreachable("the host name cannot be resolved"));
    } else {
      attempt(pool, opened, found, 0);
    }
  }

  private void attempt(
      ConnectionPool pool, Opened opened, List<InetSocketAddress> found, int index) {
    new Bootstrap()
        .group(pool.loop())
        .channel(channelType(pool.loop()))
        .resolver(NoopAddressResolverGroup.INSTANCE)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.SO_KEEPALIVE, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) settings.connectTimeout().toMillis())
        .handler(new Initializer(pool))
        .connect(found.get(index))
        .addListener(
            future -> {
              Channel channel = ((io.netty.channel.ChannelFuture) future).channel();
              if (future.isSuccess()) {
                connected(channel, opened);
              } else if (index + 1 < found.size()) {
                attempt(pool, opened, found, index + 1);
              } else {
                opened.accept(null, connectFailure(future.cause()));
              }
            });
  }

  private void connected(Channel channel, Opened opened) {
    UpstreamConnection connection = channel.pipeline().get(UpstreamConnection.class);
    SslHandler handshake = channel.pipeline().get(SslHandler.class);
    if (handshake == null) {
      opened.accept(connection, null);
      return;
    }
    handshake
        .handshakeFuture()
        .addListener(
            future -> {
              if (future.isSuccess()) {
                opened.accept(connection, null);
              } else {
                logger.warn(
                    "upstream {}: the TLS handshake failed: {}",
                    settings.name(),
                    root(future.cause()));
                var _ = channel.close();
                opened.accept(null, unreachable("the TLS handshake failed"));
              }
            });
  }

  private static String root(@Nullable Throwable failure) {
    Throwable root = failure;
    while (root != null && root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root);
  }

  private Refusal connectFailure(@Nullable Throwable cause) {
    if (cause instanceof io.netty.channel.ConnectTimeoutException) {
      return new Refusal.UpstreamTimeout(
          settings.name(), "no connection within " + settings.connectTimeout());
    }
    return unreachable(
        cause instanceof ConnectException ? "the connection was refused" : "no connection");
  }

  private Refusal unreachable(String problem) {
    return new Refusal.UpstreamUnreachable(settings.name(), problem);
  }

  private static Class<? extends SocketChannel> channelType(EventLoop loop) {
    if (loop instanceof IoEventLoop io) {
      if (io.isIoType(EpollIoHandler.class)) {
        return EpollSocketChannel.class;
      }
      if (io.isIoType(IoUringIoHandler.class)) {
        return IoUringSocketChannel.class;
      }
    }
    return NioSocketChannel.class;
  }

  private final class Initializer extends ChannelInitializer<Channel> {
    private final ConnectionPool pool;

    Initializer(ConnectionPool pool) {
      this.pool = pool;
    }

    @Override
    protected void initChannel(Channel channel) {
      if (tls != null) {
        SslHandler handler = tls.newHandler(channel.alloc(), settings.host(), settings.port());
        handler.setHandshakeTimeoutMillis(settings.connectTimeout().toMillis());
        channel.pipeline().addLast(handler);
      }
      ResponseDecoder decoder = new ResponseDecoder();
      channel
          .pipeline()
          .addLast(decoder)
          .addLast(new RequestEncoder())
          .addLast(new UpstreamConnection(pool, channel, decoder));
    }
  }
}
