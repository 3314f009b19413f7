package io.mcpgateway.benchmarks.load;

import com.nimbusds.jose.JOSEException;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures good requests while wrong tokens pour in, and the same without them right before: what a
 * flood costs the others is the ratio of the two.
 */
final class FloodRounds {

  private static final List<Load> LOADS = List.of(new Load.Closed(32), new Load.Open(64, 5_000));
  private static final long SETTLE_MILLIS = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Options options;
  private final EventLoop loop;
  private final Rounds rounds;
  private final Proxies proxies;
  private final LoadIssuer issuer;
  private final Results results;

  /** Over all rounds, so that no token ever comes twice. */
  private final AtomicInteger tokens = new AtomicInteger();

  FloodRounds(
      Options options,
      EventLoop loop,
      Rounds rounds,
      Proxies proxies,
      LoadIssuer issuer,
      Results results) {
    this.options = options;
    this.loop = loop;
    this.rounds = rounds;
    this.proxies = proxies;
    this.issuer = issuer;
    this.results = results;
  }

  void measure() throws IOException, InterruptedException, JOSEException {
    if (!Files.isExecutable(options.gateway())) {
      results.note("floods: left out, there is no gateway");
      return;
    }
    Target jobs = proxies.gateway(Proxies.smallHeap()).get(1);
    try (Proxy _ = jobs.proxy()) {
      if (!(Probe.await(jobs, PATIENCE) instanceof Probe.Readiness.Ready)) {
        results.note("floods: left out, the gateway does not run");
        return;
      }
      rounds.warm(jobs, options.warmup());
      for (int round = 1; round <= options.rounds(); round++) {
        for (Load load : LOADS) {
          for (Flood flood : Flood.values()) {
            measure(round, jobs, load, flood);
          }
        }
      }
    }
  }

  private void measure(int round, Target target, Load load, Flood flood)
      throws InterruptedException {
    String audience = "http://127.0.0.1:" + target.port() + target.path();
    long fetchesBefore = issuer.keyFetches();
    try (LoadRun run = LoadRun.open(loop, target, load);
        FloodSender sender =
            flood == Flood.NONE
                ? null
                : FloodSender.open(
                    loop,
                    target,
                    _ -> issuer.wrongToken(audience, flood, tokens.incrementAndGet()))) {
      Thread.sleep(SETTLE_MILLIS);
      run.begin();
      Optional<ProcessCpu.Threads> before = target.process().map(ProcessCpu.Threads::of);
      Thread.sleep(options.seconds() * 1_000L);
      run.end();
      Optional<ProcessCpu.Threads> after = target.process().map(ProcessCpu.Threads::of);
      FloodSender.Counts flooded = sender == null ? new FloodSender.Counts(0, 0) : sender.counts();
      LoadRun.Counts good = run.stop();
      FloodSample sample =
          new FloodSample(
              round,
              flood.word(),
              load.name(),
              good.perSecond(),
              good.latencies().micros(0.5),
              good.latencies().micros(0.99),
              before.isPresent() && after.isPresent() && good.answered() > 0
                  ? OptionalDouble.of(after.get().since(before.get()) / 1_000.0 / good.answered())
                  : OptionalDouble.empty(),
              good.failed(),
              flooded.answered(),
              flooded.refused(),
              issuer.keyFetches() - fetchesBefore);
      results.add(sample);
      Progress.say(
          "round %d  %-6s  %-12s  %,9.0f/s  p50 %,6.0f us  p99 %,7.0f us  flood %,d refused %,d  key fetches %d%s"
              .formatted(
                  round,
                  load.name(),
                  sample.flood(),
                  sample.perSecond(),
                  sample.p50(),
                  sample.p99(),
                  sample.flooded(),
                  sample.refused(),
                  sample.keyFetches(),
                  sample.failed() == 0 ? "" : "  FAILED " + sample.failed()));
    }
  }
}
