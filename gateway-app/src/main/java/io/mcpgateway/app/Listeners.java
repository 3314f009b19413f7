package io.mcpgateway.app;

import io.mcpgateway.app.config.GatewayConfig;
import io.mcpgateway.app.config.ListenerConfig;
import io.mcpgateway.core.exchange.Sessions;
import io.mcpgateway.core.exchange.Site;
import io.mcpgateway.core.transport.BadCertificateException;
import io.mcpgateway.core.transport.ClientEdge;
import io.mcpgateway.core.transport.EdgeSettings;
import io.mcpgateway.core.transport.Listener;
import io.mcpgateway.core.transport.ListenerSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners of the process: which there are is decided at the start; their certificates may
 * change. Used by the main thread and the thread of reloads, never by both at once.
 */
final class Listeners implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(Listeners.class);

  /** What connections get to close after the drain was over. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final List<ListenerConfig> configs;
  private final ClientEdge edge;
  private final Map<String, Listener> open = new LinkedHashMap<>();
  private final Map<String, TlsFiles> certificates = new LinkedHashMap<>();

  Listeners(List<ListenerConfig> configs, Sessions sessions) {
    this.configs = configs;
    this.edge = new ClientEdge(EdgeSettings.defaults(), sessions);
  }

  void open(Function<String, Site> sites) throws StartException {
    for (ListenerConfig config : configs) {
      ListenerConfig.Tls tls = config.tls();
      TlsFiles files = tls == null ? null : TlsFiles.read(config.name(), tls);
      if (files != null) {
        certificates.put(config.name(), files);
      }
      ListenerSettings settings =
          new ListenerSettings(
              config.name(),
              config.address().getAddress().getHostAddress(),
              config.address().getPort(),
              files == null,
              files == null ? null : files.material(),
              config.limits());
      try {
        open.put(config.name(), edge.open(settings, () -> sites.apply(config.name())));
      } catch (IOException failure) {
        throw new StartException(cause(failure), failure);
      } catch (BadCertificateException bad) {
        throw new StartException("listener " + config.name() + ": " + bad.getMessage(), bad);
      }
    }
  }

  /** The longest that something had to wait for an event loop in the last half minute. */
  Duration loopLag() {
    return edge.loopLag();
  }

  /** Before they are open: with the ports of the configuration. */
  List<BoundListener> asConfigured() {
    return configs.stream()
        .map(config -> new BoundListener(config, config.address().getPort()))
        .toList();
  }

  List<BoundListener> bound() {
    return configs.stream().map(this::bound).toList();
  }

  /** The open listeners with what a new configuration says of their names. */
  List<BoundListener> with(GatewayConfig now) {
    List<BoundListener> bound = new ArrayList<>();
    for (ListenerConfig config : configs) {
      ListenerConfig named =
          now.listeners().stream()
              .filter(each -> each.name().equals(config.name()))
              .findFirst()
              .orElse(config);
      bound.add(bound(config.withNames(named)));
    }
    return bound;
  }

  /** Whether all that a restart would change is as it was; says what is not. */
  boolean sameAddresses(GatewayConfig now) {
    List<ListenerConfig> before = configs.stream().map(ListenerConfig::withoutNames).toList();
    List<ListenerConfig> after =
        now.listeners().stream().map(ListenerConfig::withoutNames).toList();
    if (before.equals(after)) {
      return true;
    }
    logger.warn(
        "listeners: a change of names, addresses, tls or limits takes a restart; the listeners of"
            + " the start stay");
    return false;
  }

  /** Uses the certificates that are on disk now; one that cannot be used changes nothing. */
  boolean renewCertificates() {
    boolean all = true;
    for (ListenerConfig config : configs) {
      ListenerConfig.Tls tls = config.tls();
      Listener listener = open.get(config.name());
      if (tls == null || listener == null) {
        continue;
      }
      try {
        TlsFiles files = TlsFiles.read(config.name(), tls);
        listener.tls(files.material());
        certificates.put(config.name(), files);
      } catch (StartException | BadCertificateException bad) {
        logger.error(
            "the changed certificate is not used, the old one stays: {}", bad.getMessage());
        all = false;
      }
    }
    return all;
  }

  Map<String, Listener> all() {
    return open;
  }

  Map<String, Instant> expiries() {
    Map<String, Instant> expiries = new LinkedHashMap<>();
    certificates.forEach((name, files) -> expiries.put(name, files.expiry()));
    return expiries;
  }

  /** Waits until nothing is under way any more, or the time is over. */
  void drain(Duration limit) {
    CompletableFuture<?>[] drained =
        open.values().stream()
            .map(listener -> listener.drain(limit).toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(drained)
        .completeOnTimeout(null, limit.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  @Override
  public void close() {
    edge.close();
  }

  private BoundListener bound(ListenerConfig config) {
    Listener listener = Objects.requireNonNull(open.get(config.name()), config.name());
    return new BoundListener(config, listener.address().getPort());
  }

  private static String cause(IOException failure) {
    Throwable cause = failure.getCause();
    return failure.getMessage() + (cause == null ? "" : ": " + cause.getMessage());
  }
}
