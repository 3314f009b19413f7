package io.mcpgateway.core.upstream;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.ReplyControl;
import io.mcpgateway.core.exchange.ReplyEvent;
import io.mcpgateway.core.exchange.ReplyHead;
import io.mcpgateway.core.exchange.ReplySink;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.McpHeaders;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.MessageScanner;
import io.mcpgateway.core.protocol.SseEvent;
import io.mcpgateway.core.protocol.SseReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One exchange on its way through the upstream edge: turns the HTTP response into the reply, one
 * strictly read message at a time. Every method runs on the exchange's loop.
 */
final class Relay implements Answer, ReplyControl {
  private static final Logger logger = LoggerFactory.getLogger(Relay.class);
  private static final int MAX_DISCARDED_BYTES = 64 * 1024;
  private static final int MAX_EVENT_ID_LENGTH = 1024;
  private static final int MAX_SESSION_ID_LENGTH = 1024;
  private static final String TOOLS_CHANGED = "notifications/tools/list_changed";

  private final UpstreamEdge edge;
  private final ConnectionPool pool;
  private final Exchange exchange;
  private final ReplySink sink;

  private @Nullable UpstreamDialect dialect;
  private @Nullable Call call;
  private boolean paused;
  private boolean ended;

  private int status;
  private @Nullable String sessionId;
  private boolean json;
  private @Nullable BodyBuffer body;
  private @Nullable SseReader events;
  private boolean sawEventId;
  private boolean distrusted;

  Relay(UpstreamEdge edge, ConnectionPool pool, Exchange exchange, ReplySink sink) {
    this.edge = edge;
    this.pool = pool;
    this.exchange = exchange;
    this.sink = sink;
  }

  /** Sends the exchange, once it is known how. */
  void start(UpstreamDialect known) {
    if (ended) {
      return;
    }
    dialect = known;
    Call started = new Call(pool, known.request(exchange), this);
    call = started;
    if (paused) {
      started.pause();
    }
    started.start();
  }

  // The client's hold.

  @Override
  public void pause() {
    paused = true;
    if (call != null) {
      call.pause();
    }
  }

  @Override
  public void resume() {
    paused = false;
    if (call != null) {
      call.resume();
    }
  }

  @Override
  public void cancel() {
    if (!ended) {
      ended = true;
      abort();
    }
  }

  @Override
  public void detach() {
    // What still comes is read as before; the pipeline drops it.
  }

  // The HTTP response.

  @Override
  public void head(HttpResponse head) {
    status = head.status().code();
    if (CredentialRefusal.is(status)) {
      abort();
      if (CredentialRefusal.isFinal(status, head.headers())) {
        exchange.credential().refused().run();
      }
      refuse(CredentialRefusal.of(pool.settings().name(), status));
      return;
    }
    if (isEncoded(head)) {
      refuseAndClose("the response is compressed, although identity was asked for");
      return;
    }
    if (!takeSessionId(head)) {
      return;
    }
    MediaType type = MediaType.of(head.headers().get(HttpHeaderNames.CONTENT_TYPE));
    boolean streams = exchange.operation() instanceof Operation.OpenStream;
    boolean expectsMessages = streams || Replies.isRequest(exchange);
    if (status < 300 && expectsMessages) {
      if (type == MediaType.EVENT_STREAM) {
        beginEvents();
        return;
      }
      if (type != MediaType.JSON || streams) {
        refuseAndClose("status " + status + " with an unexpected content type");
        return;
      }
    }
    json = type == MediaType.JSON;
    body =
        new BodyBuffer(
            json ? pool.settings().maxMessageBytes() : MAX_DISCARDED_BYTES,
            HttpUtil.getContentLength(head, -1L));
  }

  private static boolean isEncoded(HttpResponse head) {
    String coding = head.headers().get(HttpHeaderNames.CONTENT_ENCODING);
    return coding != null && !HttpHeaderValues.IDENTITY.contentEqualsIgnoreCase(coding.strip());
  }

  /** Only an answer to {@code initialize} issues a session; false if its id is not one. */
  private boolean takeSessionId(HttpResponse head) {
    String id = head.headers().get(McpHeaders.SESSION_ID);
    if (id == null
        || exchange.target().method() != McpMethod.INITIALIZE
        || dialect == null
        || !dialect.resumes()) {
      return true;
    }
    boolean visible = !id.isEmpty() && id.length() <= MAX_SESSION_ID_LENGTH;
    for (int i = 0; visible && i < id.length(); i++) {
      visible = id.charAt(i) > 0x20 && id.charAt(i) < 0x7F;
    }
    if (!visible) {
      refuseAndClose("the session id is not visible ASCII");
      return false;
    }
    sessionId = id;
    return true;
  }

  private void beginEvents() {
    events = new SseReader(pool.settings().maxMessageBytes(), this::event, () -> {});
    sink.begin(new ReplyHead(ReplyHead.Shape.EVENTS, 200, sessionId));
  }

