package io.mcpgateway.app;

import io.mcpgateway.app.admin.AdminPages;
import io.mcpgateway.app.admin.AdminServer;
import io.mcpgateway.app.audit.AuditFile;
import io.mcpgateway.app.config.AdminConfig;
import io.mcpgateway.app.config.AuditConfig;
import io.mcpgateway.app.config.ConfigException;
import io.mcpgateway.app.config.ConfigLoader;
import io.mcpgateway.app.config.ConfigWatch;
import io.mcpgateway.app.config.GatewayConfig;
import io.mcpgateway.app.config.LoadedConfig;
import io.mcpgateway.app.config.SessionsConfig;
import io.mcpgateway.app.metrics.GatewayMetrics;
import io.mcpgateway.app.state.StateDirectory;
import io.mcpgateway.app.state.StoredKeys;
import io.mcpgateway.auth.token.TokenVerifier;
import io.mcpgateway.auth.token.TrustedIssuer;
import io.mcpgateway.core.exchange.Sessions;
import io.mcpgateway.policy.limit.Limiter;
import java.io.IOException;
import java.net.InetSocketAddress;
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
  private final InstantSource clock = InstantSource.system();
  private final Shared shared;
  private final Listeners listeners;
  private final AdminServer admin;
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
    ConfigLoader loader = new ConfigLoader(file, environment);
    LoadedConfig config = loader.load();
    Deque<AutoCloseable> opened = new ArrayDeque<>();
    try {
      return new Gateway(loader, config, opened);
    } catch (StartException | RuntimeException failure) {
      opened.forEach(Gateway::closeQuietly);
      throw failure;
    }
  }

  /**
   * @param opened what to close if this fails, the latest first
   */
  private Gateway(ConfigLoader loader, LoadedConfig config, Deque<AutoCloseable> opened)
      throws StartException {
    this.loader = loader;
    this.started = config.gateway();
    AuditFile audit = audit(started.audit());
    opened.push(audit);
    TokenVerifier verifier = new TokenVerifier(clock, TokenVerifier.Limits.DEFAULT);
    opened.push(verifier);
    this.shared =
        new Shared(
            audit,
            new GatewayMetrics(),
            verifier,
            new Limiter(System::nanoTime),
            sessions(started.sessions(), clock),
            new StoredKeys(new StateDirectory(started.state())));
    this.listeners = new Listeners(started.listeners(), shared.sessions());
    opened.push(listeners);
    Parts parts = parts(config, Parts.NONE);
    opened.push(() -> parts.closeAllBut(Parts.NONE));
    Assembly assembly = new Assembly(config, parts, shared);
    this.snapshot = assembly.snapshot(listeners.asConfigured());
    listeners.open(name -> snapshot.site(name));
    // Where port 0 was configured, names and URLs are known only now.
    this.snapshot = assembly.snapshot(listeners.bound());
    Readings readings = new Readings(shared, listeners, () -> snapshot);
    readings.register();
    this.admin = admin(started.admin(), readings);
    opened.push(admin);
    inForce(config);
    parts.issuers().values().forEach(TrustedIssuer::prefetch);
    this.watch = new ConfigWatch(WATCH_INTERVAL, config.files(), this::reloadNow);
    this.state = State.READY;
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
    InetSocketAddress address = admin.address();
    String host = address.getAddress().getHostAddress();
    return URI.create(
        "http://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort());
  }

  /** Reloads soon, changed or not, and looks where the audit file is. */
  public void reload() {
    shared.audit().reopen();
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
    listeners.drain(limit);
    snapshot.parts().closeAllBut(Parts.NONE);
    listeners.close();
    shared.verifier().close();
    shared.audit().close();
    admin.close();
    logger.info("stopped");
  }

  // Reload.

  private Set<Path> reloadNow() {
    try {
      replace(loader.load());
    } catch (ConfigException wrong) {
      wrong.problems().forEach(problem -> logger.error("{}", problem));
      refused("the mistakes above");
    } catch (StartException cannot) {
      refused(cannot.getMessage());
    } catch (RuntimeException bug) {
      logger.error("a defect", bug);
      refused("the defect above");
    }
    // Also those of a refused configuration: they may be what is put right next.
    Set<Path> files = new HashSet<>(loader.lastRead());
    files.addAll(snapshot.config().files());
    return files;
  }

  private void replace(LoadedConfig config) throws StartException {
    Snapshot before = snapshot;
    Parts parts = parts(config, before.parts());
    try {
      snapshot = new Assembly(config, parts, shared).snapshot(listeners.with(config.gateway()));
    } catch (RuntimeException failure) {
      parts.closeAllBut(before.parts());
      throw failure;
    }
    before.parts().closeAllBut(parts);
    parts.issuers().values().forEach(TrustedIssuer::prefetch);
    boolean renewed = listeners.renewCertificates();
    boolean complete = onlyReloadable(config.gateway()) && renewed;
    inForce(config);
    shared
        .metrics()
        .reloaded(complete ? GatewayMetrics.Reload.DONE : GatewayMetrics.Reload.PARTIAL);
    logger.info("configuration {} is in force", config.version());
  }

  private void refused(@Nullable String reason) {
    shared.metrics().reloaded(GatewayMetrics.Reload.REFUSED);
    logger.error(
        "the changed configuration is not used because of {}; {} stays in force",
        reason,
        snapshot.config().version());
  }

  /** Says what only a restart can change. */
  private boolean onlyReloadable(GatewayConfig now) {
    boolean same = listeners.sameAddresses(now);
    same &= unchanged("admin", started.admin(), now.admin());
    same &= unchanged("audit", started.audit(), now.audit());
    same &= unchanged("sessions", started.sessions(), now.sessions());
    same &= unchanged("state", started.state(), now.state());
    return same;
  }

  private static boolean unchanged(String key, Object atStart, Object now) {
    if (atStart.equals(now)) {
      return true;
    }
    logger.warn("{}: the change takes a restart; what was there at the start is still used", key);
    return false;
  }

  private void inForce(LoadedConfig config) {
    Map<String, Set<String>> tools = new HashMap<>();
    config
        .gateway()
        .routes()
        .forEach(route -> tools.put(route.path(), config.policy(route).knownTools()));
    shared.metrics().knownTools(tools);
  }

  // Parts.

  private Parts parts(LoadedConfig config, Parts before) throws StartException {
    return Parts.of(config.gateway(), before, clock, shared.keys());
  }

  private static AuditFile audit(AuditConfig config) throws StartException {
    try {
      return AuditFile.open(config);
    } catch (IOException failure) {
      throw new StartException(
          "audit: " + config.file() + " cannot be written: " + failure.getMessage(), failure);
    }
  }

  private static Sessions sessions(SessionsConfig config, InstantSource clock) {
    List<byte[]> keys =
        config.keys().stream().map(key -> key.getBytes(StandardCharsets.UTF_8)).toList();
    if (keys.isEmpty()) {
      byte[] key = new byte[32];
      new SecureRandom().nextBytes(key);
      keys = List.of(key);
      logger.info(
          "sessions.keys is not set: legacy sessions end with this process, and no replica shares"
              + " them");
    }
    return new Sessions(keys, config.life(), clock);
  }

  private AdminServer admin(AdminConfig config, Readings readings) throws StartException {
    AdminPages pages =
        new AdminPages(
            this::readiness,
            () -> shared.metrics().scrape(readings),
            () -> snapshot.config().version(),
            () -> snapshot.config().texts());
    try {
      return AdminServer.open(config.address(), pages);
    } catch (IOException failure) {
      throw new StartException(
          "admin: cannot listen on " + config.address() + ": " + failure.getMessage(), failure);
    }
  }

  private AdminPages.Readiness readiness() {
    return switch (state) {
      case STARTING -> new AdminPages.Readiness(false, "starting");
      case DRAINING -> new AdminPages.Readiness(false, "draining");
      case READY ->
          shared.audit().accepts()
              ? new AdminPages.Readiness(true, "ready")
              : new AdminPages.Readiness(false, "audit records cannot be written");
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
