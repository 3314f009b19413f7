package io.mcpgateway.core.transport;

import io.mcpgateway.core.exchange.Arrival;
import io.mcpgateway.core.exchange.Attempt;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Outcome;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.RefusalAnswer;
import io.mcpgateway.core.exchange.Site;
import io.mcpgateway.core.protocol.Era;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP/1.1 connection or one HTTP/2 stream: takes one request at a time from its head to the
 * end of its reply. What a client sends ahead waits.
 */
// A failed write closes the connection, which is noticed where it is watched.
@SuppressWarnings("FutureReturnValueIgnored")
final class ClientHandler extends ChannelInboundHandlerAdapter implements Sweep.Member {
  private static final Logger logger = LoggerFactory.getLogger(ClientHandler.class);

  /** How long a client may take to read the last answer before its connection is cut. */
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

  private enum Phase {
    /** Between requests. */
    WAITING,
    HEAD,
    BODY,
    /** The answer is out already; what remains of the request is thrown away. */
    DISCARDING,
    REPLYING,
    /** The last answer is out; the client has to close. */
    LINGERING,
    ENDED
  }

  private final Listener listener;
  private final ListenerSettings.Limits limits;
  private final Peer peer;
  private final Sweep sweep;

  /** Null on HTTP/2. */
  private final @Nullable StrictHttpDecoder decoder;

  private final Deque<Object> ahead = new ArrayDeque<>(0);
  private final WriteProgress progress = new WriteProgress();
  private int place;
  private @Nullable ChannelHandlerContext ctx;
  private @Nullable ResponseWriter out;

  private Phase phase = Phase.HEAD;
  private long deadline;
  private boolean complete;
  private boolean pumping;
  private @Nullable ClientRequest request;
  private Intake.@Nullable Next next;
  private @Nullable RequestBody body;
  private @Nullable LiveReply reply;

  ClientHandler(Listener listener, Peer peer, Sweep sweep, @Nullable StrictHttpDecoder decoder) {
    this.listener = listener;
    this.limits = listener.settings().limits();
    this.peer = peer;
    this.sweep = sweep;
    this.decoder = decoder;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    ctx = context;
    out = new ResponseWriter(context, this, listener);
    enter(Phase.HEAD, limits.header());
    sweep.join(this);
  }

  private ChannelHandlerContext ctx() {
    return Objects.requireNonNull(ctx);
  }

  ResponseWriter out() {
    return Objects.requireNonNull(out);
  }

  /** The loop that owns the connection and its exchanges. */
  Executor loop() {
    return ctx().channel().eventLoop();
  }

  private void enter(Phase entered, Duration limit) {
    phase = entered;
    deadline = System.nanoTime() + limit.toNanos();
  }

  // Reading.

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (phase == Phase.REPLYING || !ahead.isEmpty()) {
      ahead.add(message);
      context.channel().config().setAutoRead(false);
      return;
    }
    read(message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    watchHead();
    context.fireChannelReadComplete();
  }

  private void watchHead() {
    if (phase == Phase.WAITING && decoder != null && decoder.headBegun()) {
      enter(Phase.HEAD, limits.header());
    }
  }

