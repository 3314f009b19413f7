package io.mcpgateway.core.transport;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Pipeline;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.RefusalAnswer;
import io.mcpgateway.core.exchange.ReplyControl;
import io.mcpgateway.core.exchange.ReplyEvent;
import io.mcpgateway.core.exchange.ReplyHead;
import io.mcpgateway.core.exchange.ReplySink;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.RequestId;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The replies to a batch, which only clients of 2025-03-26 may send: one exchange for each message,
 * one JSON array for the answers of all. Notifications and requests that an upstream sends before
 * an answer have no place in the array and are dropped.
 */
final class BatchReply implements LiveReply {
  private final ClientRequest request;
  private final ResponseWriter out;
  private final List<Part> parts = new ArrayList<>();
  private int open;
  private boolean gone;

  BatchReply(ClientRequest request, ResponseWriter out) {
    this.request = request;
    this.out = out;
  }

  void start(List<Exchange> received, Pipeline pipeline, Executor loop) {
    for (Exchange exchange : received) {
      parts.add(new Part(exchange));
    }
    // Counted before any starts: a part may end before its start returns.
    open = parts.size();
    for (Part part : List.copyOf(parts)) {
      part.control = pipeline.handle(part.received, part, loop);
    }
  }

  private void partEnded() {
    open--;
    if (open == 0 && !gone) {
      answer();
    }
  }

  private void answer() {
    ByteArrayOutputStream array = new ByteArrayOutputStream();
    RefusalAnswer refusal = parts.getFirst().refusal;
    for (Part part : parts) {
      // What holds for every message (no token, an unknown session) is the answer to the request.
      refusal = part.refusal == null ? null : refusal;
      byte[] answer = part.answer;
      if (answer != null) {
        array.write(array.size() == 0 ? '[' : ',');
        array.writeBytes(answer);
      }
    }
    if (refusal != null && refusal.status() >= 400) {
      out.refuse(request, refusal, parts.getFirst().id());
    } else if (array.size() == 0) {
      out.bare(request, 202, null);
    } else {
      array.write(']');
      out.json(request, 200, array.toByteArray(), null);
    }
  }

  @Override
  public void clientGone() {
    gone = true;
    for (Part part : parts) {
      ReplyControl control = part.control;
      if (control != null) {
        control.detach();
      }
    }
  }

  @Override
  public void writable(boolean writable) {
    // Nothing is written before everything is there.
  }

  @Override
  public void tick(long now) {
    // No stream, no comments.
  }

  @Override
  public void drain() {
    // Ends by itself.
  }

  /** One message of the batch. */
  private final class Part implements ReplySink {
    private final Exchange received;
    private @Nullable ReplyControl control;
    private byte @Nullable [] answer;
    private @Nullable RefusalAnswer refusal;
    private boolean ended;

    Part(Exchange received) {
      this.received = received;
    }

    @Nullable RequestId id() {
      return received.requestId();
    }

    @Override
    public void refuse(Refusal reason) {
      if (ended) {
        return;
      }
      refusal = RefusalAnswer.of(reason, Era.LEGACY, received.id());
      if (id() != null) {
        answer = refusal.body(id());
      }
      finish();
    }

    @Override
    public void bare(int status) {
      finish();
    }

    @Override
    public void begin(ReplyHead head) {
      // The messages are all that counts.
    }

    @Override
    public void event(ReplyEvent event) {
      if (event.message() instanceof JsonRpcMessage.Response response) {
        answer = response.bytes();
      }
    }

    @Override
    public void end() {
      finish();
    }

    private void finish() {
      if (!ended) {
        ended = true;
        if (answer == null && id() != null) {
          refusal =
              RefusalAnswer.of(
                  new Refusal.BadUpstreamAnswer(received.route().upstream(), "no message"),
                  Era.LEGACY,
                  received.id());
          answer = refusal.body(id());
        }
        partEnded();
      }
    }
  }
}
