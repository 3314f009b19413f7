package io.mcpgateway.app;

import io.mcpgateway.app.admin.RouteStatus;
import io.mcpgateway.app.config.RouteConfig;
import io.mcpgateway.auth.token.KeyStatus;
import io.mcpgateway.auth.token.TrustedIssuer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which routes can serve. Has one thread, which says what changes. */
final class RouteReadiness implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(RouteReadiness.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  private final Supplier<Snapshot> snapshot;
  private final Thread thread;

  /** Of the thread alone. */
  private final Map<String, Boolean> said = new HashMap<>();

  RouteReadiness(Supplier<Snapshot> snapshot) {
    this.snapshot = snapshot;
    this.thread = Thread.ofVirtual().name("readiness").start(this::watch);
  }

  /** Of the configuration in force. */
  List<RouteStatus> now() {
    Snapshot current = snapshot.get();
    return current.config().gateway().routes().stream()
        .map(route -> status(route, current.parts()))
        .toList();
  }

  private static RouteStatus status(RouteConfig route, Parts parts) {
    List<RouteStatus.Issuer> issuers = new ArrayList<>();
    boolean apiKeys = false;
    for (String name : route.authenticate()) {
      TrustedIssuer issuer = parts.issuers().get(name);
      if (issuer == null) {
        apiKeys = true;
        continue;
      }
      KeyStatus keys = issuer.status();
      issuers.add(
          new RouteStatus.Issuer(
              name,
              issuer.settings().issuer(),
              issuer.ready(),
              keys.keys(),
              keys.fetchedAt(),
              keys.problem()));
    }
    return new RouteStatus(route.path(), route.upstream(), issuers, apiKeys);
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void watch() {
    try {
      while (true) {
        try {
          say(now());
        } catch (RuntimeException bug) {
          logger.error("looking after the routes failed; trying again", bug);
        }
        Thread.sleep(LOOK_EVERY);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void say(List<RouteStatus> routes) {
    for (RouteStatus route : routes) {
      Boolean before = said.put(route.path(), route.ready());
      if (!route.ready()
          && before == null
          && route.issuers().stream().anyMatch(RouteReadiness::isBeingAsked)) {
        // Nobody is surprised that a start takes a moment.
        said.remove(route.path());
      } else if (!route.ready() && (before == null || before)) {
        logger.warn("route {} is not ready: {}", route.path(), reason(route));
      } else if (route.ready() && Boolean.FALSE.equals(before)) {
        logger.info("route {} is ready", route.path());
      }
    }
    said.keySet().retainAll(routes.stream().map(RouteStatus::path).collect(Collectors.toSet()));
  }

  /** Its first answer is still awaited. */
  private static boolean isBeingAsked(RouteStatus.Issuer issuer) {
    return issuer.problem() == null;
  }

  private static String reason(RouteStatus route) {
    return route.issuers().stream()
        .map(issuer -> "no keys of issuer " + issuer.name() + " (" + issuer.problem() + ")")
        .collect(Collectors.joining(", "));
  }
}
