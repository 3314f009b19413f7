package io.mcpgateway.benchmarks;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.ReplyStage;
import io.mcpgateway.core.exchange.Revision;
import io.mcpgateway.core.exchange.Stage;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.MessageScanner;
import io.mcpgateway.policy.access.AccessPolicy;
import io.mcpgateway.policy.access.AuthorizationStage;
import io.mcpgateway.policy.limit.LimitStage;
import io.mcpgateway.policy.limit.Limiter;
import io.mcpgateway.policy.mask.MaskStage;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What policy adds to one exchange: the decision, the limit, the masks. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PolicyBenchmark {
  private final Stage authorization = new AuthorizationStage(new AccessPolicy(Exchanges.policy()));
  private final Stage limit = new LimitStage(Exchanges.policy(), new Limiter(System::nanoTime));
  private final ReplyStage masks = new MaskStage(Exchanges.policy(), Exchanges.maskedTools());
  private final Exchange call;
  private final JsonRpcMessage personal;
  private final JsonRpcMessage clean;

  public PolicyBenchmark() {
    try {
      call = Exchanges.call(MessageScanner.scan(Messages.call()));
      personal = MessageScanner.scan(Messages.answerWithPersonalData());
      clean = MessageScanner.scan(Messages.cleanAnswer());
    } catch (MalformedMessageException malformed) {
      throw new IllegalStateException(malformed);
    }
  }

  @Benchmark
  public Verdict decision() {
    return authorization.apply(call);
  }

  @Benchmark
  public Verdict limit() {
    return limit.apply(call);
  }

  @Benchmark
  public Revision maskPersonalData() {
    return masks.apply(call, personal);
  }

  @Benchmark
  public Revision maskNothing() {
    return masks.apply(call, clean);
  }
}
