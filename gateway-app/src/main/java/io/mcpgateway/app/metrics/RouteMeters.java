package io.mcpgateway.app.metrics;

import io.mcpgateway.core.exchange.Outcome;
import io.mcpgateway.core.protocol.McpMethod;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one route, each looked up in the registry once. Labels come from fixed sets and
 * from the configuration; what a client makes up counts as {@link #OTHER}. Thread-safe.
 */
final class RouteMeters {
  static final String OTHER = "other";

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofSeconds(60),
    Duration.ofSeconds(300)
  };

  private final MeterRegistry registry;
  private final String route;

  /** By the method's ordinal; the last is for everything that is no method of MCP. */
  private final AtomicReferenceArray<@Nullable MethodMeters> methods =
      new AtomicReferenceArray<>(McpMethod.values().length + 1);

  private final Map<String, Counter> refusals = new ConcurrentHashMap<>();
  private final Map<String, Counter> masked = new ConcurrentHashMap<>();
  private final Map<String, Map<String, Counter>> tools = new ConcurrentHashMap<>();
  private final PolicyMeters policy;

  RouteMeters(MeterRegistry registry, String route) {
    this.registry = registry;
    this.route = route;
    this.policy = new PolicyMeters(registry, route);
  }

  PolicyMeters policy() {
    return policy;
  }

  /** Exchanges of one method. */
  private record MethodMeters(Timer duration, Map<String, Counter> byOutcome) {}

  void count(Outcome outcome, @Nullable McpMethod method, String word) {
    MethodMeters meters = meters(method);
    meters.duration.record(outcome.total());
    Counter counter = meters.byOutcome.get(word);
    if (counter == null) {
      counter = meters.byOutcome.computeIfAbsent(word, each -> exchanges(method, each));
    }
    counter.increment();
    if (outcome.result() instanceof Outcome.Result.Refused) {
      counted(
          refusals, "mcpgateway.refusals", "Exchanges that the gateway refused", "reason", word);
    }
    for (Map.Entry<String, Integer> each : outcome.revisions().entrySet()) {
      counted(
              masked,
              "mcpgateway.masked",
              "What masks and filters took out of messages, and what masks put back",
              "rule",
              each.getKey())
          .increment(each.getValue() - 1.0);
    }
  }

  /**
   * @param known the tools that policy names
   */
  void countTool(String name, Set<String> known, String word) {
    String tool = known.contains(name) ? name : OTHER;
    Map<String, Counter> byOutcome = tools.get(tool);
    if (byOutcome == null) {
      byOutcome = tools.computeIfAbsent(tool, _ -> new ConcurrentHashMap<>());
    }
    Counter counter = byOutcome.get(word);
    if (counter == null) {
      counter =
          byOutcome.computeIfAbsent(
              word,
              each ->
                  Counter.builder("mcpgateway.tool.calls")
                      .description("Calls of tools; tools that policy does not name are other")
                      .tags("route", route, "tool", tool, "outcome", each)
                      .register(registry));
    }
    counter.increment();
  }

  private Counter counted(
      Map<String, Counter> counters, String name, String description, String label, String value) {
    Counter counter = counters.get(value);
    if (counter == null) {
      counter =
          counters.computeIfAbsent(
              value,
              each ->
                  Counter.builder(name)
                      .description(description)
                      .tags("route", route, label, each)
                      .register(registry));
    }
    counter.increment();
    return counter;
  }

  private Counter exchanges(@Nullable McpMethod method, String word) {
    return Counter.builder("mcpgateway.exchanges")
        .description("Exchanges, by how they ended")
        .tags("route", route, "method", label(method), "outcome", word)
        .register(registry);
  }

  @SuppressWarnings("EnumOrdinal") // An index for the life of the process, written nowhere.
  private MethodMeters meters(@Nullable McpMethod method) {
    int index = method == null ? methods.length() - 1 : method.ordinal();
    MethodMeters meters = methods.get(index);
    if (meters == null) {
      // The registry answers the same timer to whoever loses the race.
      methods.compareAndSet(
          index, null, new MethodMeters(duration(method), new ConcurrentHashMap<>()));
      return meters(method);
    }
    return meters;
  }

  /** The name is OpenTelemetry's (semantic conventions for MCP), in its Prometheus spelling. */
  private Timer duration(@Nullable McpMethod method) {
    return Timer.builder("mcp.server.operation.duration")
        .description("From the arrival of a message to the end of its answer")
        .tags("route", route, "mcp.method.name", label(method))
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private static String label(@Nullable McpMethod method) {
    return method == null ? OTHER : method.wireName();
  }
}
