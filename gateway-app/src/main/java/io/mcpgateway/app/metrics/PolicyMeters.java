package io.mcpgateway.app.metrics;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Observation;
import io.mcpgateway.core.exchange.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the policy of one route decides and observes, by rule. Rules come from policies; a rule that
 * stands for a tool has a series of its own only if a policy names the tool. Thread-safe.
 */
final class PolicyMeters {
  /** More than any policy has; beyond, what is new counts as {@link RouteMeters#OTHER}. */
  private static final int MOST_SERIES = 2_000;

  private final MeterRegistry registry;
  private final String route;
  private final Map<String, Counter> permits = new ConcurrentHashMap<>();
  private final Map<String, Counter> denials = new ConcurrentHashMap<>();
  private final Map<String, Counter> wouldPermit = new ConcurrentHashMap<>();
  private final Map<String, Counter> wouldDeny = new ConcurrentHashMap<>();
  private final Map<String, Counter> wouldMask = new ConcurrentHashMap<>();

  PolicyMeters(MeterRegistry registry, String route) {
    this.registry = registry;
    this.route = route;
  }

  /**
   * @param tools those that the policies name
   */
  void count(Outcome outcome, Exchange exchange, Set<String> tools) {
    Outcome.Ruling ruling = outcome.ruling();
    if (ruling != null) {
      Map<String, Counter> series = ruling.permit() ? permits : denials;
      counter(
              series,
              bounded(ruling.rule(), tools, series),
              Metric.POLICY_DECISIONS,
              "decision",
              ruling.word())
          .increment();
    }
    for (Observation each : exchange.observations()) {
      Map<String, Counter> series =
          switch (each.effect()) {
            case PERMIT -> wouldPermit;
            case DENY -> wouldDeny;
            case MASK -> wouldMask;
          };
      counter(
              series,
              bounded(each.rule(), tools, series),
              Metric.POLICY_OBSERVED,
              "effect",
              each.effect().word())
          .increment();
    }
  }

  /**
   * In {@code kind:name}, the name may be that of a tool as the client wrote it, and what pins
   * found names parameters as the upstream calls them.
   */
  private static String bounded(String rule, Set<String> tools, Map<String, Counter> series) {
    if (series.containsKey(rule)) {
      return rule;
    }
    int colon = rule.indexOf(':');
    String kind = colon < 0 ? rule : rule.substring(0, colon);
    return switch (kind) {
      case "arguments", "pin" ->
          tools.contains(rule.substring(colon + 1)) ? rule : kind + ':' + RouteMeters.OTHER;
      case "pins" -> {
        int details = rule.indexOf(':', colon + 1);
        yield details < 0 ? rule : rule.substring(0, details);
      }
      default -> series.size() < MOST_SERIES ? rule : RouteMeters.OTHER;
    };
  }

  private Counter counter(
      Map<String, Counter> series, String rule, Metric metric, String label, String value) {
    Counter counter = series.get(rule);
    if (counter == null) {
      counter =
          series.computeIfAbsent(
              rule,
              each ->
                  Meters.counter(metric)
                      .tags("route", route, "rule", each, label, value)
                      .register(registry));
    }
    return counter;
  }
}
