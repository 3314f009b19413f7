package io.mcpgateway.benchmarks;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Outcome;
import io.mcpgateway.core.exchange.Pipeline;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.ReplyControl;
import io.mcpgateway.core.exchange.ReplyEvent;
import io.mcpgateway.core.exchange.ReplyHead;
import io.mcpgateway.core.exchange.ReplySink;
import io.mcpgateway.core.exchange.Upstream;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.MessageScanner;
import io.mcpgateway.policy.access.AccessPolicy;
import io.mcpgateway.policy.access.AuthorizationStage;
import io.mcpgateway.policy.access.ListFilterStage;
import io.mcpgateway.policy.limit.LimitStage;
import io.mcpgateway.policy.limit.Limiter;
import io.mcpgateway.policy.mask.MaskStage;
import io.mcpgateway.policy.model.PolicySpec;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One exchange from the bytes of the request to the bytes of the reply, without sockets. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PipelineBenchmark {
  private final byte[] call = Messages.call();
  private final byte[] answer = Messages.answerWithPersonalData();
  private final Ending ending = new Ending();
  private final Pipeline open = pipeline(PolicySpec.permitAll("open"));
  private final Pipeline governed = pipeline(Exchanges.policy());

  @Benchmark
  public @Nullable Outcome passThrough() throws MalformedMessageException {
    return run(open);
  }

  @Benchmark
  public @Nullable Outcome rolesLimitsAndMasks() throws MalformedMessageException {
    return run(governed);
  }

  private @Nullable Outcome run(Pipeline pipeline) throws MalformedMessageException {
    Exchange exchange = Exchanges.call(MessageScanner.scan(call));
    pipeline.handle(exchange, ending, Runnable::run);
    return ending.outcome;
  }

  private Pipeline pipeline(PolicySpec policy) {
    AccessPolicy access = new AccessPolicy(policy);
    return new Pipeline(
        List.of(
            new LimitStage(policy, new Limiter(System::nanoTime)), new AuthorizationStage(access)),
        List.of(new ListFilterStage(access), new MaskStage(policy, Exchanges.maskedTools())),
        new Echo(),
        outcome -> ending.outcome = outcome);
  }

  /** An upstream that answers at once. */
  private final class Echo implements Upstream {
    @Override
    public ReplyControl send(Exchange exchange, ReplySink sink, Executor loop) {
      sink.begin(new ReplyHead(ReplyHead.Shape.JSON, 200, null));
      try {
        sink.event(ReplyEvent.of(MessageScanner.scan(answer)));
      } catch (MalformedMessageException malformed) {
        throw new IllegalStateException(malformed);
      }
      sink.end();
      return new NoControl();
    }
  }

  private record NoControl() implements ReplyControl {
    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void cancel() {}

    @Override
    public void detach() {}
  }

  private static final class Ending implements ReplySink {
    private @Nullable Outcome outcome;

    @Override
    public void refuse(Refusal refusal) {
      throw new IllegalStateException("refused: " + refusal.reason());
    }

    @Override
    public void bare(int status) {
      throw new IllegalStateException("bare: " + status);
    }

    @Override
    public void begin(ReplyHead head) {}

    @Override
    public void event(ReplyEvent event) {}

    @Override
    public void end() {}
  }
}
