package io.mcpgateway.benchmarks.load;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Measures every target under every load once per round, so that whatever changes on the machine
 * meanwhile changes for all of them. Each round begins with another target, because the first may
 * find the caches of the last one.
 */
final class Rounds {

  private static final List<Load> LOADS = List.of(new Load.Closed(32), new Load.Open(64, 10_000));
  private static final long SETTLE_MILLIS = 1_000;
  private static final long LONGEST_WARM_MILLIS = 3_000;
  private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final double MOST_FOREIGN = 0.08;
  private static final int RETRIES = 4;

  private final Options options;
  private final EventLoop loop;
  private final Results results;

  Rounds(Options options, EventLoop loop, Results results) {
    this.options = options;
    this.loop = loop;
    this.results = results;
  }

  void measure(List<Target> targets) throws InterruptedException {
    for (Target target : targets) {
      Progress.say("warming " + target.label());
      warm(target, options.warmup());
    }
    List<Target> order = new ArrayList<>(targets);
    for (int round = 1; round <= options.rounds(); round++) {
      for (Load load : LOADS) {
        for (Target target : order) {
          measure(round, target, load);
        }
      }
      Collections.rotate(order, 1);
    }
  }

  private void measure(int round, Target target, Load load) throws InterruptedException {
    if (!target.proxy().isAlive()) {
      results.note("%s: it ended before or in round %d".formatted(target.label(), round));
      return;
    }
    Sample sample = undisturbed(round, target, load);
    results.add(sample);
    Progress.say(
        "round %d  %-6s  %-7s  %,9.0f/s  p50 %,6.0f us  p99 %,7.0f us  cpu %s us  foreign %.1f %%%s"
            .formatted(
                round,
                sample.load(),
                sample.target(),
                sample.perSecond(),
                sample.p50(),
                sample.p99(),
                sample.cpu().isPresent() ? "%.1f".formatted(sample.cpu().getAsDouble()) : "-",
                100 * sample.foreign(),
                sample.failed() == 0 ? "" : "  FAILED " + sample.failed()));
  }

  /**
   * Loads {@code target} without measuring it, with every load in turn and in many short runs. The
   * end of a run breaks requests off: a JVM that sees that for the first time throws away compiled
   * code, and would make it anew while it is measured.
   */
  void warm(Target target, int seconds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    for (int run = 0; end - System.nanoTime() > 0; run++) {
      try (LoadRun _ = LoadRun.open(loop, target, LOADS.get(run % LOADS.size()))) {
        Thread.sleep(
            Math.clamp((end - System.nanoTime()) / NANOS_PER_MILLI, 0, LONGEST_WARM_MILLIS));
      }
    }
  }

  /** The first try that other processes left alone, or else the least disturbed one. */
  private Sample undisturbed(int round, Target target, Load load) throws InterruptedException {
    Sample best = once(round, target, load);
    for (int retry = 1; best.disturbed() && retry <= RETRIES; retry++) {
      Thread.sleep(retry * SETTLE_MILLIS);
      Sample again = once(round, target, load);
      best = again.foreign() < best.foreign() ? again : best;
    }
    return best;
  }

  private Sample once(int round, Target target, Load load) throws InterruptedException {
    Optional<Jvm> jvm = target.process().flatMap(Jvm::in);
    OptionalLong allocatedBefore = jvm.map(Jvm::allocated).orElse(OptionalLong.empty());
    Usage before;
    Usage after;
    LoadRun.Counts counts;
    try (LoadRun run = LoadRun.open(loop, target, load)) {
      Thread.sleep(SETTLE_MILLIS);
      run.begin();
      before = Usage.of(options, target);
      Thread.sleep(options.seconds() * 1_000L);
      run.end();
      after = Usage.of(options, target);
      counts = run.stop();
    }
    OptionalDouble resident = number(target.process().map(ProcessCpu::resident));
    OptionalLong allocatedAfter = jvm.map(Jvm::allocated).orElse(OptionalLong.empty());
    double foreign = after.foreignSince(before);
    return new Sample(
        round,
        target.name(),
        load.name(),
        counts.perSecond(),
        counts.latencies().micros(0.5),
        counts.latencies().micros(0.99),
        perRequest(
            after.proxySince(before) / 1_000.0, counts.answered(), target.process().isPresent()),
        resident,
        perRequest(
            (double) (allocatedAfter.orElse(0) - allocatedBefore.orElse(0)),
            counts.total(),
            allocatedBefore.isPresent() && allocatedAfter.isPresent()),
        counts.failed(),
        foreign,
        foreign > MOST_FOREIGN);
  }

  private static OptionalDouble number(Optional<Long> value) {
    return value.isPresent() ? OptionalDouble.of(value.get()) : OptionalDouble.empty();
  }

  private static OptionalDouble perRequest(double value, long requests, boolean isKnown) {
    return isKnown && requests > 0 ? OptionalDouble.of(value / requests) : OptionalDouble.empty();
  }

  /**
   * Clocks of the machine at one instant. Every proxy is a child of this process, so {@code own}
   * has them all.
   */
  private record Usage(
      long at, long busy, int cores, ProcessCpu.Threads own, Optional<ProcessCpu.Threads> proxy) {

    static Usage of(Options options, Target target) {
      List<Integer> cores = List.of(options.proxyCore(), options.loadCore());
      return new Usage(
          System.nanoTime(),
          ProcessCpu.busy(cores),
          cores.size(),
          ProcessCpu.Threads.of(ProcessHandle.current()),
          target.process().map(ProcessCpu.Threads::of));
    }

    long proxySince(Usage earlier) {
      return proxy.isPresent() && earlier.proxy.isPresent()
          ? proxy.get().since(earlier.proxy.get())
          : 0;
    }

    double foreignSince(Usage earlier) {
      double foreign = busy - earlier.busy - own.since(earlier.own);
      return Math.max(0, foreign / (cores * (double) (at - earlier.at)));
    }
  }
}
