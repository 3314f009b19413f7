package io.mcpgateway.app;

import io.mcpgateway.app.config.LoadedConfig;
import io.mcpgateway.app.config.RouteConfig;
import io.mcpgateway.app.metrics.Metric;
import io.mcpgateway.app.metrics.Reading;
import io.mcpgateway.core.exchange.Site;
import io.mcpgateway.policy.model.Mode;
import io.mcpgateway.policy.model.PolicySpec;
import java.util.List;
import java.util.Map;

/** Which policies are in force, and how much of them is only observed. */
final class PolicyReadings {
  private PolicyReadings() {}

  static void add(Snapshot now, List<Reading> readings) {
    LoadedConfig config = now.config();
    for (RouteConfig route : config.gateway().routes()) {
      PolicySpec own = config.policy(route);
      Mode mode = route.policyMode() == Mode.OBSERVE ? Mode.OBSERVE : own.mode();
      long observed = observed(own, mode);
      long rules = own.rules().size();
      PolicySpec platform = config.platform();
      if (platform != null) {
        observed += observed(platform, platform.mode());
        rules += platform.rules().size();
      }
      String path = route.path();
      readings.add(
          new Reading(Metric.POLICY_ENFORCED, Map.of("route", path), mode == Mode.ENFORCE ? 1 : 0));
      readings.add(rules(path, "observe", observed));
      readings.add(rules(path, "enforce", rules - observed));
      readings.add(
          new Reading(Metric.POLICY_INFO, Map.of("route", path, "version", version(now, path)), 1));
    }
  }

  private static long observed(PolicySpec spec, Mode mode) {
    return mode == Mode.OBSERVE
        ? spec.rules().size()
        : spec.rules().stream().filter(rule -> rule.isObserved()).count();
  }

  private static Reading rules(String route, String mode, long count) {
    return new Reading(Metric.POLICY_RULES, Map.of("route", route, "mode", mode), count);
  }

  /** As in the audit records of the route, wherever it is served. */
  private static String version(Snapshot now, String path) {
    for (Site site : now.sites().values()) {
      Site.Served served = site.route(path);
      if (served != null) {
        return served.route().policyVersion();
      }
    }
    return "none";
  }
}
