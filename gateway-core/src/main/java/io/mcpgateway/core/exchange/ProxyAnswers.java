package io.mcpgateway.core.exchange;

import io.mcpgateway.core.protocol.JsonRpcMessage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the gateway answers to an upstream's own requests in the client's place, within one exchange
 * and on its loop: posted like the client's own answers, in the same session and with the same
 * credential (MCP 2025-11-25, streamable HTTP).
 */
final class ProxyAnswers {
  private static final Logger logger = LoggerFactory.getLogger(ProxyAnswers.class);

  /** An upstream that asks faster than it listens: what is not answered runs into its patience. */
  private static final int MAX_UNDER_WAY = 16;

  private final Upstream upstream;
  private final Executor loop;
  private int underWay;

  ProxyAnswers(Upstream upstream, Executor loop) {
    this.upstream = upstream;
    this.loop = loop;
  }

  /**
   * @param asked the exchange in whose reply the upstream asked
   */
  void answer(Exchange asked, JsonRpcMessage.Response answer) {
    if (underWay == MAX_UNDER_WAY) {
      return;
    }
    underWay++;
    upstream.send(
        asked.with(new Operation.Send(answer), Target.none()), new Acceptance(asked), loop);
  }

  /** Nobody waits for what an upstream says to an answer. */
  private final class Acceptance implements ReplySink {
    private final Exchange asked;

    Acceptance(Exchange asked) {
      this.asked = asked;
    }

    @Override
    public void refuse(Refusal refusal) {
      underWay--;
      asked
          .mark(logger.atInfo())
          .log("the upstream did not take the answer to what it asked: {}", refusal.reason());
    }

    @Override
    public void bare(int status) {
      underWay--;
    }

    @Override
    public void begin(ReplyHead head) {
      // Whatever it says has no reader.
    }

    @Override
    public void event(ReplyEvent event) {
      // Nor has this.
    }

    @Override
    public void end() {
      underWay--;
    }
  }
}
