package io.mcpgateway.app.metrics;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Outcome;
import io.mcpgateway.core.exchange.OutcomeListener;
import io.mcpgateway.core.exchange.Route;
import io.mcpgateway.core.protocol.McpMethod;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Every meter. Counting an exchange allocates nothing once its meters exist; a scrape costs what it
 * costs. Thread-safe.
 */
public final class GatewayMetrics implements OutcomeListener {
  /** The route of requests that reached none. */
  private static final String NO_ROUTE = "none";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<String, RouteMeters> routes = new ConcurrentHashMap<>();
  private final Map<Reading.Gauge, MultiGauge> gauges = new EnumMap<>(Reading.Gauge.class);
  private final List<DoubleSupplier> counters = new ArrayList<>();
  private volatile Map<String, Set<String>> tools = Map.of();
  private boolean jvm;

  /** How a reload ended. */
  public enum Reload {
    DONE,
    /** The files are wrong; the configuration in force stays. */
    REFUSED,
    /** Done, but for something that only a restart can change. */
    PARTIAL
  }

  /** Which tools have series of their own: those that the policies name, by route. */
  public void knownTools(Map<String, Set<String>> byRoute) {
    tools = Map.copyOf(byRoute);
  }

  @Override
  public void ended(Outcome outcome) {
    Exchange exchange = outcome.exchange();
    Route routed = outcome.route();
    String route = routed == null ? NO_ROUTE : routed.path();
    McpMethod method = outcome.method();
    String word = outcome.word();
    RouteMeters meters = routes.get(route);
    if (meters == null) {
      meters = routes.computeIfAbsent(route, each -> new RouteMeters(registry, each));
    }
    meters.count(outcome, method, word);
    if (exchange != null) {
      Set<String> known = tools.getOrDefault(route, Set.of());
      if (method == McpMethod.TOOLS_CALL) {
        meters.countTool(exchange.target().name(), known, word);
      }
      meters.policy().count(outcome, exchange, known);
    }
  }

  public void reloaded(Reload result) {
    Counter.builder("mcpgateway.config.reloads")
        .description("Reloads of the configuration, by result")
        .tag("result", result.name().toLowerCase(java.util.Locale.ROOT))
        .register(registry)
        .increment();
  }

  /**
   * A number that only grows and that somebody else counts.
   *
   * @param name without {@code _total}, words separated by dots
   */
  public void counter(String name, String description, DoubleSupplier value) {
    // The registry itself would let go of it.
    counters.add(value);
    FunctionCounter.builder(name, value, DoubleSupplier::getAsDouble)
        .description(description)
        .register(registry);
  }

  /**
   * The exposition.
   *
   * @param readings what to read beside what was counted
   */
  public synchronized String scrape(Supplier<List<Reading>> readings) {
    bindJvm();
    List<Reading> now = readings.get();
    for (Reading.Gauge gauge : Reading.Gauge.values()) {
      List<MultiGauge.Row<?>> rows = new ArrayList<>();
      for (Reading reading : now) {
        if (reading.gauge() == gauge) {
          rows.add(MultiGauge.Row.of(tags(reading), reading.value()));
        }
      }
      gauge(gauge).register(rows, true);
    }
    return registry.scrape();
  }

  private MultiGauge gauge(Reading.Gauge gauge) {
    return gauges.computeIfAbsent(
        gauge,
        each ->
            MultiGauge.builder(each.meter()).description(each.description()).register(registry));
  }

  private static Tags tags(Reading reading) {
    return Tags.of(
        reading.labels().entrySet().stream()
            .map(label -> Tag.of(label.getKey(), label.getValue()))
            .toList());
  }

  /**
   * At the first scrape: the JDK's management beans take a while to load, and a start should not.
   */
  private void bindJvm() {
    if (jvm) {
      return;
    }
    jvm = true;
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }
}
