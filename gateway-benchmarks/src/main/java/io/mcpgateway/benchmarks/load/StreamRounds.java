package io.mcpgateway.benchmarks.load;

import com.nimbusds.jose.JOSEException;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Measures what an idle stream weighs. Each measurement has a fresh proxy, which first gets some
 * load: its heap and its buffers are touched by then, so what it grows by afterwards is the
 * streams.
 */
final class StreamRounds {

  private static final int WARM_SECONDS = 3;
  private static final long SETTLE_MILLIS = 1_500;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Descriptors that a process needs beside those of the streams, generously. */
  private static final int SPARE_DESCRIPTORS = 1_000;

  private final Options options;
  private final EventLoop loop;
  private final Rounds rounds;
  private final Proxies proxies;
  private final Results results;

  StreamRounds(Options options, EventLoop loop, Rounds rounds, Proxies proxies, Results results) {
    this.options = options;
    this.loop = loop;
    this.rounds = rounds;
    this.proxies = proxies;
    this.results = results;
  }

  void measure() throws IOException, InterruptedException, JOSEException {
    for (int round = 1; round <= options.streamRounds(); round++) {
      for (int asked : options.streams()) {
        if (options.includes("nginx") && Proxies.isInstalled("nginx")) {
          measure(round, asked, proxies.nginx("/stream"));
        }
        if (options.includes("haproxy") && Proxies.isInstalled("haproxy")) {
          measure(round, asked, proxies.haproxy("/mcp"));
        }
        if (options.includes("pass") && Files.isExecutable(options.gateway())) {
          measure(round, asked, proxies.gateway(Proxies.streamHeap()).getFirst());
        }
      }
    }
  }

  private void measure(int round, int asked, Target target)
      throws IOException, InterruptedException {
    try (Proxy _ = target.proxy()) {
      switch (Probe.await(target, PATIENCE)) {
        case Probe.Readiness.Missing(String why) ->
            results.note(
                "%s, streams: left out, it does not run (%s)".formatted(target.label(), why));
        case Probe.Readiness.Ready _ -> measureReady(round, asked, target);
      }
    }
  }

  private void measureReady(int round, int asked, Target target)
      throws IOException, InterruptedException {
    int count = Math.min(asked, possible());
    if (count < asked) {
      results.note(
          "%,d streams asked, %,d opened: a proxy needs two descriptors for each, and a process may have %,d"
              .formatted(asked, count, descriptors()));
    }
    rounds.warm(target, WARM_SECONDS);
    Thread.sleep(SETTLE_MILLIS);
    Optional<Jvm> jvm = target.process().flatMap(Jvm::in);
    OptionalLong liveBefore = live(jvm);
    long residentBefore = resident(target);
    try (IdleStreams streams = IdleStreams.open(loop, target, count)) {
      Thread.sleep(SETTLE_MILLIS);
      OptionalLong liveAfter = live(jvm);
      long resident = resident(target);
      int open = streams.alive();
      if (open < count) {
        results.note("%s: only %,d of %,d streams opened".formatted(target.label(), open, count));
      }
      if (open > 0) {
        OptionalDouble live =
            liveBefore.isPresent() && liveAfter.isPresent()
                ? OptionalDouble.of(
                    (liveAfter.getAsLong() - liveBefore.getAsLong()) / (double) open)
                : OptionalDouble.empty();
        double each = (resident - residentBefore) / (double) open;
        results.add(new StreamSample(round, target.name(), asked, open, each, live, resident));
        Progress.say(
            "round %d  streams %,6d  %-7s  %,8.0f B each  %,6.1f MB"
                .formatted(round, open, target.name(), each, resident / 1e6));
      }
    }
  }

  private static OptionalLong live(Optional<Jvm> jvm) {
    return jvm.map(Jvm::live).orElse(OptionalLong.empty());
  }

  private static long resident(Target target) {
    return target.process().map(ProcessCpu::resident).orElse(0L);
  }

  private static int possible() throws IOException {
    return (descriptors() - SPARE_DESCRIPTORS) / 2;
  }

  private static int descriptors() throws IOException {
    List<String> limits = Files.readAllLines(Path.of("/proc/self/limits"));
    return limits.stream()
        .filter(line -> line.startsWith("Max open files"))
        .map(line -> line.substring(26, 47).strip())
        .mapToInt(soft -> soft.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(soft))
        .findFirst()
        .orElse(1024);
  }
}