  @Override
  public void body(ByteBuf bytes) {
    SseReader reader = events;
    if (reader != null) {
      try {
        if (bytes.hasArray()) {
          reader.read(
              bytes.array(), bytes.arrayOffset() + bytes.readerIndex(), bytes.readableBytes());
        } else {
          byte[] copy = ByteBufUtil.getBytes(bytes);
          reader.read(copy, 0, copy.length);
        }
      } catch (SseReader.TooLargeException tooLarge) {
        refuseAndClose("an event is larger than " + pool.settings().maxMessageBytes() + " bytes");
      }
      return;
    }
    if (body == null || body.add(bytes)) {
      return;
    }
    if (json) {
      refuseAndClose("the response is larger than " + pool.settings().maxMessageBytes() + " bytes");
    } else {
      // Enough: it is no message, and only the status counts.
      abort();
      conclude(null);
    }
  }

  @Override
  public boolean end() {
    if (ended) {
      return false;
    }
    if (events == null) {
      concludeBody();
    } else if (sawEventId || exchange.operation() instanceof Operation.OpenStream) {
      // The client comes back for the rest (SEP-1699), or opens a new stream.
      finish();
      sink.end();
    } else {
      refuse(
          new Refusal.UpstreamUnreachable(
              pool.settings().name(), "the stream ended before the answer"));
    }
    return !distrusted;
  }

  @Override
  public void failed(Refusal why) {
    if (ended) {
      return;
    }
    if (events != null
        && why instanceof Refusal.UpstreamTimeout
        && exchange.operation() instanceof Operation.OpenStream) {
      // Nothing was lost: an idle stream ends, and the client opens a new one.
      finish();
      sink.end();
      return;
    }
    refuse(why);
  }

  // A response that is no stream.

  private void concludeBody() {
    if (body == null || !json) {
      conclude(null);
      return;
    }
    byte[] bytes = body.take();
    try {
      conclude(bytes.length == 0 ? null : MessageScanner.scan(bytes));
    } catch (MalformedMessageException malformed) {
      if (status < 300) {
        refuse(bad("the response is not one JSON-RPC message: " + malformed.problem()));
      } else {
        conclude(null);
      }
    }
  }

  private void conclude(@Nullable JsonRpcMessage message) {
    UpstreamDialect spoken = dialect;
    if (ended || spoken == null) {
      return;
    }
    if (spoken.deniesEra(status, message)) {
      edge.doubtEra();
    }
    switch (spoken.meaning(exchange, status, message)) {
      case Meaning.Message(JsonRpcMessage reply) -> {
        finish();
        sink.begin(new ReplyHead(ReplyHead.Shape.JSON, status, sessionId));
        sink.event(ReplyEvent.of(reply));
        sink.end();
      }
      case Meaning.Status(int bare) -> {
        finish();
        sink.bare(bare);
      }
      case Meaning.Refuse(Refusal refusal) -> refuse(refusal);
    }
  }

  // A stream.

  private void event(SseEvent event) {
    UpstreamDialect spoken = dialect;
    if (ended || spoken == null) {
      return;
    }
    if (!event.name().equals("message")) {
      pool.stats().droppedEvents.increment();
      return;
    }
    String id = spoken.resumes() ? eventId(event) : null;
    Long retry = spoken.resumes() ? event.retry() : null;
    if (event.data().length == 0) {
      if (id != null || retry != null) {
        sink.event(new ReplyEvent(null, id, retry));
      }
      return;
    }
    JsonRpcMessage message;
    try {
      message = MessageScanner.scan(event.data());
    } catch (MalformedMessageException malformed) {
      refuseAndClose("an event is not one JSON-RPC message: " + malformed.problem());
      return;
    }
    if (TOOLS_CHANGED.equals(message.method())) {
      edge.toolsChanged();
    }
    switch (spoken.passage(exchange, message)) {
      case PASS -> sink.event(new ReplyEvent(message, id, retry));
      case ANSWER -> {
        sink.event(new ReplyEvent(message, id, retry));
        if (!ended) {
          finish();
          if (call != null) {
            call.drain();
          }
          sink.end();
        }
      }
      case DROP -> pool.stats().droppedResponses.increment();
      case BREAK ->
          refuseAndClose(
              message instanceof JsonRpcMessage.Response
                  ? "the stream answers another request"
                  : "the stream holds a request");
    }
  }

  private @Nullable String eventId(SseEvent event) {
    String id = event.id();
    if (id == null || id.isEmpty() || id.length() > MAX_EVENT_ID_LENGTH) {
      return null;
    }
    sawEventId = true;
    return id;
  }

  // Ends.

  private Refusal bad(String problem) {
    return new Refusal.BadUpstreamAnswer(pool.settings().name(), problem);
  }

  private void refuseAndClose(String problem) {
    abort();
    refuse(bad(problem));
  }

  void refuse(Refusal refusal) {
    if (ended) {
      return;
    }
    if (refusal instanceof Refusal.BadUpstreamAnswer(String upstream, String problem)) {
      distrusted = true;
      exchange.mark(logger.atWarn()).log("upstream {}: {}", upstream, problem);
    }
    finish();
    sink.refuse(refusal);
  }

  private void abort() {
    if (call != null) {
      call.abort();
    }
  }

  private void finish() {
    ended = true;
    body = null;
  }
}
