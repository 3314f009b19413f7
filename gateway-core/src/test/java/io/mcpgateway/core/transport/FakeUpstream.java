package io.mcpgateway.core.transport;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.ReplyControl;
import io.mcpgateway.core.exchange.ReplyEvent;
import io.mcpgateway.core.exchange.ReplyHead;
import io.mcpgateway.core.exchange.ReplySink;
import io.mcpgateway.core.exchange.Upstream;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.MessageScanner;
import io.mcpgateway.core.protocol.RequestId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An upstream edge that remembers what reached it and answers as a test says. */
final class FakeUpstream implements Upstream {
  private final LinkedBlockingQueue<Sent> arrivals = new LinkedBlockingQueue<>();
  private final List<Sent> all = new CopyOnWriteArrayList<>();
  private volatile Consumer<Sent> behaviour = Sent::answerAtOnce;

  /** What the gateway sent, and the way back. */
  record Sent(Exchange exchange, ReplySink sink, Executor loop, List<String> calls) {

    void answerAtOnce() {
      if (exchange.requestId() == null) {
        sink.bare(202);
      } else {
        json(200, result("{}"));
      }
    }

    void json(int status, String message) {
      begin(ReplyHead.Shape.JSON, status, null);
      sink.event(ReplyEvent.of(message(message)));
      sink.end();
    }

    void begin(ReplyHead.Shape shape, int status, @Nullable String sessionId) {
      sink.begin(new ReplyHead(shape, status, sessionId));
    }

    void event(String message) {
      sink.event(ReplyEvent.of(message(message)));
    }

    String result(String json) {
      RequestId id = exchange.requestId();
      return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + json + "}";
    }

    /** Does something on the exchange's loop, as the upstream edge would. */
    void onLoop(Runnable action) {
      loop.execute(action);
    }

    String body() {
      return exchange.operation() instanceof io.mcpgateway.core.exchange.Operation.Send send
          ? new String(send.message().bytes(), StandardCharsets.UTF_8)
          : "";
    }
  }

  @Override
  public ReplyControl send(Exchange exchange, ReplySink sink, Executor loop) {
    List<String> calls = new CopyOnWriteArrayList<>();
    Sent sent = new Sent(exchange, sink, loop, calls);
    all.add(sent);
    arrivals.add(sent);
    behaviour.accept(sent);
    return new ReplyControl() {
      @Override
      public void pause() {
        calls.add("pause");
      }

      @Override
      public void resume() {
        calls.add("resume");
      }

      @Override
      public void cancel() {
        calls.add("cancel");
      }

      @Override
      public void detach() {
        calls.add("detach");
      }
    };
  }

  void behave(Consumer<Sent> as) {
    behaviour = as;
  }

  /** Answers nothing; the test does that by {@link #next}. */
  void stayQuiet() {
    behaviour = _ -> {};
  }

  Sent next() throws InterruptedException {
    Sent sent = arrivals.poll(10, TimeUnit.SECONDS);
    if (sent == null) {
      throw new AssertionError("nothing reached the upstream");
    }
    return sent;
  }

  /** Everything that ever reached the upstream. */
  List<Sent> all() {
    return all;
  }

  static JsonRpcMessage message(String json) {
    try {
      return MessageScanner.scan(json.getBytes(StandardCharsets.UTF_8));
    } catch (MalformedMessageException malformed) {
      throw new IllegalArgumentException(json, malformed);
    }
  }
}
