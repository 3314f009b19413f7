package io.mcpgateway.benchmarks.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Many streams that are open and say nothing after their first event. */
final class IdleStreams implements AutoCloseable {

  private static final int AT_ONCE = 100;
  private static final long PATIENCE_MILLIS = 5_000;

  private final List<Channel> channels = new ArrayList<>();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();

  private IdleStreams() {}

  /**
   * Opens {@code count} streams, a hundred at a time, and returns when each has its first event or
   * has failed.
   */
  static IdleStreams open(EventLoop loop, Target target, int count) throws InterruptedException {
    IdleStreams streams = new IdleStreams();
    byte[] request = target.listen();
    for (int opened = 0; opened < count; opened += AT_ONCE) {
      int batch = Math.min(AT_ONCE, count - opened);
      for (int i = 0; i < batch; i++) {
        streams.channels.add(streams.connect(loop, target.port(), request));
      }
      if (!streams.settled(opened + batch)) {
        break;
      }
    }
    return streams;
  }

  /** How many are open now. */
  int alive() {
    return open.get() - ended.get();
  }

  @Override
  public void close() {
    for (Channel channel : channels) {
      var _ = channel.close();
    }
    for (Channel channel : channels) {
      channel.closeFuture().syncUninterruptibly();
    }
  }

  private boolean settled(int expected) throws InterruptedException {
    long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (open.get() < expected && ended.get() == 0 && System.currentTimeMillis() < deadline) {
      Thread.sleep(1);
    }
    return open.get() == expected && ended.get() == 0;
  }

  private Channel connect(EventLoop loop, int port, byte[] request) throws InterruptedException {
    Channel channel =
        new Bootstrap()
            .group(loop)
            .channel(EpollSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(new StreamHandler())
            .connect("127.0.0.1", port)
            .sync()
            .channel();
    var _ = channel.writeAndFlush(Unpooled.wrappedBuffer(request));
    return channel;
  }

  /** Waits for the first event, whichever pieces it comes in. */
  private final class StreamHandler extends ChannelInboundHandlerAdapter {

    private boolean isOpen;
    private String seen = "";

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (!isOpen && message instanceof ByteBuf bytes) {
        seen += bytes.toString(StandardCharsets.US_ASCII);
        if (seen.startsWith("HTTP/1.1 200") && seen.contains("subscriptions/acknowledged")) {
          isOpen = true;
          seen = "";
          open.incrementAndGet();
        }
      }
      ReferenceCountUtil.release(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      ended.incrementAndGet();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
      var _ = context.close();
    }
  }
}
