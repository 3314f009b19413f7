package io.mcpgateway.benchmarks.load;

import com.nimbusds.jose.JOSEException;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The one command: starts the proxies, measures them in rounds and writes what came out. */
public final class LoadHarness {
  /** Targets that are gateways of their own, and the mode of their audit. */
  private static final Map<String, String> OTHER_AUDIT =
      Map.of("unaudited", "off", "strict", "strict");

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Options options;
  private final Results results = new Results();
  private final List<Target> targets = new ArrayList<>();

  private LoadHarness(Options options) {
    this.options = options;
  }

  public static void main(String... arguments)
      throws IOException, InterruptedException, JOSEException {
    Locale.setDefault(Locale.ROOT);
    new LoadHarness(Options.parse(arguments)).run();
    System.exit(0);
  }

  private void run() throws IOException, InterruptedException, JOSEException {
    Path directory = Files.createTempDirectory(Files.createDirectories(options.work()), "load-");
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    EventLoop loop = loops.next();
    try (LoadUpstream upstream = LoadUpstream.start(loops);
        LoadIssuer issuer = LoadIssuer.start()) {
      Proxies proxies = new Proxies(options, directory, issuer, upstream.port());
      Rounds rounds = new Rounds(options, loop, results);
      try {
        startTargets(proxies);
        rounds.measure(targets);
      } finally {
        targets.forEach(target -> target.proxy().close());
      }
      if (options.includes("streams")) {
        new StreamRounds(options, loop, rounds, proxies, results).measure();
      }
      if (options.includes("floods")) {
        new FloodRounds(options, loop, rounds, proxies, issuer, results).measure();
      }
      Progress.say("\n" + new Report(options, targets, results).write());
      Progress.say("tables: " + options.out() + ", measurements: " + options.json());
    } finally {
      var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      delete(directory);
    }
  }

  private void startTargets(Proxies proxies)
      throws IOException, InterruptedException, JOSEException {
    if (options.includes("direct")) {
      accept(proxies.direct());
    }
    if (options.includes("nginx") && isThere("nginx")) {
      accept(proxies.nginx("/mcp"));
    }
    if (options.includes("haproxy") && isThere("haproxy")) {
      accept(proxies.haproxy("/mcp"));
    }
    if (options.includesGateway()) {
      startGateway(proxies);
    }
  }

  private void startGateway(Proxies proxies)
      throws IOException, InterruptedException, JOSEException {
    if (!Files.isExecutable(options.gateway())) {
      results.note("gateway: left out, there is no launcher at " + options.gateway().getFileName());
      return;
    }
    long before = System.nanoTime();
    List<Target> all = proxies.gateway(Proxies.smallHeap());
    if (Probe.await(all.getFirst(), PATIENCE) instanceof Probe.Readiness.Ready) {
      results.addStart((System.nanoTime() - before) / 1e9);
    }
    for (Target target : all) {
      if (options.includes(target.name())) {
        accept(target);
      }
    }
    if (targets.stream().noneMatch(all::contains)) {
      all.getFirst().proxy().close();
    }
    for (Map.Entry<String, String> other : OTHER_AUDIT.entrySet()) {
      if (options.includes(other.getKey())) {
        accept(proxies.gateway(other.getKey(), other.getValue(), Proxies.smallHeap()));
      }
    }
  }

  /** Takes {@code target} into the rounds if it answers what it should. */
  private void accept(Target target) throws InterruptedException {
    switch (Probe.await(target, PATIENCE)) {
      case Probe.Readiness.Missing(String why) -> {
        leaveOut(target, why);
        showLog(target);
      }
      case Probe.Readiness.Ready(String answer) ->
          fault(target, answer)
              .ifPresentOrElse(fault -> leaveOut(target, fault), () -> targets.add(target));
    }
  }

  /**
   * A proxy that does not do its job is fast, so what it does is looked at before it is measured.
   */
  private static Optional<String> fault(Target target, String answer) {
    Stream<String> secrets = Stream.of(Messages.EMAIL, Messages.CARD, Messages.BILLING);
    boolean isMasking = target.name().equals("mask");
    if (isMasking && secrets.anyMatch(answer::contains)) {
      return Optional.of("its answer is not masked");
    }
    if (!answer.contains(Messages.NAME) || (!isMasking && !secrets.allMatch(answer::contains))) {
      return Optional.of("its answer is not the whole one");
    }
    boolean needsToken =
        !List.of("direct", "nginx", "haproxy", "pass").contains(target.name())
            && !OTHER_AUDIT.containsKey(target.name());
    if (needsToken && Probe.call(target.withWrongToken()).orElse("").startsWith("HTTP/1.1 2")) {
      return Optional.of("it answers a token that nobody issued");
    }
    return Optional.empty();
  }

  private boolean isThere(String program) {
    boolean there = Proxies.isInstalled(program);
    if (!there) {
      results.note(program + ": left out, it is not installed");
    }
    return there;
  }

  private void leaveOut(Target target, String why) {
    String note = "%s: left out, %s".formatted(target.label(), why);
    results.note(note);
    Progress.say(note);
  }

  private static void showLog(Target target) {
    if (target.proxy() instanceof Proxy.Running running) {
      Progress.say(running.lastOutput());
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