  private void read(Object message) {
    try {
      if (phase == Phase.LINGERING || phase == Phase.ENDED) {
        return;
      }
      if (message instanceof HttpRequest head) {
        head(head);
      }
      if (message instanceof HttpContent content) {
        content(content);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void head(HttpRequest head) {
    listener.counters().requests.increment();
    complete = head instanceof LastHttpContent;
    Intake.Head decided = listener.intake().head(head, peer, decoder == null);
    request = decided.request();
    next = decided.next();
    enter(Phase.BODY, limits.body());
    switch (decided.next()) {
      case Intake.Next.Refuse(Refusal refusal) -> refuse(decided.request(), refusal);
      case Intake.Next.Collect(Site.Served served, long announced, boolean expectsContinue) -> {
        body = new RequestBody(served.route().maxRequestBytes(), announced);
        if (expectsContinue && !complete) {
          out().continues();
        }
      }
      case Intake.Next.Operate _,
          Intake.Next.Document _,
          Intake.Next.Preflight _,
          Intake.Next.Page _ ->
          // No body is expected, so none is accepted.
          body = new RequestBody(0, 0);
    }
  }

  private void content(HttpContent content) {
    boolean broken = content.decoderResult().isFailure();
    boolean last = content instanceof LastHttpContent;
    complete |= last && !broken;
    if (phase == Phase.DISCARDING) {
      if (broken) {
        linger();
      } else if (last) {
        await();
      }
      return;
    }
    if (phase != Phase.BODY || request == null || body == null || next == null) {
      return;
    }
    if (broken) {
      refuse(request, new Refusal.BadHttp("The body is not valid HTTP"));
    } else if (!body.add(content.content())) {
      refuse(request, new Refusal.BodyTooLarge(body.limit()));
    } else if (last) {
      byte[] bytes = body.bytes();
      body = null;
      phase = Phase.REPLYING;
      act(request, next, bytes);
    }
  }

  private void act(ClientRequest complete, Intake.Next decided, byte[] bytes) {
    switch (decided) {
      case Intake.Next.Collect(Site.Served served, _, _) ->
          listener.messages().message(complete, served, bytes, this);
      case Intake.Next.Operate(Site.Served served, Operation operation) ->
          listener.messages().operation(complete, served, operation, this);
      case Intake.Next.Document(Site.Document document) -> document(complete, document);
      case Intake.Next.Preflight(String methods) -> out().preflight(complete, methods);
      case Intake.Next.Page() -> out().page(complete);
      case Intake.Next.Refuse(Refusal refusal) -> refuse(complete, refusal);
    }
  }

  private void document(ClientRequest complete, Site.Document document) {
    byte[] content = document.content().get();
    if (content == null) {
      refuse(complete, new Refusal.Unavailable("This document is not available at the moment"));
    } else {
      out().document(complete, document.contentType(), content);
    }
  }

  // Replying.

  /** Answers a request of whose message nothing is known. */
  void refuse(ClientRequest refused, Refusal refusal) {
    refuse(refused, refusal, Attempt.at(refused.route()));
  }

  /** Answers a request that has not become an exchange. */
  void refuse(ClientRequest refused, Refusal refusal, Attempt attempt) {
    Arrival arrival = refused.arrival();
    Era era = attempt.era() == null ? Era.MODERN : attempt.era();
    RefusalAnswer answer = RefusalAnswer.of(refusal, era, arrival.id());
    refused
        .site()
        .outcomes()
        .ended(Outcome.rejected(arrival, attempt, refusal, answer.status(), since(arrival)));
    out().refuse(refused, answer, attempt.requestId());
  }

  /** From now on {@code started} owns the answer. */
  void replying(LiveReply started) {
    reply = started;
  }

  /** The answer is written; {@code closes} if it was the connection's last. */
  void replied(boolean closes) {
    reply = null;
    request = null;
    next = null;
    body = null;
    if (decoder == null) {
      phase = Phase.ENDED;
      if (!complete) {
        // The answer does not depend on the rest of the request (RFC 9113 section 8.1).
        ctx().writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
      }
    } else if (closes) {
      linger();
    } else if (complete) {
      await();
    } else {
      enter(Phase.DISCARDING, limits.body());
    }
  }

  /** Ready for the next request. */
  private void await() {
    enter(Phase.WAITING, limits.idle());
    if (pumping) {
      return;
    }
    pumping = true;
    try {
      while (phase != Phase.REPLYING && !ahead.isEmpty()) {
        read(ahead.poll());
      }
    } finally {
      pumping = false;
    }
    if (ahead.isEmpty() && !ctx().channel().config().isAutoRead()) {
      ctx().channel().config().setAutoRead(true);
    }
    watchHead();
  }

  /**
   * Closes as TCP wants it: our side first, then the rest of what the client sends is read, because
   * a reset could take the answer away from it (RFC 9112 section 9.6).
   */
  private void linger() {
    phase = Phase.LINGERING;
    deadline = System.nanoTime() + LINGER_NANOS;
    dropAhead();
    ctx().channel().config().setAutoRead(true);
    ctx()
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            _ -> {
              SslHandler tls = ctx().pipeline().get(SslHandler.class);
              if (tls != null) {
                tls.closeOutbound();
              } else if (ctx().channel() instanceof DuplexChannel channel) {
                channel.shutdownOutput();
              }
            });
  }

  private void dropAhead() {
    while (!ahead.isEmpty()) {
      ReferenceCountUtil.release(ahead.poll());
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (reply != null) {
      reply.writable(context.channel().isWritable());
    }
    context.fireChannelWritabilityChanged();
  }

  // Ending.

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    cutShort();
    phase = Phase.ENDED;
    context.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    cutShort();
    phase = Phase.ENDED;
    sweep.leave(this);
    dropAhead();
    LiveReply abandoned = reply;
    reply = null;
    if (abandoned != null) {
      abandoned.clientGone();
    }
  }

  /** Accounts for a message of which the client sent only a part before it went away. */
  private void cutShort() {
    ClientRequest part = request;
    if (phase == Phase.BODY && part != null && next instanceof Intake.Next.Collect) {
      request = null;
      Arrival arrival = part.arrival();
      part.site()
          .outcomes()
          .ended(Outcome.cutShort(arrival, Attempt.at(part.route()), since(arrival)));
    }
  }

  private static Duration since(Arrival arrival) {
    return Duration.ofNanos(System.nanoTime() - arrival.nanoTime());
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == Listener.Event.DRAIN) {
      drain();
    }
    context.fireUserEventTriggered(event);
  }

  /** Ends what would never end by itself; the next answer closes the connection. */
  void drain() {
    if (reply != null) {
      reply.drain();
    } else if (decoder != null && !decoder.headBegun() && phase != Phase.BODY) {
      ctx().close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (decoder == null
        && (cause instanceof Http2Exception || cause.getCause() instanceof Http2Exception)) {
      context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.PROTOCOL_ERROR));
    }
    if (cause instanceof RuntimeException && !(cause instanceof CodecException)) {
      logger.error("a client connection failed", cause);
    }
    context.close();
  }

  @Override
  public void tick(long now) {
    if (reply != null) {
      reply.tick(now);
    }
    if (progress.stalled(ctx().channel(), now, limits.writeStall().toNanos())) {
      ctx().close();
    } else if (now - deadline >= 0) {
      expire();
    }
  }

  private void expire() {
    switch (phase) {
      case HEAD -> {
        if (decoder != null && decoder.headBegun()) {
          tooSlow(listener.intake().unreadable(peer));
        } else {
          ctx().close();
        }
      }
      case BODY -> tooSlow(Objects.requireNonNull(request));
      case WAITING, DISCARDING, LINGERING -> ctx().close();
      case REPLYING, ENDED -> {}
    }
  }

  private void tooSlow(ClientRequest late) {
    refuse(late, new Refusal.RequestTimeout());
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
