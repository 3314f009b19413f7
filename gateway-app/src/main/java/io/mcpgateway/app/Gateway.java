package io.mcpgateway.app;

import io.mcpgateway.app.admin.AdminPages;
import io.mcpgateway.app.admin.RouteStatus;
import io.mcpgateway.app.audit.AuditSink;
import io.mcpgateway.app.audit.AuditTrail;
import io.mcpgateway.app.audit.ExchangeAudit;
import io.mcpgateway.app.audit.LifeAudit;
import io.mcpgateway.app.audit.NoAudit;
import io.mcpgateway.app.audit.ReloadAudit;
import io.mcpgateway.app.audit.sink.AuditSinks;
import io.mcpgateway.app.config.AuditConfig;
import io.mcpgateway.app.config.CallersConfig;
import io.mcpgateway.app.config.ConfigException;
import io.mcpgateway.app.config.ConfigLoader;
import io.mcpgateway.app.config.ConfigWatch;
import io.mcpgateway.app.config.GatewayConfig;
import io.mcpgateway.app.config.LoadedConfig;
import io.mcpgateway.app.config.SessionsConfig;
import io.mcpgateway.app.config.TracingConfig;
import io.mcpgateway.app.config.UpstreamConfig;
import io.mcpgateway.app.log.GatewayLog;
import io.mcpgateway.app.log.LogSettings;
import io.mcpgateway.app.metrics.GatewayMetrics;
import io.mcpgateway.app.revocation.RevocationKeeper;
import io.mcpgateway.app.state.StateDirectory;
import io.mcpgateway.app.state.StoredKeys;
import io.mcpgateway.app.trace.SpanExport;
import io.mcpgateway.auth.resource.CallerChecks;
import io.mcpgateway.auth.resource.FailureBudget;
import io.mcpgateway.auth.token.DpopVerifier;
import io.mcpgateway.auth.token.TokenVerifier;
import io.mcpgateway.auth.token.TrustedIssuer;
import io.mcpgateway.core.exchange.LiveExchanges;
import io.mcpgateway.core.exchange.Sessions;
import io.mcpgateway.policy.argument.ArgumentChecks;
import io.mcpgateway.policy.limit.Limiter;
import io.mcpgateway.policy.limit.Repeats;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gateway: started from a file, reloaded when the file changes, drained when it closes.
 *
 * <p>Reloads happen on the thread of {@link ConfigWatch} alone. What serves exchanges reads the
 * snapshot in force, once for each.
 */
