package io.mcpgateway.core.transport;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Pipeline;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.RefusalAnswer;
import io.mcpgateway.core.exchange.ReplyControl;
import io.mcpgateway.core.exchange.ReplyEvent;
import io.mcpgateway.core.exchange.ReplyHead;
import io.mcpgateway.core.exchange.ReplySink;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.RequestId;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The reply to one exchange on its way to the client. */
final class ClientReply implements ReplySink, LiveReply {
  private static final byte[] NO_DATA = {};

  private final ClientRequest request;
  private final ClientDialect dialect;
  private final ResponseWriter out;
  private final long keepAliveNanos;
  private Exchange exchange;
  private @Nullable ReplyControl control;
  private @Nullable ReplyHead head;
  private boolean streaming;
  private boolean finished;
  private long lastWrite;

  ClientReply(
      ClientRequest request,
      Exchange received,
      ClientDialect dialect,
      ResponseWriter out,
      long keepAliveNanos) {
    this.request = request;
    this.exchange = received;
    this.dialect = dialect;
    this.out = out;
    this.keepAliveNanos = keepAliveNanos;
  }

  void start(Pipeline pipeline, Executor loop) {
    control = pipeline.handle(exchange, this, loop);
  }

  // From the pipeline.

  @Override
  public void decided(Exchange known) {
    exchange = known;
  }

  @Override
  public void refuse(Refusal refusal) {
    if (finished) {
      return;
    }
    RequestId id = exchange.requestId();
    if (!streaming) {
      finished = true;
      out.refuse(request, refusal, dialect.era(), id);
      return;
    }
    if (id != null) {
      RefusalAnswer answer = RefusalAnswer.of(refusal, dialect.era(), exchange.id());
      out.event(SseFrame.event(out.allocator(), answer.body(id), null, null));
    }
    endStream();
  }

  @Override
  public void bare(int status) {
    if (finished) {
      return;
    }
    finished = true;
    if (exchange.operation() instanceof Operation.EndSession && status / 100 == 2) {
      dialect.sessionEnded(exchange);
    }
    out.bare(request, status, status == 405 ? "POST" : null);
  }

  @Override
  public void begin(ReplyHead begun) {
    if (finished) {
      return;
    }
    head = begun;
    if (begun.shape() == ReplyHead.Shape.EVENTS) {
      streaming = true;
      lastWrite = System.nanoTime();
      out.beginStream(request, begun.status(), sessionId(begun));
    }
  }

  @Override
  public void event(ReplyEvent event) {
    ReplyHead begun = head;
    if (finished || begun == null) {
      return;
    }
    JsonRpcMessage message = event.message();
    if (!streaming) {
      if (message != null) {
        finished = true;
        out.json(request, begun.status(), message.bytes(), sessionId(begun));
      }
      return;
    }
    ReplyEvent shown = dialect.event(exchange, event);
    if (shown != null) {
      lastWrite = System.nanoTime();
      byte[] data = message == null ? NO_DATA : message.bytes();
      out.event(SseFrame.event(out.allocator(), data, shown.eventId(), shown.retry()));
    }
  }

  @Override
  public void end() {
    if (finished) {
      return;
    }
    if (streaming) {
      endStream();
    } else {
      refuse(new Refusal.BadUpstreamAnswer(exchange.route().upstream(), "no message"));
    }
  }

  private void endStream() {
    finished = true;
    out.endStream();
  }

  private @Nullable String sessionId(ReplyHead begun) {
    String upstreamSessionId = begun.upstreamSessionId();
    return upstreamSessionId == null ? null : dialect.sessionId(exchange, upstreamSessionId);
  }

  // From the connection.

  @Override
  public void clientGone() {
    if (finished) {
      return;
    }
    finished = true;
    if (streaming) {
      out.streamLost();
    }
    if (control != null) {
      dialect.clientGone(control, exchange.operation());
    }
  }

  @Override
  public void writable(boolean writable) {
    if (finished || control == null) {
      return;
    }
    if (writable) {
      control.resume();
    } else {
      control.pause();
    }
  }

  @Override
  public void tick(long now) {
    if (streaming && !finished && now - lastWrite >= keepAliveNanos && out.isWritable()) {
      lastWrite = now;
      out.event(SseFrame.keepAlive());
    }
  }

  /** Streams that would never end by themselves end now; answers are waited for. */
  @Override
  public void drain() {
    if (!streaming || finished) {
      return;
    }
    RequestId id = exchange.requestId();
    if (id != null && exchange.target().method() == McpMethod.SUBSCRIPTIONS_LISTEN) {
      out.event(SseFrame.event(out.allocator(), endOfSubscription(id), null, null));
    } else if (!(exchange.operation() instanceof Operation.OpenStream)) {
      return;
    }
    endStream();
    if (control != null) {
      control.cancel();
    }
  }

  /** MCP 2026-07-28, basic, patterns, subscriptions: an orderly end is the (empty) result. */
  private static byte[] endOfSubscription(RequestId id) {
    return ("{\"jsonrpc\":\"2.0\",\"id\":"
            + id.json()
            + ",\"result\":{\"resultType\":\"complete\",\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":"
            + id.json()
            + "}}}")
        .getBytes(StandardCharsets.UTF_8);
  }
}
