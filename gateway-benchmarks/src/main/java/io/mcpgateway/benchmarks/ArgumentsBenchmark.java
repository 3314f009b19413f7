package io.mcpgateway.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Revision;
import io.mcpgateway.core.exchange.Stage;
import io.mcpgateway.core.exchange.ToolDefinition;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.MessageScanner;
import io.mcpgateway.policy.argument.ArgumentChecks;
import io.mcpgateway.policy.argument.ArgumentsStage;
import io.mcpgateway.policy.model.ArgumentRules;
import io.mcpgateway.policy.pin.PinFilterStage;
import io.mcpgateway.policy.pin.PinRules;
import io.mcpgateway.policy.pin.PinnedTool;
import io.mcpgateway.policy.pin.ToolPins;
import io.mcpgateway.policy.pin.ToolReview;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What it costs to hold arguments against a schema, and a list of tools against its pins. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ArgumentsBenchmark {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SCHEMA =
      """
      {"name":"get_customer","description":"Looks a customer up.","inputSchema":{"type":"object",\
      "required":["id"],"additionalProperties":false,"properties":{"id":{"type":"string",\
      "pattern":"^c-[0-9]+$"},"fields":{"type":"array","items":{"enum":["name","email",\
      "billing"]}},"limit":{"type":"integer","minimum":1,"maximum":100}}}}""";

  private final ArgumentChecks checks = new ArgumentChecks();
  private final Stage arguments =
      new ArgumentsStage(
          List.of(new ArgumentRules(ArgumentRules.Validation.ENFORCE, List.of())), checks);
  private final Exchange right;
  private final Exchange wrong;
  private final JsonRpcMessage thousandTools;
  private final PinFilterStage pins;

  public ArgumentsBenchmark() {
    try {
      ToolDefinition tool = new ToolDefinition("get_customer", JSON.readTree(SCHEMA));
      right = Exchanges.call(MessageScanner.scan(Messages.call())).with(tool);
      byte[] without =
          new String(Messages.call(), UTF_8)
              .replace("\"limit\":10", "\"limit\":\"x\"")
              .getBytes(UTF_8);
      wrong = Exchanges.call(MessageScanner.scan(without)).with(tool);
      List<String> tools = new ArrayList<>();
      List<PinnedTool> pinned = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        String each = SCHEMA.replace("get_customer", "tool_" + i);
        tools.add(each);
        JsonNode json = JSON.readTree(each);
        pinned.add(PinnedTool.of(json));
      }
      thousandTools =
          MessageScanner.scan(
              ("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":["
                      + String.join(",", tools)
                      + "]}}")
                  .getBytes(UTF_8));
      PinRules rules =
          new PinRules(ToolPins.of(pinned), PinRules.Action.HIDE, PinRules.Action.WARN);
      pins = new PinFilterStage(new ToolReview(rules, _ -> {}), true);
    } catch (IOException | MalformedMessageException malformed) {
      throw new IllegalStateException(malformed);
    }
    // So that the schema has been made usable.
    if (arguments.apply(right) instanceof Verdict.Await(var later)) {
      later.toCompletableFuture().join();
    }
  }

  @TearDown(Level.Trial)
  public void close() {
    checks.close();
  }

  @Benchmark
  public Verdict argumentsThatFit() {
    return arguments.apply(right);
  }

  @Benchmark
  public Verdict argumentsThatDoNot() {
    return arguments.apply(wrong);
  }

  @Benchmark
  public Revision listOfAThousandPinnedTools() {
    return pins.apply(right, thousandTools);
  }
}
