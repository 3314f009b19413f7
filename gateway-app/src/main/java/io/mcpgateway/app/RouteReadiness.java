package io.mcpgateway.app;

import io.mcpgateway.app.admin.RouteStatus;
import io.mcpgateway.app.config.RouteConfig;
import io.mcpgateway.auth.token.KeyStatus;
import io.mcpgateway.auth.token.TrustedIssuer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which routes can serve, and what is done about those that cannot: their issuers are asked for
 * keys again and again, because a route that is not ready may get no token that would make them
 * ask. Has one thread, which also says what changes.
 */
final class RouteReadiness implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(RouteReadiness.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);
  private static final Duration ASK_EVERY = Duration.ofSeconds(5);

  private final Supplier<Snapshot> snapshot;
  private final InstantSource clock;
  private final Thread thread;

  // Of the thread alone.
  private final Map<String, Boolean> said = new HashMap<>();
  private final Map<TrustedIssuer, Instant> asked = new HashMap<>();

  RouteReadiness(Supplier<Snapshot> snapshot, InstantSource clock) {
    this.snapshot = snapshot;
    this.clock = clock;
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
    for (String name : route.authenticate()) {
      TrustedIssuer issuer = parts.issuer(name);
      KeyStatus keys = issuer.status();
      issuers.add(
          new RouteStatus.Issuer(
              name, issuer.settings().issuer(), keys.keys(), keys.fetchedAt(), keys.problem()));
    }
    return new RouteStatus(route.path(), route.upstream(), issuers);
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
          ask(snapshot.get().parts());
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

  private void ask(Parts parts) {
    Instant now = clock.instant();
    for (TrustedIssuer issuer : parts.issuers().values()) {
      if (issuer.status().keys() == 0
          && !now.isBefore(asked.getOrDefault(issuer, Instant.EPOCH).plus(ASK_EVERY))) {
        asked.put(issuer, now);
        issuer.prefetch();
      }
    }
    asked.keySet().retainAll(parts.issuers().values());
  }
}
