package io.mcpgateway.core.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 connection: bounds what its streams may do together (RFC 9113 section 10.5), and ends
 * it when it is idle or the listener closes. Each stream has a {@link ClientHandler} of its own.
 */
// A failed write closes the connection, which is noticed where it is watched.
@SuppressWarnings("FutureReturnValueIgnored")
final class Http2Connection extends ChannelInboundHandlerAdapter implements Sweep.Member {
  private static final Http2StreamFrameToHttpObjectCodec AS_HTTP_OBJECTS =
      new Http2StreamFrameToHttpObjectCodec(true, true);

  private final Listener listener;
  private final Sweep sweep;
  private final Set<ClientHandler> streams = new HashSet<>();
  private final WriteProgress progress = new WriteProgress();
  private @Nullable ChannelHandlerContext ctx;
  private int place;
  private long idleSince = System.nanoTime();
  private boolean goingAway;

  private Http2Connection(Listener listener, Sweep sweep) {
    this.listener = listener;
    this.sweep = sweep;
  }

  static void install(ChannelPipeline pipeline, Listener listener, Peer peer, Sweep sweep) {
    ListenerSettings.Limits limits = listener.settings().limits();
    Http2Connection connection = new Http2Connection(listener, sweep);
    pipeline.addLast(
        Http2FrameCodecBuilder.forServer()
            .initialSettings(
                Http2Settings.defaultSettings()
                    .maxConcurrentStreams(limits.streams())
                    .maxHeaderListSize(limits.headerBytes()))
            .validateHeaders(true)
            .validateRequiredPseudoHeaders(true)
            .decoderEnforceMaxConsecutiveEmptyDataFrames(2)
            .decoderEnforceMaxRstFramesPerWindow(200, 30)
            .encoderEnforceMaxRstFramesPerWindow(200, 30)
            .decoderEnforceMaxSmallContinuationFrames(16)
            .encoderEnforceMaxQueuedControlFrames(1000)
            .gracefulShutdownTimeoutMillis(limits.writeStall().toMillis())
            .build(),
        new Http2MultiplexHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel stream) {
                connection.open(stream, peer);
              }
            }),
        connection);
  }

  private void open(Channel stream, Peer peer) {
    ClientHandler handler = new ClientHandler(listener, peer, sweep, null);
    streams.add(handler);
    stream.closeFuture().addListener(_ -> closed(handler));
    stream.pipeline().addLast(AS_HTTP_OBJECTS, handler);
  }

  private void closed(ClientHandler handler) {
    streams.remove(handler);
    idleSince = System.nanoTime();
    if (goingAway && streams.isEmpty() && ctx != null) {
      ctx.close();
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    ctx = context;
    sweep.join(this);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    sweep.leave(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object frame) {
    // Settings, pings and the like: the codec has done what they ask.
    ReferenceCountUtil.release(frame);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == Listener.Event.DRAIN && !goingAway) {
      goingAway = true;
      context.writeAndFlush(
          new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR, Unpooled.EMPTY_BUFFER));
      for (ClientHandler stream : new ArrayList<>(streams)) {
        stream.drain();
      }
      if (streams.isEmpty()) {
        context.close();
      }
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }

  @Override
  public void tick(long now) {
    ListenerSettings.Limits limits = listener.settings().limits();
    if (ctx == null) {
      return;
    }
    if ((streams.isEmpty() && now - idleSince >= limits.idle().toNanos())
        || progress.stalled(ctx.channel(), now, limits.writeStall().toNanos())) {
      ctx.close();
    }
  }

  @Override
  public int place() {
    return place;
  }

  @Override
  public void place(int now) {
    place = now;
  }
}
