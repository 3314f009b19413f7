package io.mcpgateway.benchmarks.load;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/** What the gateway promises, and whether what was measured keeps it. */
final class Goals {

  private Goals() {}

  /**
   * @param limit the least or the most that keeps the promise
   * @param measured empty when it was not measured
   */
  record Goal(String what, Bound bound, double limit, String format, Optional<Spread> measured) {

    Optional<Boolean> isMet() {
      return measured.map(
          spread -> bound == Bound.AT_LEAST ? spread.median() >= limit : spread.median() <= limit);
    }
  }

  enum Bound {
    AT_LEAST,
    AT_MOST
  }

  static List<Goal> of(Results results) {
    return List.of(
        throughput("pass", "pass-through", 1.0, results),
        throughput("jobs", "all seven jobs", 0.85, results),
        throughput("mask", "masking a 1.2 KiB answer", 0.70, results),
        new Goal(
            "throughput with audit in batches against audit off",
            Bound.AT_LEAST,
            0.95,
            "%.2f",
            results.against(
                "pass",
                "unaudited",
                "closed",
                (sample, off) -> sample.perSecond() / off.perSecond())),
        atMost(
            "CPU per request at 10,000/s, all seven jobs, against nginx",
            1.25,
            "%.2f",
            results.againstNginx(
                "jobs",
                "open",
                (sample, nginx) ->
                    sample.cpu().orElse(Double.NaN) / nginx.cpu().orElse(Double.NaN))),
        atMost(
            "p50 at 10,000/s, all seven jobs, over that of nginx (µs)",
            25,
            "%+.0f",
            results.againstNginx("jobs", "open", (sample, nginx) -> sample.p50() - nginx.p50())),
        atMost(
            "p99 at 10,000/s, all seven jobs, against nginx",
            1.5,
            "%.2f",
            results.againstNginx("jobs", "open", (sample, nginx) -> sample.p99() / nginx.p99())),
        new Goal(
            "throughput with a policy of 200 rules against one of one role",
            Bound.AT_LEAST,
            0.95,
            "%.2f",
            results.against(
                "policy",
                "bare",
                "closed",
                (sample, bare) -> sample.perSecond() / bare.perSecond())),
        allocated("pass", "pass-through", 6, results),
        allocated("jobs", "all seven jobs", 10, results),
        allocated("mask", "masking", 16, results),
        atMost("memory at full load on one core (MB)", 150, "%.0f", memory(results)),
        atMost("idle proxied stream (KB)", 11, "%.1f", stream(results)),
        atMost("start to first proxied answer (s)", 0.6, "%.2f", results.starts()),
        atMost(
            "throughput lost under 1,000 junk ES256 tokens/s (%)",
            10,
            "%.1f",
            results.againstCalm(
                Flood.JUNK,
                "closed",
                (sample, calm) -> 100 * (1 - sample.perSecond() / calm.perSecond()))));
  }

  private static Goal throughput(String target, String label, double limit, Results results) {
    return new Goal(
        "throughput against nginx, " + label,
        Bound.AT_LEAST,
        limit,
        "%.2f",
        results.againstNginx(
            target, "closed", (sample, nginx) -> sample.perSecond() / nginx.perSecond()));
  }

  private static Goal allocated(String target, String label, double limit, Results results) {
    Function<Sample, DoubleStream> kilobytes =
        sample -> sample.allocated().stream().map(bytes -> bytes / 1e3);
    return atMost(
        "allocated per request, " + label + " (KB)",
        limit,
        "%.1f",
        results.spread(target, "closed", kilobytes));
  }

  /** Of whichever route was measured: one process serves them all. */
  private static Optional<Spread> memory(Results results) {
    return Spread.of(
        Options.GATEWAY_NAMES.stream()
            .flatMap(target -> results.of(target, "closed"))
            .flatMapToDouble(sample -> sample.resident().stream())
            .map(bytes -> bytes / 1e6));
  }

  /** Of the largest number of streams: memory grows in steps that weigh on a small one. */
  private static Optional<Spread> stream(Results results) {
    return results.streams().stream()
        .map(StreamSample::asked)
        .max(Integer::compare)
        .flatMap(
            asked ->
                results.streamSpread(
                    "pass", asked, sample -> DoubleStream.of(sample.resident() / 1e3)));
  }

  private static Goal atMost(String what, double limit, String format, Optional<Spread> measured) {
    return new Goal(what, Bound.AT_MOST, limit, format, measured);
  }
}
