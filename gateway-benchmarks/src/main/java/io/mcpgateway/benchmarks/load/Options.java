package io.mcpgateway.benchmarks.load;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the command line says.
 *
 * @param rounds how often every target is measured, at least 1
 * @param seconds how long each time, at least 1
 * @param warmup how many seconds of load each target gets before the first round
 * @param streamRounds how often idle streams are measured
 * @param streams how many idle streams, once for each number
 * @param only the names of what to measure
 * @param out the Markdown file for the tables
 * @param json the file for every single measurement
 * @param work the directory for what the proxies write; an audit of every request takes gigabytes
 * @param gateway the launcher of the gateway
 * @param templates the directory with the configuration of every proxy
 */
record Options(
    int rounds,
    int seconds,
    int warmup,
    int streamRounds,
    List<Integer> streams,
    Set<String> only,
    Path out,
    Path json,
    Path work,
    Path gateway,
    Path templates,
    int proxyCore,
    int loadCore) {

  static final List<String> NAMES =
      List.of(
          "direct",
          "nginx",
          "haproxy",
          "pass",
          "jobs",
          "mask",
          "bare",
          "policy",
          "unaudited",
          "strict",
          "streams",
          "floods");

  /** What is measured only if somebody asks for it: the price of a large policy, and of audit. */
  private static final Set<String> ASKED_FOR = Set.of("bare", "policy", "unaudited", "strict");

  static final List<String> GATEWAY_NAMES = List.of("pass", "jobs", "mask", "bare", "policy");

  private static final List<String> KEYS =
      List.of(
          "--rounds",
          "--seconds",
          "--warmup",
          "--stream-rounds",
          "--streams",
          "--only",
          "--out",
          "--json",
          "--work",
          "--gateway",
          "--templates",
          "--proxy-core",
          "--load-core");

  Options {
    if (rounds < 1 || seconds < 1 || warmup < 0 || streamRounds < 1) {
      throw new IllegalArgumentException("rounds, seconds: too small (expected: >= 1)");
    }
    for (String name : only) {
      if (!NAMES.contains(name)) {
        throw new IllegalArgumentException("--only " + name + " (expected: some of " + NAMES + ")");
      }
    }
  }

  /** Reads {@code --name value} pairs; what is not said has a default. */
  static Options parse(String... arguments) {
    Map<String, String> said = new HashMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      if (!KEYS.contains(arguments[i]) || i + 1 == arguments.length) {
        throw new IllegalArgumentException(
            arguments[i] + " (expected: a value after one of " + KEYS + ")");
      }
      said.put(arguments[i], arguments[i + 1]);
    }
    return new Options(
        number(said, "--rounds", 5),
        number(said, "--seconds", 5),
        number(said, "--warmup", 10),
        number(said, "--stream-rounds", 3),
        list(said, "--streams", "1000,10000").map(Integer::valueOf).toList(),
        list(said, "--only", usual()).collect(toSet()),
        Path.of(said.getOrDefault("--out", "target/load/performance.md")),
        Path.of(said.getOrDefault("--json", "target/load/result.json")),
        Path.of(said.getOrDefault("--work", "target/load/work")),
        Path.of(said.getOrDefault("--gateway", "../gateway")),
        Path.of(said.getOrDefault("--templates", "load/templates")),
        number(said, "--proxy-core", 0),
        number(said, "--load-core", 1));
  }

  private static String usual() {
    return NAMES.stream().filter(name -> !ASKED_FOR.contains(name)).collect(joining(","));
  }

  boolean includes(String name) {
    return only.contains(name);
  }

  boolean includesGateway() {
    return GATEWAY_NAMES.stream().anyMatch(this::includes);
  }

  private static int number(Map<String, String> said, String key, int otherwise) {
    String value = said.get(key);
    return value == null ? otherwise : Integer.parseInt(value);
  }

  private static Stream<String> list(Map<String, String> said, String key, String otherwise) {
    return Stream.of(said.getOrDefault(key, otherwise).split(",")).map(String::strip);
  }
}
