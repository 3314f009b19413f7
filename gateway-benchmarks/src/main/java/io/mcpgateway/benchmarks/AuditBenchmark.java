package io.mcpgateway.benchmarks;

import io.mcpgateway.app.audit.AuditTrail;
import io.mcpgateway.app.config.AuditConfig;
import io.mcpgateway.app.state.StateDirectory;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Grant;
import io.mcpgateway.core.exchange.Outcome;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.MessageScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What it takes until the records of 10,000 exchanges of an ordinary call are in the trail, by the
 * time of the thread that writes them: a group at a time, in a temporary directory.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class AuditBenchmark {
  private static final int RECORDS = 10_000;

  @Param({"ASYNC", "BATCH"})
  private AuditConfig.Mode mode = AuditConfig.Mode.ASYNC;

  private Path directory = Path.of("");
  private @Nullable AuditTrail trail;
  private @Nullable Outcome outcome;

  @Setup
  public void open() throws IOException, MalformedMessageException {
    directory = Files.createTempDirectory("audit");
    trail =
        AuditTrail.open(
            AuditConfig.in(directory.resolve("audit"), mode), new StateDirectory(directory));
    outcome = answered();
  }

  private static Outcome answered() throws MalformedMessageException {
    byte[] message =
        """
        {"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"get_customer","arguments":{"id":"c-1001"}}}"""
            .getBytes(StandardCharsets.UTF_8);
    JsonRpcMessage call = MessageScanner.scan(message);
    Exchange exchange = Exchanges.call(call).with(new Grant.ByRule("role:sales", "policy-1"));
    return new Outcome(
        exchange.arrival(),
        exchange,
        null,
        new Outcome.Result.Answered(),
        200,
        Duration.ofNanos(120_000),
        Duration.ofNanos(2_400_000),
        Duration.ofNanos(2_600_000),
        message.length,
        1_200,
        1,
        false,
        Map.of("pii", 2),
        null);
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public long written() {
    AuditTrail open = Objects.requireNonNull(trail);
    Outcome ended = Objects.requireNonNull(outcome);
    long before = open.counts().written();
    for (int i = 0; i < RECORDS; i++) {
      open.ended(ended);
    }
    while (open.counts().written() < before + RECORDS) {
      Thread.onSpinWait();
    }
    return before;
  }

  @TearDown
  public void close() throws IOException {
    Objects.requireNonNull(trail).close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