public final class Gateway implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(Gateway.class);
  private static final Duration WATCH_INTERVAL = Duration.ofMillis(250);

  private final ConfigLoader loader;
  private final InstantSource clock;
  private final LifeAudit life;
  private final Shared shared;
  private final Listeners listeners;
  private final RouteReadiness routes;
  private final Administration admin;
  private final ConfigWatch watch;
  private final GatewayConfig started;
  private volatile Snapshot snapshot;
  private volatile State state = State.STARTING;

  private enum State {
    STARTING,
    READY,
    DRAINING
  }

  /**
   * Reads the configuration and serves it.
   *
   * @param environment answers environment variables, or null
   * @throws ConfigException if the configuration has mistakes
   * @throws StartException if something that it names cannot be used
   */
  public static Gateway start(Path file, Function<String, @Nullable String> environment)
      throws ConfigException, StartException {
    return start(file, environment, InstantSource.system());
  }

  /**
   * @param clock what time it is for tokens, keys and sessions
   */
  static Gateway start(
      Path file, Function<String, @Nullable String> environment, InstantSource clock)
      throws ConfigException, StartException {
    ConfigLoader loader = new ConfigLoader(file, environment);
    LoadedConfig config = loader.load();
    logAs(config);
    Deque<AutoCloseable> opened = new ArrayDeque<>();
    try {
      return new Gateway(loader, config, clock, opened);
    } catch (StartException | RuntimeException failure) {
      opened.forEach(Gateway::closeQuietly);
      throw failure;
    }
  }

  /**
   * @param opened what to close if this fails, the latest first
   */
  private Gateway(
      ConfigLoader loader, LoadedConfig config, InstantSource clock, Deque<AutoCloseable> opened)
      throws StartException {
    this.loader = loader;
    this.clock = clock;
    this.started = config.gateway();
    AuditTrail trail = trail(started);
    AuditSink audit = trail == null ? new NoAudit() : trail;
    opened.push(audit);
    AuditSinks sinks = sinks(started, trail, clock);
    opened.push(sinks);
    TokenVerifier verifier = new TokenVerifier(clock, TokenVerifier.Limits.DEFAULT);
    opened.push(verifier);
    List<byte[]> keys = keys(started.sessions());
    LiveExchanges live = new LiveExchanges(clock);
    ExchangeAudit began = new ExchangeAudit(audit, clock);
    GatewayMetrics metrics = new GatewayMetrics();
    this.life = new LifeAudit(audit, clock);
    this.shared =
        new Shared(
            audit,
            began,
            sinks,
            metrics,
            TracingConfig.tracing(started.tracing()),
            spans(started.tracing()),
            callers(started.callers(), verifier, keys),
            new Limiter(System::nanoTime),
            new Repeats(System::nanoTime),
            new Sessions(keys, started.sessions().life(), clock, began.and(metrics.sessions())),
            revocations(started, clock, live, life),
            live,
            new StoredKeys(new StateDirectory(started.state())),
            new ArgumentChecks(),
            new ToolReviews(audit, clock));
    opened.push(shared.arguments());
    if (shared.spans() != null) {
      opened.push(shared.spans());
    }
    this.listeners = new Listeners(started.listeners(), shared.sessions());
    opened.push(listeners);
    Parts parts = parts(config, Parts.NONE);
    opened.push(() -> parts.closeAllBut(Parts.NONE));
    Assembly assembly = new Assembly(config, parts, shared, () -> snapshot);
    this.snapshot = assembly.snapshot(listeners.asConfigured());
    listeners.open(name -> snapshot.site(name));
    // Where port 0 was configured, names and URLs are known only now.
    this.snapshot = assembly.snapshot(listeners.bound());
    this.routes = new RouteReadiness(() -> snapshot);
    opened.push(routes);
    Readings readings = new Readings(shared, listeners, () -> snapshot, routes);
    readings.register();
    this.admin =
        Administration.open(started.admin(), shared, () -> snapshot, pages(readings), clock);
    opened.push(admin);
    inForce(config);
    parts.issuers().values().forEach(TrustedIssuer::prefetch);
    this.watch = new ConfigWatch(WATCH_INTERVAL, config.files(), this::reloadNow);
    this.state = State.READY;
    life.started(Version.text(), config.version());
  }

  /** One line for people and scripts: it is ready, and where. */
  public String readyLine() {
    StringBuilder line = new StringBuilder("MCP Gateway ready:");
    for (BoundListener listener : listeners.bound()) {
      line.append(' ').append(listener.name()).append(' ').append(listener.url());
      line.append(
          snapshot.site(listener.name()).routes().keySet().stream()
              .sorted()
              .collect(Collectors.joining(", ", " [", "];")));
    }
    return line.append(" admin ").append(adminAddress()).toString();
  }

  /** The URL of a listener's address, without a path. */
  public URI address(String listener) {
    return listeners.bound().stream()
        .filter(each -> each.name().equals(listener))
        .findFirst()
        .orElseThrow()
        .url();
  }

  /** The URL of the admin listener. */
  public URI adminAddress() {
    return admin.url();
  }

  /** Reloads soon, changed or not. */
  public void reload() {
    watch.trigger();
  }

  /** Lets what is under way end, within the configured time, and stops. */
  @Override
  public void close() {
    state = State.DRAINING;
    Duration limit = snapshot.config().gateway().drain();
    logger.info(
        "draining: no new connections, up to {} s for what is under way", limit.toSeconds());
    watch.close();
    routes.close();
    listeners.drain(limit);
    snapshot.parts().closeAllBut(Parts.NONE);
    listeners.close();
    shared.verifier().close();
    shared.arguments().close();
    shared.revocations().close();
    life.stopped(snapshot.config().version());
    shared.audit().close();
    shared.sinks().close();
    if (shared.spans() != null) {
      shared.spans().close();
    }
    admin.close();
    logger.info("stopped");
  }

  // Reload.

  private Set<Path> reloadNow(ConfigWatch.Cause cause) {
    try {
      replace(loader.load(), cause);
    } catch (ConfigException wrong) {
      wrong.problems().forEach(problem -> logger.error("{}", problem));
      refused("the mistakes above", cause, "mistakes: " + wrong.problems().size());
    } catch (StartException cannot) {
      refused(cannot.getMessage(), cause, String.valueOf(cannot.getMessage()));
    } catch (RuntimeException bug) {
      logger.error("a defect", bug);
      refused("the defect above", cause, "a defect");
    }
    // Also those of a refused configuration: they may be what is put right next.
    Set<Path> files = new HashSet<>(loader.lastRead());
    files.addAll(snapshot.config().files());
    return files;
  }

  private void replace(LoadedConfig config, ConfigWatch.Cause cause) throws StartException {
    Snapshot before = snapshot;
    Parts parts = parts(config, before.parts());
    try {
      snapshot =
          new Assembly(config, parts, shared, () -> snapshot)
              .snapshot(listeners.with(config.gateway()));
    } catch (RuntimeException failure) {
      parts.closeAllBut(before.parts());
      throw failure;
    }
    before.parts().closeAllBut(parts);
    logAs(config);
    boolean renewed = listeners.renewCertificates();
    renewed &= admin.renew(config.gateway().admin());
    parts.issuers().values().forEach(TrustedIssuer::prefetch);
    boolean complete = onlyReloadable(config.gateway()) && renewed;
    inForce(config);
    shared
        .metrics()
        .reloaded(complete ? GatewayMetrics.Reload.DONE : GatewayMetrics.Reload.PARTIAL);
    reloads().inForce(cause, config.version(), complete);
    logger.info("configuration {} is in force", config.version());
  }

  private ReloadAudit reloads() {
    return new ReloadAudit(shared.audit(), clock);
  }

  private void refused(@Nullable String reason, ConfigWatch.Cause cause, String problem) {
    reloads().refused(cause, snapshot.config().version(), problem);
    shared.metrics().reloaded(GatewayMetrics.Reload.REFUSED);
    logger.error(
        "the changed configuration is not used because of {}; {} stays in force",
        reason,
        snapshot.config().version());
  }

  /** Says what only a restart can change. */
  private boolean onlyReloadable(GatewayConfig now) {
    boolean same = listeners.sameAddresses(now);
    same &= unchanged("admin", started.admin().withoutCallers(), now.admin().withoutCallers());
    same &= unchanged("audit", started.audit(), now.audit());
    same &= unchanged("sessions", started.sessions(), now.sessions());
    same &= unchanged("dpop", started.callers().proofs(), now.callers().proofs());
    same &= unchanged("failure-budget", started.callers().failures(), now.callers().failures());
    same &= unchanged("revocations", started.revocations(), now.revocations());
    same &= unchanged("tracing", started.tracing(), now.tracing());
    same &= unchanged("state", started.state(), now.state());
    return same;
  }

  private static boolean unchanged(String key, @Nullable Object atStart, @Nullable Object now) {
    if (Objects.equals(atStart, now)) {
      return true;
    }
    logger.warn("{}: the change takes a restart; what was there at the start is still used", key);
    return false;
  }

  private void inForce(LoadedConfig config) {
    Map<String, Set<String>> tools = new HashMap<>();
    config.gateway().routes().forEach(route -> tools.put(route.path(), config.knownTools(route)));
    shared.metrics().knownTools(tools);
  }

  private static void logAs(LoadedConfig config) {
    LogSettings log = config.gateway().log();
    if (log != null) {
      GatewayLog.apply(log);
    }
  }

  // Parts.

  private Parts parts(LoadedConfig config, Parts before) throws StartException {
    return Parts.of(config.gateway(), before, clock, shared.keys());
  }

  private static @Nullable AuditTrail trail(GatewayConfig config) throws StartException {
    if (config.audit().mode() == AuditConfig.Mode.OFF) {
      logger.warn("audit.mode is off: no exchange leaves a record");
      return null;
    }
    try {
      return AuditTrail.open(config.audit(), new StateDirectory(config.state()));
    } catch (IOException failure) {
      throw new StartException(
          "audit: " + config.audit().directory() + " cannot be written: " + failure.getMessage(),
          failure);
    }
  }

  private static AuditSinks sinks(
      GatewayConfig config, @Nullable AuditTrail trail, InstantSource clock) throws StartException {
    if (trail == null) {
      return AuditSinks.none();
    }
    try {
      return AuditSinks.open(config.audit(), trail, new StateDirectory(config.state()), clock);
    } catch (IOException failure) {
      throw new StartException("audit.sinks: " + failure.getMessage(), failure);
    }
  }

  /** Nothing of OpenTelemetry is loaded unless somebody wants spans. */
  private @Nullable SpanExport spans(@Nullable TracingConfig config) {
    return config == null ? null : SpanExport.start(config, Version.text(), this::upstreamUrl);
  }

  private @Nullable URI upstreamUrl(String name) {
    return snapshot.config().gateway().upstreams().stream()
        .filter(each -> each.name().equals(name))
        .map(UpstreamConfig::url)
        .findFirst()
        .orElse(null);
  }

  private CallerChecks callers(CallersConfig config, TokenVerifier verifier, List<byte[]> keys) {
    return new CallerChecks(
        verifier,
        new DpopVerifier(verifier, keys, clock, config.proofs()),
        new FailureBudget(config.failures(), System::nanoTime),
        clock);
  }

  private static List<byte[]> keys(SessionsConfig config) {
    if (!config.keys().isEmpty()) {
      return config.keys().stream().map(key -> key.getBytes(StandardCharsets.UTF_8)).toList();
    }
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    logger.info(
        "sessions.keys is not set: legacy sessions and DPoP nonces end with this process, and no"
            + " replica shares them");
    return List.of(key);
  }

  private static RevocationKeeper revocations(
      GatewayConfig config, InstantSource clock, LiveExchanges live, LifeAudit life)
      throws StartException {
    try {
      return RevocationKeeper.open(
          new StateDirectory(config.state()), config.revocations(), clock, live, life::sharing);
    } catch (IOException failure) {
      throw new StartException("revocations: " + failure.getMessage(), failure);
    }
  }

  private AdminPages pages(Readings readings) {
    return new AdminPages(
        this::readiness,
        accept -> shared.metrics().scrape(accept, readings),
        () -> snapshot.config().version(),
        () -> snapshot.config().texts(),
        routes::now);
  }

  private AdminPages.Readiness readiness() {
    return switch (state) {
      case STARTING -> new AdminPages.Readiness(false, "starting");
      case DRAINING -> new AdminPages.Readiness(false, "draining");
      case READY -> {
        List<RouteStatus> all = routes.now();
        long ready = all.stream().filter(RouteStatus::ready).count();
        if (!shared.audit().accepts()) {
          yield new AdminPages.Readiness(false, "audit records cannot be written");
        }
        if (!shared.revocations().status().synced()) {
          yield new AdminPages.Readiness(
              false, "revocations of other replicas have not been seen yet");
        }
        // One issuer that is down must not take the routes of the others with it.
        yield new AdminPages.Readiness(
            ready > 0,
            ready == all.size() ? "ready" : ready + " of " + all.size() + " routes are ready");
      }
    };
  }

  private static void closeQuietly(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception failure) {
      logger.warn("closing after a failed start: {}", failure.getMessage());
    }
  }
}
