package io.mcpgateway.benchmarks.load;

import java.util.Optional;
import java.util.stream.DoubleStream;

/** The middle and the ends of what several rounds measured. */
record Spread(double median, double min, double max) {

  /** Empty when there is nothing to tell. */
  static Optional<Spread> of(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    if (sorted.length == 0) {
      return Optional.empty();
    }
    int half = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return Optional.of(new Spread(median, sorted[0], sorted[sorted.length - 1]));
  }
}
