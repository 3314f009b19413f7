package io.mcpgateway.core.upstream;

import io.mcpgateway.core.exchange.Refusal;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to an upstream: serves one {@link Call} at a time, and returns to the pool only
 * after a response that was cleanly framed and completely read.
 */
final class UpstreamConnection extends ChannelInboundHandlerAdapter {
  private static final Logger logger = LoggerFactory.getLogger(UpstreamConnection.class);
  private static final int MIN_STATUS = 100;
  private static final int MAX_STATUS = 999;
  private static final int MAX_INFORMATIONAL = 8;

  private final ConnectionPool pool;
  private final Channel channel;
  private final ResponseDecoder decoder;
  private @Nullable Call call;
  private @Nullable HttpResponse head;
  private boolean informational;
  private int informationals;
  private boolean active;
  private boolean closed;

  /** Where the pool keeps it. */
  int index;

  long idleSinceNanos;
  long keepNanos;

  UpstreamConnection(ConnectionPool pool, Channel channel, ResponseDecoder decoder) {
    this.pool = pool;
    this.channel = channel;
    this.decoder = decoder;
  }

  /** Whether a request may be written: nothing is left of what came before. */
  boolean isUsable() {
    return !closed && channel.isActive() && decoder.waiting() == 0;
  }

  void send(Call next) {
    call = next;
    head = null;
    informationals = 0;
    channel
        .writeAndFlush(next.request().toHttp())
        .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  void readOn(boolean on) {
    channel.config().setAutoRead(on);
  }

  void close() {
    call = null;
    if (!closed) {
      closed = true;
      var _ = channel.close();
      pool.closed(this);
    }
  }

  void check(long now) {
    Call current = call;
    if (current == null) {
      if (now - idleSinceNanos > keepNanos) {
        close();
      }
      return;
    }
    if (active) {
      active = false;
      current.active(now);
    }
    current.check(now);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      active = true;
      Call current = call;
      if (current == null) {
        // Bytes that nobody asked for: after a close of ours they are harmless, otherwise they
        // would be taken for the answer to somebody's next request.
        close();
      } else if (((HttpObject) message).decoderResult().isFailure()) {
        broken("the response is not valid HTTP");
      } else {
        if (message instanceof HttpResponse response) {
          head(current, response);
        }
        if (message instanceof HttpContent content && call == current) {
          content(current, content);
        }
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void head(Call current, HttpResponse response) {
    int status = response.status().code();
    if (status < MIN_STATUS || status > MAX_STATUS) {
      // Not said: whatever stands there may be anything.
      broken("a malformed status line");
      return;
    }
    informational = status < 200;
    if (informational) {
      if (status == 101 || ++informationals > MAX_INFORMATIONAL) {
        broken("unexpected status " + status);
      }
      return;
    }
    List<String> codings = response.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
    boolean chunked = codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked");
    if (!codings.isEmpty()
        && (!chunked || response.headers().contains(HttpHeaderNames.CONTENT_LENGTH))) {
      broken("the framing of the response is ambiguous");
      return;
    }
    head = response;
    current.head(response);
  }

  private void content(Call current, HttpContent content) {
    if (informational) {
      informational = !(content instanceof LastHttpContent);
      return;
    }
    if (content.content().isReadable()) {
      current.body(content.content());
    }
    if (content instanceof LastHttpContent && call == current && head != null) {
      complete(current, head);
    }
  }

  private void complete(Call current, HttpResponse response) {
    if (decoder.waiting() > 0) {
      broken("bytes after the response");
      return;
    }
    call = null;
    head = null;
    if (current.complete() && HttpUtil.isKeepAlive(response) && isFramed(response)) {
      channel.config().setAutoRead(true);
      pool.release(this, keepAliveSeconds(response));
    } else {
      close();
    }
  }

  private static boolean isFramed(HttpResponse response) {
    int status = response.status().code();
    return status == 204
        || status == 304
        || response.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
        || HttpUtil.isTransferEncodingChunked(response);
  }

  /** How long the upstream says it keeps an idle connection, or -1. */
  private static long keepAliveSeconds(HttpResponse response) {
    String hint = response.headers().get("keep-alive");
    int from = hint == null ? -1 : hint.indexOf("timeout=");
    if (hint == null || from < 0) {
      return -1;
    }
    long seconds = 0;
    for (int i = from + "timeout=".length(); i < hint.length() && seconds < 100_000; i++) {
      int digit = hint.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      seconds = seconds * 10 + digit;
    }
    return seconds;
  }

  private void broken(String problem) {
    Call current = call;
    close();
    if (current != null) {
      current.fail(new Refusal.BadUpstreamAnswer(pool.settings().name(), problem));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    disconnected();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // TLS fails inside a decoder.
    Throwable real = cause instanceof DecoderException ? cause.getCause() : cause;
    if (real instanceof IOException) {
      disconnected();
      return;
    }
    logger.error("upstream {}: a reply failed", pool.settings().name(), cause);
    Call current = call;
    close();
    if (current != null) {
      current.fail(new Refusal.Internal());
    }
  }

  private void disconnected() {
    Call current = call;
    close();
    if (current != null) {
      current.disconnected();
    }
  }
}
