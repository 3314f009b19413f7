package io.mcpgateway.app.metrics;

import java.util.Map;
import java.util.Set;

/**
 * A number that is read when somebody asks for it.
 *
 * @param metric a gauge
 * @param labels from the configuration, never from traffic
 */
public record Reading(Metric metric, Map<String, String> labels, double value) {
  public Reading {
    if (metric.type() != Metric.Type.GAUGE
        || !labels.keySet().equals(Set.copyOf(metric.labels()))) {
      throw new IllegalArgumentException(
          metric.exposed() + labels.keySet() + " (expected: a gauge with " + metric.labels() + ")");
    }
    labels = Map.copyOf(labels);
  }
}
