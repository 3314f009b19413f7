package io.mcpgateway.app.metrics;

import io.mcpgateway.core.exchange.Trace;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricFamilyDescriptor;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Durations, as a histogram with the buckets of {@code bounds} and a native one, with exemplars
 * that name traces. Micrometer has no native histograms, and the sampler of Prometheus' own finds
 * the current trace in a static field, which several gateways of one process would share. Recording
 * allocates nothing but an exemplar for each bucket now and then. Thread-safe.
 */
final class DurationHistogram implements Collector {
  /** OpenTelemetry's for MCP, and three below them for answers of the gateway's own. */
  static final double[] OPERATIONS = {
    0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300
  };

  /** From a second to a day. */
  static final double[] SESSIONS = {
    1, 2, 5, 10, 30, 60, 120, 300, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400
  };

  private static final long EXEMPLAR_LIFE_MILLIS = TimeUnit.SECONDS.toMillis(10);
  private static final double NANOS = 1e9;

  private final Histogram histogram;
  private final double[] bounds;
  private final String[] labels;
  private final Map<Labels, Series> series = new ConcurrentHashMap<>();

  private DurationHistogram(Metric metric, double[] bounds) {
    this.bounds = bounds;
    this.labels = metric.labels().toArray(String[]::new);
    this.histogram =
        Histogram.builder()
            .name(metric.exposed())
            .unit(Unit.SECONDS)
            .help(metric.description())
            .labelNames(labels)
            .classicUpperBounds(bounds)
            .withoutExemplars()
            .build();
  }

  static DurationHistogram register(PrometheusRegistry registry, Metric metric, double[] bounds) {
    DurationHistogram histogram = new DurationHistogram(metric, bounds.clone());
    registry.register(histogram);
    return histogram;
  }

  /** How many series it has; for each of them, as many lines as there are buckets, and three. */
  int size() {
    return series.size();
  }

  /**
   * The series with these labels, always the same.
   *
   * @param values in the order of {@link Metric#labels()}; an empty one stands for no label
   */
  Series series(String... values) {
    DistributionDataPoint point = histogram.labelValues(values);
    return series.computeIfAbsent(Labels.of(labels, values), _ -> new Series(point, bounds));
  }

  /** The durations with one set of labels. */
  static final class Series {
    private final DistributionDataPoint point;
    private final double[] bounds;
    private final AtomicReferenceArray<@Nullable Exemplar> exemplars;

    private Series(DistributionDataPoint point, double[] bounds) {
      this.point = point;
      this.bounds = bounds;
      this.exemplars = new AtomicReferenceArray<>(bounds.length + 1);
    }

    /**
     * @param trace what an exemplar names
     */
    void record(Duration duration, Trace trace) {
      double seconds = duration.toNanos() / NANOS;
      point.observe(seconds);
      int bucket = 0;
      while (bucket < bounds.length && seconds > bounds[bucket]) {
        bucket++;
      }
      long now = System.currentTimeMillis();
      Exemplar known = exemplars.get(bucket);
      if (known == null || now - known.getTimestampMillis() >= EXEMPLAR_LIFE_MILLIS) {
        Labels names =
            Labels.of(Exemplar.TRACE_ID, trace.traceId(), Exemplar.SPAN_ID, trace.spanId());
        exemplars.set(bucket, new Exemplar(seconds, names, now));
      }
    }

    private Exemplars exemplars() {
      List<Exemplar> all = new ArrayList<>();
      for (int i = 0; i < exemplars.length(); i++) {
        Exemplar each = exemplars.get(i);
        if (each != null) {
          all.add(each);
        }
      }
      return Exemplars.of(all);
    }
  }

  @Override
  public MetricSnapshot collect() {
    HistogramSnapshot plain = histogram.collect();
    List<HistogramDataPointSnapshot> points = new ArrayList<>();
    for (HistogramDataPointSnapshot each : plain.getDataPoints()) {
      Series known = series.get(each.getLabels());
      points.add(known == null ? each : with(each, known.exemplars()));
    }
    return new HistogramSnapshot(plain.getMetadata(), points);
  }

  private static HistogramDataPointSnapshot with(
      HistogramDataPointSnapshot point, Exemplars exemplars) {
    return new HistogramDataPointSnapshot(
        point.getClassicBuckets(),
        point.getNativeSchema(),
        point.getNativeZeroCount(),
        point.getNativeZeroThreshold(),
        point.getNativeBucketsForPositiveValues(),
        point.getNativeBucketsForNegativeValues(),
        point.getSum(),
        point.getLabels(),
        exemplars,
        point.getCreatedTimestampMillis());
  }

  @Override
  public MetricFamilyDescriptor getMetricFamilyDescriptor() {
    return histogram.getMetricFamilyDescriptor();
  }
}
