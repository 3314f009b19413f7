package io.mcpgateway.core.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;

/** Prepares each connection of a listener: TLS if it has it, then HTTP/1.1 or HTTP/2. */
// Whether a close succeeds is of no interest.
@SuppressWarnings("FutureReturnValueIgnored")
@ChannelHandler.Sharable
final class ConnectionInitializer extends ChannelInitializer<Channel> {
  private final Listener listener;

  ConnectionInitializer(Listener listener) {
    this.listener = listener;
  }

  @Override
  protected void initChannel(Channel channel) {
    if (!listener.admit(channel)) {
      channel.close();
      return;
    }
    SslContext tls = listener.tlsContext();
    if (tls == null) {
      http1(channel.pipeline(), Peer.of(channel));
      return;
    }
    SslHandler handler = tls.newHandler(channel.alloc());
    handler.setHandshakeTimeoutMillis(listener.settings().limits().handshake().toMillis());
    channel.pipeline().addLast(handler, new Negotiation());
  }

  private void http1(ChannelPipeline pipeline, Peer peer) {
    StrictHttpDecoder decoder = new StrictHttpDecoder(listener.settings().limits());
    pipeline.addLast(
        decoder,
        new ResponseEncoder(),
        new ClientHandler(listener, peer, listener.sweep(pipeline.channel().eventLoop()), decoder));
  }

  /** Installs what ALPN chose. */
  private final class Negotiation extends ApplicationProtocolNegotiationHandler {
    private boolean failed;

    Negotiation() {
      super(ApplicationProtocolNames.HTTP_1_1);
    }

    @Override
    protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
      if (listener.draining()) {
        ctx.close();
        return;
      }
      Peer peer = Peer.of(ctx.channel(), ctx.pipeline().get(SslHandler.class));
      if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
        Http2Connection.install(
            ctx.pipeline(), listener, peer, listener.sweep(ctx.channel().eventLoop()));
      } else {
        http1(ctx.pipeline(), peer);
      }
    }

    @Override
    protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
      if (!failed) {
        failed = true;
        listener.counters().handshakesFailed.increment();
      }
      ctx.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      // This handler is gone once the handshake is done.
      handshakeFailure(ctx, cause);
    }
  }
}
