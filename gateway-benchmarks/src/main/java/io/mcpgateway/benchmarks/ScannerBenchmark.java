package io.mcpgateway.benchmarks;

import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.MessageScanner;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Reading one message, strictly. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ScannerBenchmark {
  private final byte[] call = Messages.call();
  private final byte[] answer = Messages.answerWithPersonalData();

  @Benchmark
  public JsonRpcMessage request() throws MalformedMessageException {
    return MessageScanner.scan(call);
  }

  @Benchmark
  public JsonRpcMessage answer() throws MalformedMessageException {
    return MessageScanner.scan(answer);
  }
}
