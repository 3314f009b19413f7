package io.mcpgateway.app.metrics;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Outcome;
import io.mcpgateway.core.protocol.McpMethod;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
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

  private final MeterRegistry registry;
  private final String route;

  /** By the method's ordinal; the last is for everything that is no method of MCP. */
  private final AtomicReferenceArray<@Nullable Map<String, Counter>> methods =
      new AtomicReferenceArray<>(McpMethod.values().length + 1);

  private final Map<String, Counter> refusals = new ConcurrentHashMap<>();
  private final Map<String, Counter> masked = new ConcurrentHashMap<>();
  private final Map<String, Map<String, Counter>> tools = new ConcurrentHashMap<>();
  private final PolicyMeters policy;
  private final Operations operations;

  /**
   * @param operations its own
   */
  RouteMeters(MeterRegistry registry, String route, Operations operations) {
    this.registry = registry;
    this.route = route;
    this.operations = operations;
    this.policy = new PolicyMeters(registry, route);
  }

  PolicyMeters policy() {
    return policy;
  }

  /**
   * @param known the tools that policy names
   */
  void count(Outcome outcome, @Nullable McpMethod method, String word, Set<String> known) {
    String tool = "";
    Exchange exchange = outcome.exchange();
    if (exchange != null && method == McpMethod.TOOLS_CALL) {
      tool = known.contains(exchange.target().name()) ? exchange.target().name() : OTHER;
      countTool(tool, word);
    }
    operations.count(outcome, method, tool);
    Map<String, Counter> byOutcome = byOutcome(method);
    Counter counter = byOutcome.get(word);
    if (counter == null) {
      counter = byOutcome.computeIfAbsent(word, each -> exchanges(method, each));
    }
    counter.increment();
    if (outcome.result() instanceof Outcome.Result.Refused) {
      counted(refusals, Metric.REFUSALS, "reason", word);
    }
    for (Map.Entry<String, Integer> each : outcome.revisions().entrySet()) {
      counted(masked, Metric.MASKED, "rule", each.getKey()).increment(each.getValue() - 1.0);
    }
  }

  private void countTool(String tool, String word) {
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
                  Meters.counter(Metric.TOOL_CALLS)
                      .tags("route", route, "tool", tool, "outcome", each)
                      .register(registry));
    }
    counter.increment();
  }

  private Counter counted(
      Map<String, Counter> counters, Metric metric, String label, String value) {
    Counter counter = counters.get(value);
    if (counter == null) {
      counter =
          counters.computeIfAbsent(
              value,
              each -> Meters.counter(metric).tags("route", route, label, each).register(registry));
    }
    counter.increment();
    return counter;
  }

  private Counter exchanges(@Nullable McpMethod method, String word) {
    return Meters.counter(Metric.EXCHANGES)
        .tags("route", route, "method", label(method), "outcome", word)
        .register(registry);
  }

  @SuppressWarnings("EnumOrdinal") // An index for the life of the process, written nowhere.
  private Map<String, Counter> byOutcome(@Nullable McpMethod method) {
    int index = method == null ? methods.length() - 1 : method.ordinal();
    Map<String, Counter> counters = methods.get(index);
    if (counters == null) {
      methods.compareAndSet(index, null, new ConcurrentHashMap<>());
      return byOutcome(method);
    }
    return counters;
  }

  static String label(@Nullable McpMethod method) {
    return method == null ? OTHER : method.wireName();
  }
}
