package io.mcpgateway.benchmarks.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Sends tokens that are all different and all wrong at a fixed rate, on connections of its own. The
 * main thread opens and closes it; everything between happens on the loop of the load.
 */
final class FloodSender implements AutoCloseable {

  private static final int CONNECTIONS = 16;
  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1) / Flood.PER_SECOND;

  private final EventLoop loop;
  private final Target target;
  private final IntFunction<String> tokens;
  private final List<Channel> channels = new ArrayList<>();

  private final Queue<ConnectionHandler> free = new ArrayDeque<>();
  private boolean stopped;
  private long next;
  private int sent;
  private long answered;
  private long refused;

  private FloodSender(EventLoop loop, Target target, IntFunction<String> tokens) {
    this.loop = loop;
    this.target = target;
    this.tokens = tokens;
  }

  /**
   * @param tokens the token of each request, by its number
   */
  static FloodSender open(EventLoop loop, Target target, IntFunction<String> tokens)
      throws InterruptedException {
    FloodSender flood = new FloodSender(loop, target, tokens);
    for (int i = 0; i < CONNECTIONS; i++) {
      flood.channels.add(flood.connect());
    }
    loop.submit(
            () -> {
              flood.next = System.nanoTime();
              flood.tick();
            })
        .sync();
    return flood;
  }

  /**
   * What became of it so far.
   *
   * @param refused the answers that were 401, 429 or 503
   */
  record Counts(long answered, long refused) {}

  Counts counts() throws InterruptedException {
    Counts[] counts = new Counts[1];
    loop.submit(() -> counts[0] = new Counts(answered, refused)).sync();
    return counts[0];
  }

  @Override
  public void close() {
    loop.submit(() -> stopped = true).syncUninterruptibly();
    for (Channel channel : channels) {
      channel.close().syncUninterruptibly();
    }
  }

  private Channel connect() throws InterruptedException {
    return new Bootstrap()
        .group(loop)
        .channel(EpollSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(new ConnectionHandler())
        .connect("127.0.0.1", target.port())
        .sync()
        .channel();
  }

  private void tick() {
    if (stopped) {
      return;
    }
    for (long now = System.nanoTime(); next - now <= 0; next += INTERVAL) {
      ConnectionHandler connection = free.poll();
      if (connection != null) {
        connection.send(
            Messages.request(
                target.port(), target.path(), "tools/call", tokens.apply(sent++), Messages.CALL));
      }
    }
    var _ = loop.schedule(this::tick, next - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  private final class ConnectionHandler extends ByteToMessageDecoder {

    private final HttpFraming framing = new HttpFraming();

    /** Known before anybody else sees the connection. */
    @SuppressWarnings("NullAway.Init")
    private ChannelHandlerContext context;

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
      this.context = context;
      free.add(this);
      super.channelActive(context);
    }

    void send(byte[] request) {
      var _ = context.writeAndFlush(Unpooled.wrappedBuffer(request), context.voidPromise());
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
      if (!framing.read(in)) {
        return;
      }
      int status =
          100 * digit(in, "HTTP/1.1 ".length())
              + 10 * digit(in, "HTTP/1.1 ".length() + 1)
              + digit(in, "HTTP/1.1 ".length() + 2);
      in.readerIndex(framing.end());
      answered++;
      if (status == 401 || status == 429 || status == 503) {
        refused++;
      }
      free.add(this);
    }

    private static int digit(ByteBuf in, int offset) {
      return in.getByte(in.readerIndex() + offset) - '0';
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
      free.remove(this);
      super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
      var _ = context.close();
    }
  }
}
