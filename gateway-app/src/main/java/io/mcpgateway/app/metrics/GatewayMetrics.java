package io.mcpgateway.app.metrics;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Outcome;
import io.mcpgateway.core.exchange.OutcomeListener;
import io.mcpgateway.core.exchange.Route;
import io.mcpgateway.core.exchange.SessionListener;
import io.mcpgateway.core.protocol.McpMethod;
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
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final DurationHistogram server =
      histogram(Metric.SERVER_OPERATIONS, DurationHistogram.OPERATIONS);
  private final DurationHistogram client =
      histogram(Metric.CLIENT_OPERATIONS, DurationHistogram.OPERATIONS);
  private final SessionMeters sessions =
      new SessionMeters(
          histogram(Metric.SERVER_SESSIONS, DurationHistogram.SESSIONS),
          histogram(Metric.CLIENT_SESSIONS, DurationHistogram.SESSIONS));
  private final Map<Metric, MultiGauge> gauges = new EnumMap<>(Metric.class);
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
      meters =
          routes.computeIfAbsent(
              route, each -> new RouteMeters(registry, each, new Operations(server, client, each)));
    }
    Set<String> known = tools.getOrDefault(route, Set.of());
    meters.count(outcome, method, word, known);
    if (exchange != null) {
      meters.policy().count(outcome, exchange, known);
    }
  }

  /** What counts sessions. */
  public SessionListener sessions() {
    return sessions;
  }

  private DurationHistogram histogram(Metric metric, double[] bounds) {
    return DurationHistogram.register(registry.getPrometheusRegistry(), metric, bounds);
  }

  public void reloaded(Reload result) {
    Meters.counter(Metric.RELOADS)
        .tag("result", result.name().toLowerCase(java.util.Locale.ROOT))
        .register(registry)
        .increment();
  }

  /** A number that only grows and that somebody else counts. */
  public void counter(Metric metric, DoubleSupplier value) {
    counter(metric, Tags.empty(), value);
  }

  private void counter(Metric metric, Tags tags, DoubleSupplier value) {
    // The registry itself would let go of it.
    counters.add(value);
    FunctionCounter.builder(Meters.name(metric), value, DoubleSupplier::getAsDouble)
        .description(metric.description())
        .tags(tags)
        .register(registry);
  }

  /**
   * The exposition, in the plain text format unless something else is asked for: exemplars are in
   * OpenMetrics and in Protocol Buffers, native histograms only in the latter.
   *
   * @param accept the field of the same name, or null
   * @param readings what to read beside what was counted
   */
  public synchronized Exposition scrape(@Nullable String accept, Supplier<List<Reading>> readings) {
    bindJvm();
    List<Reading> now = readings.get();
    for (Metric metric : Metric.values()) {
      if (metric.type() == Metric.Type.GAUGE) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (Reading reading : now) {
          if (reading.metric() == metric) {
            rows.add(MultiGauge.Row.of(tags(reading), reading.value()));
          }
        }
        gauge(metric).register(rows, true);
      }
    }
    ExpositionFormatWriter writer = formats.findWriter(accept);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try {
      writer.write(body, registry.getPrometheusRegistry().scrape());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return new Exposition(writer.getContentType(), body.toByteArray());
  }

  private MultiGauge gauge(Metric metric) {
    return gauges.computeIfAbsent(
        metric,
        each ->
            MultiGauge.builder(Meters.name(each))
                .description(each.description())
                .register(registry));
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
    // Micrometer's own meters of collections listen to them for as long as the process lives.
    for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
      Tags tags = Tags.of("gc", gc.getName());
      counter(Metric.GC_SECONDS, tags, () -> gc.getCollectionTime() / 1000.0);
      counter(Metric.GC_COLLECTIONS, tags, gc::getCollectionCount);
    }
  }
}
