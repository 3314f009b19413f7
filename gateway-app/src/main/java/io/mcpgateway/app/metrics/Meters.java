package io.mcpgateway.app.metrics;

import io.micrometer.core.instrument.Counter;

/** Micrometer's builders, for what is in the table. */
final class Meters {
  private Meters() {}

  /** A counter that still wants its labels. */
  static Counter.Builder counter(Metric metric) {
    return Counter.builder(name(metric)).description(metric.description());
  }

  /** In Micrometer's spelling; it takes an {@code _info} off, but leaves {@code .info}. */
  static String name(Metric metric) {
    return metric.exposed().replace('_', '.');
  }
}
