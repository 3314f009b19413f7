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

/**
 * One load on one target, from its first connection to its last. The main thread opens it, begins
 * and ends the measurement and closes it; everything between happens on {@link #loop}, which alone
 * touches the fields.
 */
final class LoadRun implements AutoCloseable {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** How long the answers of the last requests of an open load may take. */
  private static final long PATIENCE = 2 * SECOND;

  private final EventLoop loop;
  private final Target target;
  private final Load load;
  private final ByteBuf request;
  private final List<Channel> channels = new ArrayList<>();

  private final Latencies latencies = new Latencies();
  private final Queue<ConnectionHandler> free = new ArrayDeque<>();
  private final Queue<Long> due = new ArrayDeque<>();
  private boolean begun;
  private boolean ended;
  private boolean stopped;
  private long next;
  private long from;
  private long to;
  private long dueWithin;
  private long answered;
  private long failed;
  private long total;

  private LoadRun(EventLoop loop, Target target, Load load) {
    this.loop = loop;
    this.target = target;
    this.load = load;
    this.request =
        Unpooled.unreleasableBuffer(
            Unpooled.directBuffer(target.request().length).writeBytes(target.request()));
  }

  /** Opens the connections and starts the load; nothing is counted yet. */
  static LoadRun open(EventLoop loop, Target target, Load load) throws InterruptedException {
    LoadRun run = new LoadRun(loop, target, load);
    for (int i = 0; i < load.connections(); i++) {
      run.channels.add(run.connect());
    }
    run.onLoop(run::start);
    return run;
  }

  void begin() throws InterruptedException {
    onLoop(
        () -> {
          begun = true;
          from = System.nanoTime();
        });
  }

  void end() throws InterruptedException {
    onLoop(
        () -> {
          ended = true;
          to = System.nanoTime();
        });
  }

  /** Stops the load, waits for what is under way and says what was measured. */
  Counts stop() throws InterruptedException {
    onLoop(() -> stopped = true);
    long deadline = System.nanoTime() + PATIENCE;
    while (load instanceof Load.Open && outstanding() > 0 && System.nanoTime() < deadline) {
      Thread.sleep(10);
    }
    Counts[] counts = new Counts[1];
    onLoop(
        () -> {
          long wrong = load instanceof Load.Open ? dueWithin - latencies.count() : failed;
          counts[0] = new Counts((to - from) / (double) SECOND, answered, total, wrong, latencies);
        });
    return counts[0];
  }

  @Override
  public void close() {
    loop.submit(() -> stopped = true).syncUninterruptibly();
    for (Channel channel : channels) {
      channel.close().syncUninterruptibly();
    }
  }

  /**
   * What one load measured.
   *
   * @param seconds how long it was measured
   * @param answered requests answered in that time
   * @param total requests answered since the load was opened
   * @param failed requests with a wrong answer or none
   */
  record Counts(double seconds, long answered, long total, long failed, Latencies latencies) {

    double perSecond() {
      return answered / seconds;
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

  private void onLoop(Runnable action) throws InterruptedException {
    loop.submit(action).sync();
  }

  private long outstanding() throws InterruptedException {
    long[] waiting = new long[1];
    onLoop(() -> waiting[0] = dueWithin - latencies.count() - failed);
    return waiting[0];
  }

  private void start() {
    long now = System.nanoTime();
    switch (load) {
      case Load.Closed _ -> {
        while (!free.isEmpty()) {
          free.remove().send(now);
        }
      }
      case Load.Open(int _, int perSecond) -> {
        next = now;
        tick(SECOND / perSecond);
      }
    }
  }

  private void tick(long interval) {
    if (stopped) {
      return;
    }
    for (long now = System.nanoTime(); next - now <= 0; next += interval) {
      if (isWithin(next)) {
        dueWithin++;
      }
      ConnectionHandler connection = free.poll();
      if (connection == null) {
        due.add(next);
      } else {
        connection.send(next);
      }
    }
    var _ = loop.schedule(() -> tick(interval), next - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  private void answered(ConnectionHandler connection, long since, boolean correct) {
    long now = System.nanoTime();
    total++;
    if (begun && !ended) {
      answered++;
    }
    if (counts(since)) {
      if (correct) {
        latencies.record(now - since);
      } else {
        failed++;
      }
    }
    sendNext(connection, now);
  }

  /**
   * An open load counts what was due within the measurement, a closed one what was answered within
   * it.
   */
  private boolean counts(long since) {
    return switch (load) {
      case Load.Closed _ -> begun && !ended;
      case Load.Open _ -> isWithin(since);
    };
  }

  private boolean isWithin(long due) {
    return begun && due - from >= 0 && !(ended && due - to >= 0);
  }

  private void sendNext(ConnectionHandler connection, long now) {
    switch (load) {
      case Load.Closed _ -> {
        if (!stopped) {
          connection.send(now);
        }
      }
      case Load.Open _ -> {
        Long waiting = due.poll();
        if (waiting == null) {
          free.add(connection);
        } else {
          connection.send(waiting);
        }
      }
    }
  }

  /** One client connection; at most one request is under way on it. */
  private final class ConnectionHandler extends ByteToMessageDecoder {

    private final HttpFraming framing = new HttpFraming();

    /** Known before anybody else sees the connection. */
    @SuppressWarnings("NullAway.Init")
    private ChannelHandlerContext context;

    private long since;

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
      this.context = context;
      free.add(this);
      super.channelActive(context);
    }

    void send(long since) {
      this.since = since;
      var _ = context.writeAndFlush(request.retainedDuplicate(), context.voidPromise());
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
      if (!framing.read(in)) {
        return;
      }
      boolean correct = in.getByte(in.readerIndex() + "HTTP/1.1 ".length()) == '2';
      in.readerIndex(framing.end());
      answered(this, since, correct);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
      free.remove(this);
      if (!stopped) {
        failed++;
      }
      super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
      var _ = context.close();
    }
  }
}
