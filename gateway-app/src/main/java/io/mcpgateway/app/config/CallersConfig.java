package io.mcpgateway.app.config;

import io.mcpgateway.auth.resource.FailureBudget;
import io.mcpgateway.auth.resource.Requirement;
import io.mcpgateway.auth.resource.SenderRules;
import io.mcpgateway.auth.token.DpopVerifier;
import io.mcpgateway.core.config.YamlMap;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much the checks of callers may cost, for the whole process.
 *
 * @param proofs how long and how many DPoP proofs are remembered
 * @param failures how many wrong tokens a peer may try
 */
public record CallersConfig(DpopVerifier.Limits proofs, FailureBudget.Size failures) {
  private static final int MAX_RATE = 1_000_000;
  private static final String OFF = "off";
  private static final String PER_SECOND = "/s";

  static CallersConfig read(YamlMap gateway) {
    return new CallersConfig(proofs(gateway.map("dpop")), failures(gateway.map("failure-budget")));
  }

  private static DpopVerifier.Limits proofs(@Nullable YamlMap map) {
    DpopVerifier.Limits usual = DpopVerifier.Limits.DEFAULT;
    if (map == null) {
      return usual;
    }
    Duration window = map.duration("window", usual.window());
    if (window.toSeconds() < 1 || window.compareTo(Duration.ofMinutes(10)) > 0) {
      map.problem("window", "1s to 10m");
    }
    int remembered = map.integer("max-proofs", 1, 100_000_000, usual.remembered());
    map.finish();
    return new DpopVerifier.Limits(window, remembered);
  }

  private static FailureBudget.Size failures(@Nullable YamlMap map) {
    FailureBudget.Size usual = FailureBudget.Size.DEFAULT;
    if (map == null) {
      return usual;
    }
    int burst = map.integer("burst", 1, MAX_RATE, usual.burst());
    String text = map.string("rate", usual.perSecond() + PER_SECOND);
    map.finish();
    if (text.equals(OFF)) {
      return FailureBudget.Size.UNLIMITED;
    }
    int rate = rate(text);
    if (rate == 0) {
      map.problem("rate", "a rate such as 50/s, at most " + MAX_RATE + "/s, or off");
      return usual;
    }
    return new FailureBudget.Size(rate, burst);
  }

  /** Zero if it is none. */
  private static int rate(String text) {
    try {
      int rate =
          text.endsWith(PER_SECOND)
              ? Integer.parseInt(text.substring(0, text.length() - PER_SECOND.length()))
              : 0;
      return rate >= 1 && rate <= MAX_RATE ? rate : 0;
    } catch (NumberFormatException noNumber) {
      return 0;
    }
  }

  /** What a route says of how tokens are bound to those who bring them. */
  static SenderRules sender(YamlMap route) {
    SenderRules usual = SenderRules.DEFAULT;
    SenderRules rules =
        new SenderRules(
            route.oneOf("dpop", Requirement.class, usual.dpop()),
            route.flag("dpop-nonce", usual.dpopNonce()),
            route.oneOf("mtls", Requirement.class, usual.mtls()));
    if (rules.dpopNonce() && rules.dpop() == Requirement.OFF) {
      route.problem("dpop-nonce", "dpop: required or optional");
    }
    for (String key : List.of("dpop", "dpop-nonce", "mtls")) {
      if (route.has(key) && route.flag("anonymous", false)) {
        route.problem(key, "authenticate: nobody is asked for a token here");
      }
    }
    return rules;
  }

  /** A route that wants certificates must be on listeners that ask for them. */
  static void requireCertificates(YamlMap map, RouteConfig route, List<ListenerConfig> listeners) {
    if (route.sender().mtls() == Requirement.REQUIRED
        && listeners.stream()
            .filter(each -> route.isOn(each.name()))
            .anyMatch(each -> !each.asksForCertificates())) {
      map.problem("mtls", "optional or off, or a client-ca on each listener of the route");
    }
  }
}
